"""Promises about letters: measured, compared with what was before, proved every day."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.cards.models import Card
from marshrut.documents import commands as documents
from marshrut.history.queries import timeline
from marshrut.jobs import registry
from marshrut.jobs.housekeeping import perform
from marshrut.kernel.actor import Actor
from marshrut.letters import commands
from marshrut.letters.models import Proof
from marshrut.letters.queries import promises, proof
from tests.doors.web.conftest import shown, signed_in
from tests.support.mailroom import Mailroom
from tests.support.office import MovingClock


def page(browser: Client, address: str = "/promises/") -> str:
    return shown(browser, address).split("<main")[1]


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def answered(room: Mailroom, now: MovingClock) -> int:
    """Registered on Thursday at 10, answered on Friday at 12: ten working hours."""
    card = room.incoming()
    room.assign(card)
    answer = room.answer(card)
    room.approve(answer)
    now.to("2026-07-03 12:00")
    room.send(answer)
    return card


def test_how_long_letters_take(room: Mailroom, now: MovingClock) -> None:
    answered(room, now)
    done = room.incoming()
    room.assign(done)
    now.to("2026-07-03 16:00")
    room.do(done)
    found = promises.promises(room.actor("director"))
    month = found.months[0]
    assert month.first == date(2026, 7, 1)
    assert (month.answered.count, month.answered.median) == (1, 10 * 60)  # an hour of lunch left out
    assert (month.done.count, month.done.median, month.done.most) == (2, 3 * 60, 10 * 60)
    assert found.months[1].answered.count == 0
    text = plain(page(signed_in(room.office, "director")))
    assert "От регистрации до ответа" in text
    assert "июль 2026 1 1 раб. день 2 ч" in text


def test_who_moves_letters(room: Mailroom, now: MovingClock) -> None:
    answered(room, now)
    month = promises.promises(room.actor("director")).months[0]
    lines = [one for card in Card.objects.system("test") for one in timeline(f"card:{card.pk}")]
    moved = [one for one in lines if one.kind == "card.moved"]
    assert month.moves.total == len(moved)
    assert month.moves.system == sum(1 for one in moved if one.actor_kind != "person")
    assert 0 < month.moves.system < month.moves.total
    assert 0.4 < month.steps.system / month.steps.total < 1


def test_the_figures_from_before_are_entered_by_an_administrator(room: Mailroom, now: MovingClock) -> None:
    answered(room, now)
    admin = signed_in(room.office, "admin")
    given = {"answered": "40", "done": "", "note": "По журналу за 2025 год", "key": "baseline-0001"}
    assert admin.post("/promises/baseline/", given).status_code == 302
    assert admin.post("/promises/baseline/", given).status_code == 302  # a double click
    assert len(promises.baselines()) == 1
    text = plain(page(admin))
    assert "быстрее на 75 %" in text  # ten hours instead of forty
    assert "Указано: Админов" in text
    assert "По журналу за 2025 год" in text
    now.to("2026-07-06 10:00")
    admin.post("/promises/baseline/", {**given, "answered": "6", "key": "baseline-0002"})
    assert "дольше на 67 %" in plain(page(admin))
    form = plain(page(admin, "/promises/baseline/"))
    assert form.count("По журналу за 2025 год") == 2  # what was entered before stays


@pytest.mark.parametrize("typed", ["много", "0", "-3", "4001", "1.5", "9" * 30])
def test_a_wrong_figure_is_refused_and_kept(room: Mailroom, typed: str) -> None:
    admin = signed_in(room.office, "admin")
    answer = admin.post("/promises/baseline/", {"answered": typed, "done": "16", "note": "Со слов"})
    assert answer.status_code == 422
    text = html.unescape(answer.content.decode())
    assert "целое число от 1 до 4000" in text
    assert f'value="{typed}"' in text
    assert "Со слов" in text
    assert promises.baselines() == []


def test_the_proof_holds_while_every_letter_is_somewhere(room: Mailroom, now: MovingClock) -> None:
    done, live = room.incoming(), room.incoming()
    room.assign(done)
    room.do(done)
    director = signed_in(room.office, "director")
    assert director.post("/promises/prove").headers["Location"] == "/promises/#proof"
    row = Proof.objects.get()
    assert (row.day, row.registered, row.live, row.final, row.outside) == (date(2026, 7, 2), 2, 1, 1, [])
    assert Card.objects.system("test").get(pk=live).finished_at is None
    text = plain(page(director))
    assert "2 июля 2026 10:00 2 1 1 0" in text
    assert "Писем вне учёта" in text
    assert "все зарегистрированные письма (2)" in plain(page(director, "/control/"))


def test_what_is_outside_is_listed_with_the_reason(room: Mailroom) -> None:
    """By hand in the library, stuck on its way, on a stage that is gone: each is found, each with its way out."""
    good, stuck, lost = room.incoming("Хорошее"), room.incoming("Застряло"), room.incoming("Потерялось")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cards_task SET state = 'cancelled' WHERE card_id = %s", [stuck])
        cursor.execute("DELETE FROM jobs_timer WHERE subject = %s", [stuck])
        cursor.execute("UPDATE cards_card SET stage = 'gone' WHERE id = %s", [lost])
    file = room.office.file("vera", "Старое.pdf")
    made = documents.add_document(room.actor("vera"), kind="letter_in", file=file, title="Старое письмо")
    documents.register_document(room.actor("vera"), document=made["id"], organisation=room.ours)
    found = commands.prove(room.actor("director"))
    assert (found["registered"], found["live"], found["final"]) == (4, 1, 0)
    assert found["registered"] == found["live"] + found["final"] + len(found["outside"])
    assert {one["why"]: one["card"] for one in found["outside"]} == {"nobody": stuck, "no_stage": lost, "no_card": None}
    text = plain(page(signed_in(room.office, "director")))
    for said in ("ВХ-0002/26 в работе, но ни у кого нет задания", "ВХ-0004/26 зарегистрировано вручную"):
        assert said in text
    assert "вне учёта зарегистрированных писем — 3" in plain(page(signed_in(room.office, "vera"), "/control/"))
    documents.set_status(room.actor("vera"), document=made["id"], status="archived")
    assert {one["why"] for one in commands.prove(Actor.system())["outside"]} == {"nobody", "no_stage"}
    assert Card.objects.system("test").get(pk=good).stage == "resolution"


def test_whoever_sees_no_letter_sees_no_number_of_it(room: Mailroom) -> None:
    """The administrator reads no letters: he learns how many are outside, and not which."""
    card = room.incoming("Тайное")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cards_card SET stage = 'gone' WHERE id = %s", [card])
    commands.prove(Actor.system())
    text = plain(page(signed_in(room.office, "admin")))
    assert "ВХ-0001/26" not in text
    assert "и ещё 1, закрытых для вас" in text
    (day,) = proof.proofs(room.actor("admin"))
    assert (day.count, day.outside) == (1, ())


def test_the_duty_proves_once_a_day_in_the_zone_of_the_company(room: Mailroom, now: MovingClock) -> None:
    room.incoming()
    duty = registry.duties["letters.prove"]
    assert perform(duty)
    assert perform(duty)
    assert [row.day for row in Proof.objects.order_by("day")] == [date(2026, 7, 2)]
    assert len(timeline("letters")) == 1
    now.to("2026-07-02 23:59")
    perform(duty)
    assert Proof.objects.count() == 1
    now.to("2026-07-03 00:01")  # still the second of July in UTC
    perform(duty)
    assert Proof.objects.count() == 2


def test_promises_are_closed_to_others(room: Mailroom) -> None:
    for name in ("alisa", "boris"):
        browser = signed_in(room.office, name)
        assert browser.get("/promises/").status_code == 404
        assert browser.post("/promises/prove").status_code == 404
        assert browser.get("/promises/baseline/").status_code == 404
    assert signed_in(room.office, "director").get("/promises/baseline/").status_code == 404
    assert not Proof.objects.exists()


def test_more_letters_cost_no_more_queries(room: Mailroom) -> None:
    director = signed_in(room.office, "director")

    def cost() -> int:
        director.get("/promises/")
        with CaptureQueriesContext(connection) as queries:
            page(director)
        return len(queries)

    room.answer_all(1)
    commands.prove(Actor.system())
    few = cost()
    room.answer_all(2)
    assert cost() == few
    assert few <= 18
