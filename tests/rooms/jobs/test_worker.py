"""The running worker: threads, a lost database, a stuck lane, stopping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from django.db import connection

from marshrut.jobs import effects, queries, registry, worker
from marshrut.jobs.loops import Loop, keep_alive
from marshrut.jobs.models import Worker
from marshrut.jobs.registry import DueTimer, TakenEffect
from marshrut.kernel import clock
from marshrut.kernel.sql import prepared

from .conftest import MONDAY
from .rows import arm, enqueue, recorder, settle_due, states, timer

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20
HOUR = timedelta(hours=1)


@contextmanager
def working(workers: int = 1) -> Iterator[None]:
    stop = Event()
    threads = [Thread(target=worker.run, args=(stop,)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


def wait_until(true: Callable[[], bool]) -> None:
    """Until it is true, or the test fails; waits without sleeping through more than it must."""
    until, tick = monotonic() + PATIENCE, Event()
    while not true():
        assert monotonic() < until, "it did not happen"
        tick.wait(0.02)


def all_done() -> bool:
    return set(states().values()) == {"done"}


def test_a_worker_fires_timers_performs_effects_and_says_it_lives() -> None:
    done = recorder()

    def handler(due: DueTimer) -> None:
        settle_due(due)
        enqueue("from the timer")

    registry.on_timer(handler)
    assert queries.health()["ok"] is False
    arm(timer(MONDAY))
    enqueue("a")
    with working():
        wait_until(lambda: states() == {"a": "done", "from the timer": "done"})
        wait_until(lambda: bool(queries.health()["ok"]))
        assert queries.health()["workers"] == 1
    assert sorted(done) == ["a", "from the timer"]
    assert Worker.objects.count() == 0


def test_a_worker_follows_a_business_clock_that_somebody_moves() -> None:
    fired: list[int] = []

    def handler(due: DueTimer) -> None:
        settle_due(due)
        fired.append(due.subject)

    registry.on_timer(handler)
    at: list[datetime] = [MONDAY]
    arm(timer(MONDAY + HOUR, 1), timer(MONDAY + 100 * HOUR, 2))
    with clock.running(lambda: at[0]), working():
        at[0] = MONDAY + 2 * HOUR
        wait_until(lambda: fired == [1])
        at[0] = MONDAY - 5 * HOUR
        arm(timer(MONDAY - 6 * HOUR, 3))
        wait_until(lambda: fired == [1, 3])
        at[0] = MONDAY + 200 * HOUR
        wait_until(lambda: fired == [1, 3, 2])


def test_two_workers_never_do_the_same_effect() -> None:
    done = recorder()
    enqueue(*(f"{number:03}" for number in range(200)))
    with working(2):
        wait_until(all_done)
    assert sorted(done) == [f"{number:03}" for number in range(200)]


def test_a_stuck_lane_delays_no_other() -> None:
    begun, release = Event(), Event()

    def stuck(payload: dict[str, Any], effect: TakenEffect) -> None:
        begun.set()
        release.wait(PATIENCE)

    registry.on_effect("letter", lane="mail")(stuck)
    recorder("notify", lane="main")
    enqueue("slow", kind="letter")
    with working():
        assert begun.wait(PATIENCE)
        enqueue("quick")
        wait_until(lambda: states()["quick"] == "done")
        assert states()["slow"] == "doing"
        release.set()
        wait_until(all_done)


def test_a_lost_database_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    done = recorder()
    enqueue("before")
    with working():
        wait_until(all_done)
        prepared(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        enqueue("after")
        wait_until(all_done)
        wait_until(lambda: queries.health()["workers"] == 1)
    assert done == ["before", "after"]


def test_a_stopping_worker_ends_what_it_began_and_leaves_the_rest() -> None:
    begun, release = Event(), Event()

    def slow(payload: dict[str, Any], effect: TakenEffect) -> None:
        begun.set()
        release.wait(PATIENCE)

    registry.on_effect("notify")(slow)
    enqueue("a", "b")
    stop = Event()
    thread = Thread(target=worker.run, args=(stop,))
    thread.start()
    assert begun.wait(PATIENCE)
    stop.set()
    release.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert states() == {"a": "done", "b": "todo"}


def test_a_handler_that_breaks_its_connection_stops_nothing() -> None:
    def breaking(payload: dict[str, Any], effect: TakenEffect) -> None:
        if effect.attempts == 1:
            connection.close()
            raise ConnectionError

    registry.on_effect("notify")(breaking)
    enqueue("a")
    with working():
        wait_until(lambda: states() == {"a": "retry"})
        effects.hurry()
        wait_until(all_done)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_loop_that_died_is_started_anew() -> None:
    turns: list[int] = []
    stop, turned = Event(), Event()

    def turn() -> float:
        turns.append(1)
        if len(turns) == 1:
            raise KeyboardInterrupt
        turned.set()
        return 1

    loop = Loop("fragile", turn, 60)
    keep_alive(loop, stop)
    assert loop.thread
    loop.thread.join(PATIENCE)
    keep_alive(loop, stop)
    assert turned.wait(PATIENCE)
    stop.set()
    loop.thread.join(PATIENCE)


def test_a_loop_that_stands_still_makes_the_worker_unwell() -> None:
    row = worker._heartbeat(None, [Loop("mail", lambda: 0, 60)])
    assert queries.health()["ok"] is True
    stuck = Loop("mail", lambda: 0, 60, turned=monotonic() - 61)
    assert worker._heartbeat(row, [stuck, Loop("main", lambda: 0, 60)]) == row
    health = queries.health()
    assert (health["ok"], health["stuck"]) == (False, "mail")


def test_a_worker_whose_row_was_pruned_signs_on_again() -> None:
    row = worker._heartbeat(None, [])
    Worker.objects.all().delete()
    assert worker._heartbeat(row, []) != row
    assert queries.health()["workers"] == 1


def test_many_hands_do_a_lane_at_the_same_time() -> None:
    """What waits for an answer of the outside does not hold up the rest of its lane."""
    begun, release = Event(), Event()

    def slow(payload: dict[str, Any], effect: TakenEffect) -> None:
        if effect.dedup == "a":
            begun.set()
            assert release.wait(PATIENCE)

    registry.on_effect("notify", hands=2)(slow)
    enqueue("a")
    with working():
        assert begun.wait(PATIENCE)
        enqueue("b")
        wait_until(lambda: states() == {"a": "doing", "b": "done"})
        release.set()
        wait_until(all_done)
