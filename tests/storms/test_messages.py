"""People are told while the worker is killed, the messenger asks for patience and answers are cut off.

Whoever has to decide is told for certain, twice at most and then visibly so; news come once or say that nobody knows.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event
from time import monotonic
from urllib.parse import urlsplit

import pytest
from django.db import connection

from marshrut.channels.models import Delivery
from marshrut.history.verify import verify
from marshrut.jobs.models import Effect
from tests.support import crowd
from tests.support.crowd import Crowd
from tests.support.messengers import Messengers

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True)]
MANY, PATIENCE = 40, 180
OPEN = ("queued", "held", "sending", "retry")
REPEATED = "Повтор"


@pytest.fixture
def messengers() -> Iterator[Messengers]:
    with Messengers(limits=True) as made:
        yield made


@pytest.fixture
def gathered(transactional_db: None, messengers: Messengers, settings: object) -> Crowd:
    return crowd.gather(messengers, 2 * MANY)


@contextmanager
def worker(messengers: Messengers) -> Iterator[subprocess.Popen[bytes]]:
    """Another process at the same database; it is killed in the end, however it is left."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "DATABASE_URL": url, "MARSHRUT_EGRESS_ALLOW": messengers.place}
    command = [sys.executable, "-P", "-m", "marshrut.config.console", "worker"]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


def wait_until(true: Callable[[], bool], what: str) -> None:
    until, tick = monotonic() + PATIENCE, Event()
    while not true():
        assert monotonic() < until, what
        tick.wait(0.05)


def over() -> bool:
    waiting = Effect.objects.filter(kind__startswith="channel_route", state__in=("todo", "doing", "retry"))
    return not waiting.exists() and not Delivery.objects.filter(state__in=OPEN).exists()


def leases_end() -> None:
    """What a killed worker held is given to the next: half a minute later, or now."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_effect SET lease_until = clock_timestamp() WHERE state = 'doing'")


def sent(messengers: Messengers) -> int:
    return sum(one.status == 200 for one in messengers.telegram.asked("sendMessage"))


def enough(messengers: Messengers, many: int) -> bool:
    return sent(messengers) >= many or over()


def test_whatever_breaks_nobody_is_missed_and_repeats_are_visible(messengers: Messengers, gathered: Crowd) -> None:
    deciding, informed = gathered.people[:MANY], gathered.people[MANY:]
    gathered.tell(informed)
    gathered.tell(deciding, about="task_opened")
    telegram = messengers.telegram
    telegram.fault("limit", at=10, seconds=3, only="sendMessage")
    telegram.fault("cut", at=20, times=4, only="sendMessage")
    telegram.fault("reset", at=30, times=2, only="sendMessage")
    for kill in (15, 35, 55):
        with worker(messengers):
            wait_until(partial(enough, messengers, kill), "nothing is sent")
        leases_end()
    with worker(messengers):
        wait_until(over, f"{Delivery.objects.filter(state__in=OPEN).values('state', 'why')}")
    unsure = set(Delivery.objects.filter(why="unsure", state="failed").values_list("person_id", flat=True))
    for person in deciding:
        said = gathered.received(person)
        assert 1 <= len(said) <= 2, person
        # the first may be a second one, too: the worker was killed when nothing had left the house yet
        assert all(REPEATED in one for one in said[1:])
    for person in informed:
        said = gathered.received(person)
        assert len(said) == 1 or (said == [] and person in unsure), person
    assert not verify()


def test_patience_is_kept_for_as_long_as_it_is_asked_for(messengers: Messengers, gathered: Crowd) -> None:
    """429: nothing is sent to anybody until it is over, not by other hands either (D18)."""
    gathered.tell()
    messengers.telegram.fault("limit", at=12, seconds=4, only="sendMessage")
    with worker(messengers):
        wait_until(over, "the news did not leave")
    asked = messengers.telegram.asked("sendMessage")
    refused = next(one for one in asked if one.status == 429)
    #: those on their way at that moment are nobody's fault
    later = [one.at for one in asked if (one.at - refused.at).total_seconds() > 0.5]
    assert (min(later) - refused.at).total_seconds() >= 4
    assert sum(one.status == 429 for one in asked) <= 3
    assert [len(gathered.received(person)) for person in gathered.people] == [1] * len(gathered.people)
