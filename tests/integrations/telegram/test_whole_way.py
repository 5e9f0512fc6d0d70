"""The head decides in Telegram: from the link to the last word, over the wire and the worker, called or asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from marshrut.cards.models import Task
from marshrut.channels import commands, knocking, polling
from marshrut.channels.linking import commands as linking
from marshrut.channels.models import Address, Delivery, Inbound
from marshrut.channels.wire import Pace
from marshrut.integrations.telegram.telegram import Telegram
from marshrut.jobs import effects
from marshrut.kernel import clock
from tests.support import wires
from tests.support.messengers import Message, Messenger, Messengers
from tests.support.office import MovingClock, Office, build, drain

BORIS = "Борис Громов"


@dataclass
class Phone:
    """Of Борис. `settle`: Telegram tells what people did, and the worker does what is to be done."""

    office: Office
    there: Messenger
    settle: Callable[[], None]

    @property
    def chat(self) -> list[Message]:
        return self.there.messages(BORIS)

    @property
    def last(self) -> Message:
        return self.there.last(BORIS)

    def request(self) -> int:
        card = self.office.request()
        drain(clock.now())
        return card

    def press(self, button: str, message: Message | None = None) -> str:
        """What is shown for a moment."""
        pressed = self.there.press(BORIS, message or self.last, button)
        self.settle()
        return pressed.popups[-1].text if pressed.popups else ""

    def say(self, text: str, reply_to: Message | None = None) -> None:
        self.there.say(BORIS, text, reply_to=reply_to)
        self.settle()


@pytest.fixture
def now(settings: Settings, tmp_path: Path) -> Iterator[MovingClock]:
    settings.FILES, settings.PUBLIC_ADDRESS = tmp_path / "files", "https://docs.company.ru"
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture(params=["called", "asking"])
def phone(
    request: pytest.FixtureRequest, db: None, now: MovingClock, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Phone]:
    """Limits are not kept: buckets fill by the clock of the database, which does not move here."""
    monkeypatch.setattr(Telegram, "pace", Pace(10_000.0))
    with Messengers() as both, wires.plugged(Telegram()):
        settings.EGRESS_ALLOW = frozenset({both.place})
        office, there, hook = build(), both.telegram, request.param == "called"
        about: Any = {"settings": {"address": there.url, "hook": hook}, "secrets": {"token": there.token}}
        commands.set_channel(office.actor("admin"), channel="telegram", **about)
        assert knocking.listen("telegram")
        phone = Phone(office, there, _called(there, now) if hook else _asking(now))
        link(phone)
        yield phone


def _called(there: Messenger, now: MovingClock) -> Callable[[], None]:
    stranger = Client(enforce_csrf_checks=True)

    def post(where: str, body: bytes, headers: Mapping[str, str]) -> int:
        told = {name: value for name, value in headers.items() if name != "Content-Type"}
        return stranger.post(urlsplit(where).path, body, content_type="application/json", headers=told).status_code

    def settle() -> None:
        there.deliver(post)
        drain(now.at)

    return settle


def _asking(now: MovingClock) -> Callable[[], None]:
    def settle() -> None:
        polling.poll("telegram", wait=0)
        drain(now.at)

    return settle


def link(phone: Phone) -> None:
    address = linking.begin_link(phone.office.actor("boris"), channel="telegram")["address"]
    assert address.startswith("https://t.me/marshrut_demo_bot?start=")
    phone.there.start(BORIS, parse_qs(urlsplit(address).query)["start"][0])
    phone.settle()
    phone.press("Это я")
    linking.confirm_link(phone.office.actor("boris"), address=Address.objects.get(channel="telegram", state="on").pk)
    assert Address.objects.filter(channel="telegram", state="on").count() == 1


def task(card: int) -> Task:
    return Task.objects.system("test").filter(card_id=card, key="approve").latest("pk")


def test_he_approves_and_the_message_says_so(phone: Phone) -> None:
    card = phone.request()
    asked = phone.last
    assert "№ " in asked.text
    shown = phone.press("Согласовать")
    assert (task(card).state, task(card).decided_by_id) == ("done", phone.office.id("boris"))
    assert "вы" in shown
    assert asked.edited
    assert "Согласовать" not in asked.buttons
    again = phone.press("Согласовать", asked)  # on an old screen
    assert again
    assert Inbound.objects.filter(state="refused").count() == 1


def test_he_says_why_not(phone: Phone) -> None:
    card = phone.request()
    phone.press("Отклонить")
    assert (task(card).state, phone.last.asks is not None) == ("open", True)
    phone.say("Нет второго предложения", reply_to=phone.last)
    assert (task(card).state, task(card).reason) == ("done", "Нет второго предложения")


def test_another_person_presses_what_was_shown_to_him(phone: Phone) -> None:
    card = phone.request()
    pressed = phone.there.press("Виктор Чужой", phone.last, "Согласовать")
    phone.settle()
    assert task(card).state == "open"
    assert pressed.popups
    assert Inbound.objects.get(state="refused").said["sender"] == str(pressed.user.id)


def test_nobody_knows_whether_it_arrived(phone: Phone, now: MovingClock) -> None:
    """It did, and the answer was lost: once more with the same number, and then never again."""
    before = len(phone.chat)
    phone.there.fault("cut", only="sendMessage")
    card = phone.request()
    for _again in range(3):
        effects.hurry()
        drain(now.at)
    first, second = phone.chat[before:]
    number = Delivery.objects.get(card_id=card, channel="telegram", about="task_opened").number
    assert number in first.text
    assert number in second.text
    phone.press("Согласовать", first)
    assert task(card).state == "done"


def test_a_bot_that_was_shut_out_writes_no_more(phone: Phone) -> None:
    before = len(phone.chat)
    phone.there.block(BORIS)
    phone.request()
    assert len(phone.chat) == before
    assert Address.objects.get(channel="telegram").state == "blocked"
