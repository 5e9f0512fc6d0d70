"""Two hands at the messages of one person: neither stands in the way of the other for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from marshrut.automation.models import Notification
from marshrut.channels import commands
from marshrut.channels.commands import routing
from marshrut.channels.commands import sending as ends
from marshrut.channels.models import Delivery
from marshrut.channels.sending import ROBOT
from marshrut.channels.wire import WireTrouble
from marshrut.kernel import clock
from tests.support import wires
from tests.support.office import MovingClock, Office, build
from tests.support.wires import Line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Office]:
    settings.FILES = tmp_path
    browsers = Line("push", "Push", links=False, edits=False)
    with clock.running(MovingClock("2026-07-02 10:00")), wires.plugged(Line(), browsers):
        made = build()
        wires.connect(made, "telegram", "push")
        yield made


def both(*works: Callable[[], Any]) -> list[str]:
    errors: list[str] = []

    def run(work: Callable[[], Any]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - of a thread, told by the test
            errors.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return errors


def meeting() -> Callable[[], None]:
    """The two meet there, unless locks keep one of them away."""
    gate = threading.Barrier(2)

    def meet() -> None:
        try:
            gate.wait(2)
        except threading.BrokenBarrierError:
            return

    return meet


def test_one_browser_gets_it_and_the_other_does_not(company: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        Delivery.objects.create(
            notice=77, person_id=company.id("boris"), channel="push", address_id=address, state="sending",
            at=clock.now(), tries=1, group="decisions", number="ABCD",
        )
        for address in [wires.link(company, "boris", "push", f"b{n}") for n in range(2)]
    ]  # fmt: skip
    meet, well, ill = meeting(), ends._well, ends._ill
    monkeypatch.setattr(ends, "_well", lambda *given: (meet(), well(*given)))
    monkeypatch.setattr(ends, "_ill", lambda *given: (ill(*given), meet()))
    errors = both(
        lambda: commands.sent(ROBOT, delivery=rows[0].pk, outside="x"),
        lambda: commands.went_wrong(ROBOT, delivery=rows[1].pk, trouble=WireTrouble("broken")),
    )
    assert errors == []


def test_it_joins_what_comes_to_nothing(company: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    person, card = company.id("alisa"), company.request()
    wires.link(company, "alisa")
    told = [
        Notification.objects.create(
            dedup=f"x{n}", person_id=person, card_id=card, about="comment", title="t", text="t", at=clock.now()
        )
        for n in range(2)
    ]
    commands.route(ROBOT, notice=told[0].pk)
    first = Delivery.objects.get(notice=told[0].pk)
    assert commands.begin(ROBOT, delivery=first.pk)
    meet, join, fail = meeting(), routing._join, ends._fail
    monkeypatch.setattr(routing, "_join", lambda *given: (join(*given), meet()))
    monkeypatch.setattr(ends, "_fail", lambda *given, **more: (meet(), fail(*given, **more)))
    errors = both(
        lambda: commands.route(ROBOT, notice=told[1].pk),
        lambda: commands.went_wrong(ROBOT, delivery=first.pk, trouble=WireTrouble("blocked")),
    )
    assert errors == []
