"""The whole way before the training messengers: linked, asked, rejected with a reason; approved without the portal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from marshrut.cards.models import Task
from marshrut.channels import commands, queries, wire
from marshrut.channels.linking.commands import begin_link, confirm_link
from marshrut.channels.models import Address
from marshrut.channels.wire import Pace
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support.messengers import Messenger, Messengers
from tests.support.office import MovingClock, Office, build, drain

ROBOT = Actor.robot("test")


class Talk:
    """News are fetched, settled, and answered before a step returns."""

    def __init__(self, code: str, messenger: Messenger, office: Office) -> None:
        self.code, self.messenger, self.office, self.marker = code, messenger, office, ""

    def settle(self) -> None:
        account, found = queries.account(self.code), wire.wire(self.code)
        assert account is not None
        assert found is not None
        updates, self.marker = found.poll(account, self.marker, 0)
        commands.hear(ROBOT, channel=self.code, updates=updates)
        drain(clock.now())

    def press(self, button: str) -> None:
        shown = next(one for one in reversed(self.messenger.messages("Борис")) if button in one.buttons)
        self.messenger.press("Борис", shown, button)
        self.settle()

    def say(self, words: str) -> None:
        self.messenger.say("Борис", words)
        self.settle()


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture(params=["telegram", "max"])
def talk(
    request: Any, db: None, now: MovingClock, settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Talk]:
    """Limits are not kept: the buckets fill by the clock of the database, which does not move here."""
    settings.FILES, settings.PUBLIC_ADDRESS = tmp_path / "files", "https://docs.company.ru"
    code = request.param
    monkeypatch.setattr(type(wire.wire(code)), "pace", Pace(10_000.0))
    with Messengers(now=now) as both:
        settings.EGRESS_ALLOW = frozenset({both.place})
        there: Messenger = getattr(both, code)
        office = build()
        given = {"address": there.url, "bot": there.bot}
        form = {one.key for one in wire.wire(code).form}  # type: ignore[union-attr]
        chosen = {key: value for key, value in given.items() if key in form}
        commands.set_channel(office.actor("admin"), channel=code, settings=chosen, secrets={"token": there.token})
        yield Talk(code, there, office)


def link(talk: Talk) -> None:
    address = begin_link(talk.office.actor("boris"), channel=talk.code)["address"]
    talk.messenger.start("Борис", address.rpartition("=")[2])
    talk.settle()
    talk.press("Это я")
    confirm_link(talk.office.actor("boris"), address=Address.objects.get(channel=talk.code, state="on").pk)
    assert Address.objects.get(channel=talk.code, state="on").person_id == talk.office.id("boris")


def test_the_head_decides_from_the_phone(talk: Talk) -> None:
    link(talk)
    first, second = talk.office.request(), talk.office.request()
    drain(clock.now())
    talk.press("Отклонить")
    talk.say("Нет второго предложения")
    done = Task.objects.system("test").get(key="approve", state="done")
    assert (done.outcome, done.reason, done.decided_by_id) == (
        "rejected", "Нет второго предложения", talk.office.id("boris"),
    )  # fmt: skip
    talk.press("Согласовать")
    ends = Task.objects.system("test").filter(key="approve").values_list("outcome", flat=True)
    assert sorted(ends) == ["approved", "rejected"]
    assert {first, second} == set(Task.objects.system("test").filter(key="approve").values_list("card_id", flat=True))
