"""Two doors and two workers at once: what is told is kept once, one asks for news."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from marshrut.channels import commands, polling
from marshrut.channels.models import Channel, Inbound
from marshrut.channels.wire import Update
from marshrut.jobs import effects
from marshrut.kernel import clock
from tests.support import wires
from tests.support.office import MovingClock, Office, build
from tests.support.wires import Line

pytestmark = pytest.mark.django_db(transaction=True)
NEWS = tuple(Update(f"u{n}", "words", "7", "7", text=str(n)) for n in range(20))


@pytest.fixture
def connected(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Office]:
    settings.FILES = tmp_path
    with clock.running(MovingClock("2026-07-02 10:00")), wires.plugged(Line(hears="both")):
        office = build()
        wires.connect(office, "telegram")
        yield office


def together(*works: Callable[[], Any]) -> list[Any]:
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(n: int, work: Callable[[], Any]) -> None:
        gate.wait()
        try:
            found[n] = work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_the_same_news_at_once_are_kept_once(connected: None) -> None:
    told = together(*[lambda: commands.hear(polling.ACTOR, channel="telegram", updates=NEWS)] * 4)
    assert Inbound.objects.count() == len(NEWS)
    assert sum(told) == len(effects.take("channels-heard")) == len(NEWS)


def test_in_another_order_they_do_not_wait_for_each_other_for_ever(connected: None) -> None:
    orders = [NEWS, NEWS[::-1]] * 2
    works = [lambda some=some: commands.hear(polling.ACTOR, channel="telegram", updates=some) for some in orders]
    assert sum(together(*works)) == len(NEWS)


def test_one_of_many_workers_asks(connected: None) -> None:
    found = together(*[lambda: commands.take_poll(polling.ACTOR, channel="telegram", seconds=60)] * 4)
    assert sum(one is not None for one in found) == 1
    assert Channel.objects.get().poll_epoch == 1


def test_a_new_bot_does_not_begin_where_the_old_one_was(connected: Office) -> None:
    """Its token is typed while the old bot is being asked, as it nearly always is."""
    taken = commands.take_poll(polling.ACTOR, channel="telegram", seconds=60)
    assert taken is not None
    before = Channel.objects.get()
    commands.set_channel(connected.actor("admin"), channel="telegram", secrets={"token": "another"})
    kept = commands.record_poll(
        polling.ACTOR, channel="telegram", epoch=taken["epoch"], updates=NEWS, marker="987654321"
    )
    row = Channel.objects.get()
    assert not kept
    assert (row.marker, row.poll_until) == ("", None)
    assert row.poll_epoch > before.poll_epoch
    assert not Inbound.objects.exists()
