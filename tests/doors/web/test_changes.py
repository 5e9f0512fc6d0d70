"""«Что изменилось»: a decision holds for the content that was on the screen, and the refusal says what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from marshrut.cards import commands, queries
from marshrut.cards.models import Task
from marshrut.kernel import clock
from tests.support.office import MovingClock, Office, build

HX = {"HX-Request": "true"}


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    with clock.running(MovingClock("2026-07-02 10:00")):
        yield build()


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def press(who: Client, task: Task, outcome: str = "approved", **form: Any) -> HttpResponse:
    headers = form.pop("headers", {})
    return who.post(f"/tasks/{task.pk}/complete", {"outcome": outcome, **form}, headers=headers)  # type: ignore[return-value]


def changed(office: Office) -> Task:
    """A request whose sum and paper are other ones than Борис saw."""
    card = office.request()
    paper = office.file("alisa", "Счёт исправленный.pdf")
    commands.edit_card(office.actor("alisa"), card=card, fields={"amount": "130000", "invoice": [paper]})
    return office.task(card, "approve")


def plain(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.mark.parametrize("target", ["card", "inbox"])
@pytest.mark.parametrize("headers", [HX, {}])
def test_a_decision_on_what_was_not_seen_says_what_changed(
    office: Office, headers: dict[str, str], target: str
) -> None:
    task = changed(office)
    answer = press(signed_in(office, "boris"), task, version="1", target=target, headers=headers)
    assert answer.status_code == 409
    said = plain(answer)
    assert "Пока вы смотрели, карточку изменили" in said
    assert "Что изменилось" in said
    assert "125 000,50 ₽ → 130 000,00 ₽" in said
    assert "Счёт.pdf → Счёт исправленный.pdf" in said
    assert "Алиева А., сегодня, 10:00" in said
    assert 'name="version" value="2"' in answer.content.decode()
    assert Task.objects.system("test").get(pk=task.pk).state == "open"


def test_a_replaced_file_leads_to_the_comparison(office: Office) -> None:
    task = changed(office)
    old, new = (one.file.id for one in queries.card(office.actor("boris"), task.card_id).files)
    text = press(signed_in(office, "boris"), task, version="1").content.decode()
    assert f'href="/cards/{task.card_id}/compare/?from={old}&amp;to={new}"' in text


@pytest.mark.parametrize("target", ["card", "inbox"])
def test_the_typed_reason_is_kept_and_its_panel_stays_open(office: Office, target: str) -> None:
    task = changed(office)
    answer = press(
        signed_in(office, "boris"), task, "rejected", version="1", reason="Дорого!", target=target, headers=HX
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Дорого!</textarea>" in text
    assert re.search(r'data-ask="rejected" data-look="bad"\s*>', text)
    assert "Что изменилось" in text


def test_the_second_press_decides_on_what_is_shown_now(office: Office) -> None:
    task = changed(office)
    boris = signed_in(office, "boris")
    press(boris, task, version="1")
    assert press(boris, task, version="2").status_code == 302
    assert Task.objects.system("test").get(pk=task.pk).state == "done"


def test_two_tabs(office: Office) -> None:
    """The tab that was opened before the change is refused, whatever the other tab showed."""
    task = changed(office)
    boris = signed_in(office, "boris")
    boris.get(f"/cards/{task.card_id}/")
    assert press(boris, task, version="1", headers=HX).status_code == 409
    assert press(boris, task, version="1", headers=HX).status_code == 409


def test_what_came_back_is_no_change(office: Office) -> None:
    card = office.request()
    for amount in ("130000", "125000,50"):
        commands.edit_card(office.actor("alisa"), card=card, fields={"amount": amount})
    answer = press(signed_in(office, "boris"), office.task(card, "approve"), version="1", headers=HX)
    assert answer.status_code == 409
    assert "изменили и вернули обратно" in plain(answer)
    assert "Что изменилось" not in plain(answer)


def test_a_form_of_fields_says_what_somebody_else_changed(office: Office) -> None:
    card = office.request()
    commands.edit_card(office.actor("alisa"), card=card, fields={"amount": "130000"})
    answer = signed_in(office, "alisa").post(f"/cards/{card}/edit", {"purpose": "Моё", "version": "1"}, headers=HX)
    assert answer.status_code == 409
    assert "125 000,50 ₽ → 130 000,00 ₽" in plain(answer)
    assert "Моё</textarea>" in answer.content.decode() or 'value="Моё"' in answer.content.decode()


def again(office: Office) -> int:
    """Борис agreed in the first round, finance refused, Алиса corrected the sum and started anew."""
    card = office.request()
    office.complete(card, "approve", "approved", "boris")
    office.complete(card, "finance", "rejected", "finance", reason="Нет бюджета")
    commands.edit_card(office.actor("alisa"), card=card, fields={"amount": "99000"})
    commands.restart_card(office.actor("alisa"), card=card)
    return card


@pytest.mark.parametrize("page", ["/cards/{card}/", "/inbox/?task={task}"])
def test_who_decided_earlier_sees_what_changed_since(office: Office, page: str) -> None:
    card = again(office)
    address = page.format(card=card, task=office.task(card, "approve").pk)
    said = plain(signed_in(office, "boris").get(address))
    assert "С вашего решения в круге 1 (сегодня, 10:00) изменилось" in said
    assert "125 000,50 ₽ → 99 000,00 ₽" in said


def test_who_did_not_decide_sees_no_such_thing(office: Office) -> None:
    card = again(office)
    for name in ("alisa", "ops"):
        assert "С вашего решения" not in plain(signed_in(office, name).get(f"/cards/{card}/"))


def test_nothing_changed_is_not_said(office: Office) -> None:
    card = office.request()
    office.complete(card, "approve", "approved", "boris")
    office.complete(card, "finance", "rejected", "finance", reason="Нет бюджета")
    commands.restart_card(office.actor("alisa"), card=card)
    assert "С вашего решения" not in plain(signed_in(office, "boris").get(f"/cards/{card}/"))


def test_a_tile_that_changed_meanwhile_says_what_is_new(office: Office) -> None:
    task = changed(office)
    headers = {"Accept": "application/json"}
    to = queries.card(office.actor("boris"), task.card_id).moves[0]
    sent = {"stage": to, "version": "1"}
    answer = signed_in(office, "boris").post(f"/cards/{task.card_id}/move", sent, headers=headers)
    assert answer.status_code == 409
    said = answer.json()["message"].replace("\u202f", " ").replace("\u00a0", " ")
    assert "Сумма: 125 000,50 ₽ → 130 000,00 ₽" in said
