"""The head decides in MAX from the first link on: over the wire, the hook and the worker, as it is in production."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from marshrut.cards.models import Task
from marshrut.channels import commands, knocking
from marshrut.channels.linking import commands as linking
from marshrut.channels.models import Address, Delivery, Inbound
from marshrut.channels.wire import Pace
from marshrut.integrations.max import names
from marshrut.integrations.max.messenger import Max
from marshrut.kernel import clock
from tests.support import wires
from tests.support.messengers import Messenger, Messengers
from tests.support.office import MovingClock, Office, build, drain

BORIS = "Борис Петров"


@pytest.fixture
def now(settings: Settings, tmp_path: Path) -> Iterator[MovingClock]:
    settings.FILES, settings.PUBLIC_ADDRESS = tmp_path / "files", "https://docs.company.ru"
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture
def there(settings: Settings, now: MovingClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Messenger]:
    """Its limits are not kept: the buckets fill by the clock of the database, which does not move here."""
    names.forget()
    monkeypatch.setattr(Max, "pace", Pace(10_000.0))
    with Messengers() as both, wires.plugged(Max()):
        settings.EGRESS_ALLOW = frozenset({both.place})
        yield both.max


@pytest.fixture
def office(db: None, there: Messenger) -> Office:
    made = build()
    about: Any = {"settings": {"address": there.url, "hook": True}, "secrets": {"token": there.token}}
    commands.set_channel(made.actor("admin"), channel="max", **about)
    assert knocking.listen("max")
    return made


def settle(there: Messenger, now: MovingClock) -> None:
    """MAX tells what people did, and the worker does what is to be done."""
    stranger = Client(enforce_csrf_checks=True)

    def post(where: str, body: bytes, headers: object) -> int:
        told = {name: value for name, value in dict(headers).items() if name != "Content-Type"}  # type: ignore[call-overload]
        return stranger.post(urlsplit(where).path, body, content_type="application/json", headers=told).status_code

    there.deliver(post)
    drain(now.at)


def linked(office: Office, there: Messenger, now: MovingClock) -> None:
    address = linking.begin_link(office.actor("boris"), channel="max")["address"]
    assert address.startswith("https://max.ru/marshrut_demo_max_bot?start=")
    there.start(BORIS, parse_qs(urlsplit(address).query)["start"][0])
    settle(there, now)
    there.press(BORIS, there.last(BORIS), "Это я")
    settle(there, now)
    linking.confirm_link(office.actor("boris"), address=Address.objects.get(channel="max", state="on").pk)


def task(card: int) -> Task:
    return Task.objects.system("test").filter(card_id=card, key="approve").latest("pk")


def test_linked_told_decided(office: Office, there: Messenger, now: MovingClock) -> None:
    linked(office, there, now)
    card = office.request()
    drain(now.at)
    said = there.last(BORIS)
    assert Delivery.objects.filter(channel="max", state="sent").count() == 1
    assert "Согласовать" in said.buttons
    pressed = there.press(BORIS, said, "Согласовать")
    settle(there, now)
    assert task(card).state == "done"
    assert pressed.popups
    (shown,) = [one for one in there.messages(BORIS) if one.number == said.number]
    assert "Согласовать" not in shown.buttons
    assert shown.edited


def test_a_reason_is_asked_and_given_in_words(office: Office, there: Messenger, now: MovingClock) -> None:
    linked(office, there, now)
    card = office.request()
    drain(now.at)
    there.press(BORIS, there.last(BORIS), "Отклонить")
    settle(there, now)
    assert task(card).state == "open"
    there.say(BORIS, "Слишком дорого, пересмотрите")
    settle(there, now)
    assert task(card).state == "done"


def test_another_person_presses_a_forwarded_button(office: Office, there: Messenger, now: MovingClock) -> None:
    linked(office, there, now)
    card = office.request()
    drain(now.at)
    there.press("Виктор Чужой", there.last(BORIS), "Согласовать")
    settle(there, now)
    assert task(card).state == "open"
    assert Inbound.objects.filter(state="refused").exists()


def test_whoever_stops_the_bot_is_told_elsewhere(office: Office, there: Messenger, now: MovingClock) -> None:
    linked(office, there, now)
    there.block(BORIS)
    settle(there, now)
    office.request()
    drain(now.at)
    assert not Delivery.objects.filter(channel="max", state="sent").exists()
