"""A link of a mail: GET shows, a press of the person decides; everything else is refused and explained."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from marshrut.cards import commands as cards
from marshrut.cards.models import Card, Task
from marshrut.channels import stopping
from marshrut.channels.models import Action, Preference
from marshrut.history.queries import timeline
from marshrut.kernel import clock
from tests.support import wires
from tests.support.office import MovingClock, Office, build, drain
from tests.support.presses import Phone
from tests.support.wires import Line

from .conftest import signed_in

KEY = {"key": "press-0001"}
HOST = "https://docs.company.ru"


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture
def mail() -> Iterator[Line]:
    line = Line("email", "Почта", presses=False, edits=False, links=False, hears="never", form=())
    with wires.plugged(line):
        yield line


@pytest.fixture
def office(db: None, now: MovingClock, mail: Line, settings: Settings, tmp_path: Path) -> Office:
    settings.FILES, settings.PUBLIC_ADDRESS = tmp_path / "files", HOST
    made = build()
    wires.connect(made, "email")
    return made


@pytest.fixture
def boris(office: Office) -> Client:
    return signed_in(office, "boris")


@pytest.fixture
def card(office: Office, now: MovingClock) -> int:
    made = office.request()
    drain(now.at)
    return made


@pytest.fixture
def box(office: Office, mail: Line, card: int) -> Phone:
    return Phone(mail, "boris@example.ru")


def link(box: Phone, button: str) -> str:
    return box.find(button)[1].url.removeprefix(HOST)


def text(answer: object) -> str:
    return html.unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")  # type: ignore[attr-defined]


def task(card: int) -> Task:
    return Task.objects.system("test").filter(card_id=card, key="approve").earliest("pk")


def refusals(office: Office, name: str) -> list[str]:
    found = timeline(f"person:{office.id(name)}", limit=100)
    return [str(one.body["code"]) for one in found if one.kind == "channel.refused"]


def test_the_link_shows_what_is_decided_and_decides_nothing(box: Phone, boris: Client, card: int) -> None:
    answer = boris.get(link(box, "Согласовать"))
    assert answer.status_code == 200
    page = text(answer)
    assert "125 000,50" in page
    assert "Флаконы 50 мл" in page
    assert "Согласовать" in page
    for again in (boris.head(link(box, "Согласовать")), boris.get(link(box, "Согласовать"))):
        assert again.status_code in (200, 405)
    assert task(card).state == "open"


def test_a_press_decides_and_says_how_it_ended(box: Phone, boris: Client, card: int) -> None:
    address = link(box, "Согласовать")
    answer = boris.post(address, KEY, follow=True)
    assert task(card).state == "done"
    assert "вы, 10:00" in text(answer)
    assert f'action="{address}"' not in text(answer)
    assert boris.post(address, KEY).status_code == 302  # a double click is answered with the first result


def test_a_reason_is_asked_for_and_what_was_typed_survives(box: Phone, boris: Client, card: int) -> None:
    address = link(box, "Отклонить")
    assert 'name="reason"' in text(boris.get(address))
    refused = boris.post(address, {**KEY, "reason": "  "})
    assert refused.status_code == 422
    assert task(card).state == "open"
    long = "очень " * 2000
    again = boris.post(address, {**KEY, "reason": long})
    assert again.status_code == 422
    assert long.strip() in text(again)
    boris.post(address, {**KEY, "reason": "Нет второго предложения"})
    assert (task(card).state, task(card).reason) == ("done", "Нет второго предложения")


def test_a_stranger_signs_in_first_and_comes_back(box: Phone, card: int) -> None:
    address = link(box, "Согласовать")
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=")
    assert Client().post(address, KEY).status_code == 302
    assert task(card).state == "open"


@pytest.mark.parametrize("name", ["viktor", "alisa", "admin"])
def test_a_forwarded_link_is_of_no_use(box: Phone, office: Office, card: int, name: str) -> None:
    browser, address = signed_in(office, name), link(box, "Согласовать")
    page = text(browser.get(address))
    assert "отправлено другому сотруднику" in page
    assert "Флаконы" not in page
    assert browser.post(address, KEY).status_code == 404
    assert task(card).state == "open"
    assert "another" in refusals(office, "boris")


def test_a_guessed_link_is_unknown(box: Phone, boris: Client, card: int) -> None:
    for guessed in ("nothing", "A" * 22, link(box, "Согласовать").strip("/").rpartition("/")[2][:-1] + "0"):
        assert boris.get(f"/act/{guessed}/").status_code == 200
        assert "Нечего" in text(boris.get(f"/act/{guessed}/")) or "нечего" in text(boris.get(f"/act/{guessed}/"))
        assert boris.post(f"/act/{guessed}/", KEY).status_code == 404
    assert task(card).state == "open"


def test_a_card_that_changed_is_looked_at_anew(box: Phone, boris: Client, office: Office, card: int) -> None:
    address = link(box, "Согласовать")
    version = Card.objects.system("test").get(pk=card).edition
    cards.edit_card(office.actor("alisa"), card=card, fields={"amount": "999 000"}, edition=version)
    page = text(boris.get(address))
    assert "изменил" in page
    assert "/inbox/?task=" in page
    assert boris.post(address, KEY).status_code == 409
    assert task(card).state == "open"
    assert "stale" in refusals(office, "boris")


def test_what_was_decided_elsewhere_is_told(box: Phone, boris: Client, office: Office, card: int) -> None:
    address = link(box, "Согласовать")
    office.complete(card, "approve", "approved", "boris")
    answer = boris.get(address)
    assert answer.status_code == 200
    assert f'action="{address}"' not in text(answer)
    assert boris.post(address, KEY).status_code in (302, 409)


def test_an_old_link_is_too_old(box: Phone, boris: Client, office: Office, card: int, now: MovingClock) -> None:
    address = link(box, "Согласовать")
    Action.objects.update(expires_at=now.at - timedelta(seconds=1))
    assert "устарел" in text(boris.get(address)) or "старая" in text(boris.get(address))
    assert boris.post(address, KEY).status_code == 409
    assert "expired" in refusals(office, "boris")


def test_the_link_works_once(box: Phone, boris: Client, office: Office, card: int) -> None:
    approve, reject = link(box, "Согласовать"), link(box, "Отклонить")
    boris.post(approve, KEY)
    late = boris.post(reject, {"key": "press-0002", "reason": "Передумал"})
    assert late.status_code in (302, 409)
    assert (task(card).outcome, task(card).reason) == ("approved", "")


# -- «Больше не присылать» -------------------------------------------------------------------------------------------


def stop(office: Office, name: str = "boris", group: str = "news") -> str:
    return stopping.address(office.id(name), group).removeprefix(HOST)


def test_one_click_stops_a_group_without_signing_in(office: Office) -> None:
    program = Client(enforce_csrf_checks=True)
    asked = program.get(stop(office))
    assert asked.status_code == 200
    assert not Preference.objects.exists()
    told = program.post(stop(office), {"List-Unsubscribe": "One-Click"})
    assert told.status_code == 200
    assert Preference.objects.get().matrix == {"news": {"email": "none"}}
    assert Preference.objects.get().person_id == office.id("boris")
    assert program.post(stop(office)).status_code == 200  # twice is once


def test_what_was_chosen_before_stays(office: Office) -> None:
    program = Client()
    program.post(stop(office, group="talk"))
    program.post(stop(office, group="news"))
    kept = Preference.objects.get().matrix
    assert (kept["talk"]["email"], kept["news"]["email"]) == ("none", "none")


@pytest.mark.parametrize("group", ["decisions", "escalations"])
def test_what_must_be_decided_is_not_stopped(office: Office, group: str) -> None:
    answer = Client().post(stop(office, group=group))
    assert answer.status_code == 200
    assert "отключить нельзя" in text(answer)
    assert not Preference.objects.exists()


def test_a_forged_link_stops_nothing(office: Office) -> None:
    right = stop(office)
    for wrong in (
        right.replace("news", "talk"),
        right[:-2] + ("0/" if right[-2] != "0" else "1/"),
        f"{stopping.PATH}x/",
    ):
        assert Client().get(wrong).status_code == 404
        assert Client().post(wrong).status_code == 404
    assert not Preference.objects.exists()
