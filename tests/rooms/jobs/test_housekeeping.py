"""Periodic duties: one leader, no duty spoils another, old rows go, what is wrong is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection

from marshrut.jobs import effects, housekeeping, reconcile, registry
from marshrut.jobs.models import Effect, Timer, Worker
from marshrut.jobs.registry import Permanent
from marshrut.jobs.worker import drain
from marshrut.kernel import clock
from marshrut.kernel.sql import prepared

from .conftest import MONDAY
from .rows import arm, enqueue, expire_leases, recorder, settle, timer, timers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_leader_stays() -> Iterator[None]:
    """The lock outlives the transaction of a test: it belongs to the session."""
    yield
    prepared("SELECT pg_advisory_unlock_all()")


def elsewhere(act: Callable[[], None]) -> None:
    """Run on another database session."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def test_a_failing_duty_spoils_no_other(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def broken() -> None:
        raise ZeroDivisionError

    registry.on_housekeeping("broken", 60)(broken)
    registry.on_housekeeping("sound", 60)(lambda: done.append("sound"))
    leader = housekeeping.Leader()
    assert 0 < leader.turn() <= housekeeping.WAIT
    assert done == ["sound"]
    assert "the duty broken failed" in caplog.text


def test_a_duty_waits_its_time() -> None:
    done: list[str] = []
    registry.on_housekeeping("often", 0)(lambda: done.append("often"))
    registry.on_housekeeping("seldom", 3600)(lambda: done.append("seldom"))
    leader = housekeeping.Leader()
    leader.turn()
    leader.turn()
    assert done == ["often", "seldom", "often"]


@pytest.mark.django_db(transaction=True)
def test_one_worker_leads_and_another_follows_when_it_is_gone() -> None:
    done: list[str] = []
    registry.on_housekeeping("sweep", 0)(lambda: done.append("here"))
    leading, go = Event(), Event()

    def first() -> None:
        housekeeping.Leader().turn()
        leading.set()
        go.wait(20)
        connection.close()

    thread = Thread(target=first)
    thread.start()
    assert leading.wait(20)
    second = housekeeping.Leader()
    assert second.turn() == housekeeping.WAIT
    assert done == ["here"]
    go.set()
    thread.join(20)
    while not second.leads():
        pass
    second.turn()
    assert done == ["here", "here"]
    elsewhere(lambda: done.append(str(housekeeping.Leader().leads())))
    assert done[-1] == "False"
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_leader_that_lost_its_session_leads_no_more() -> None:
    leader, taken = housekeeping.Leader(), Event()
    assert leader.leads()
    connection.close()
    release = Event()

    def other() -> None:
        while not housekeeping.Leader().leads():
            pass
        taken.set()
        release.wait(20)
        connection.close()

    thread = Thread(target=other)
    thread.start()
    assert taken.wait(20)
    assert not leader.leads()
    release.set()
    thread.join(20)


def test_the_room_registers_its_own_duties() -> None:
    reconcile.register()
    assert set(registry.duties) == {"jobs.release_expired", "jobs.report", "jobs.prune"}
    housekeeping.Leader().turn()


def test_old_finished_rows_go_and_everything_else_stays() -> None:
    recorder()
    enqueue("old", "young")
    drain()
    enqueue("waiting")
    prepared("UPDATE jobs_effect SET ended_at = ended_at - interval '181 days' WHERE dedup = 'old'")
    arm(timer(MONDAY, 1), timer(MONDAY, 2), timer(MONDAY, 3, key="forgotten"))
    one, two, _three = Timer.objects.order_by("id").values_list("id", flat=True)
    settle(one)
    settle(two, state="stale")
    assert reconcile.prune() == 1
    with clock.running(lambda: MONDAY + timedelta(days=181)):
        assert reconcile.prune() == 2
    assert list(Effect.objects.order_by("id").values_list("dedup", flat=True)) == ["young", "waiting"]
    assert timers() == [(3, "forgotten", "armed")]


def test_rows_of_workers_long_gone_are_removed() -> None:
    prepared(
        "INSERT INTO jobs_worker (host, pid, started_at, seen_at, stuck)"
        " VALUES ('a', 1, now(), now() - interval '2 days', ''), ('b', 1, now(), now(), '')"
    )
    reconcile.prune()
    assert [worker.host for worker in Worker.objects.all()] == ["b"]


def test_a_healthy_installation_has_no_findings() -> None:
    recorder()
    enqueue("a", "b")
    drain()
    arm(timer(MONDAY + timedelta(days=1)))
    assert reconcile.findings() == []


def test_what_is_wrong_is_found_and_said(caplog: pytest.LogCaptureFixture) -> None:
    def refusing(payload: object, effect: object) -> None:
        raise Permanent("no such address")

    registry.on_effect("refused")(refusing)
    recorder("letter", unknown="ask")
    recorder("notify")
    enqueue("dead", kind="refused")
    drain()
    enqueue("doubtful", kind="letter")
    effects.take("main")
    expire_leases()
    reconcile.release_expired()
    prepared("UPDATE jobs_effect SET run_at = run_at - interval '1 hour' WHERE state = 'ambiguous'")
    enqueue("lost")
    effects.take("main")
    expire_leases()
    arm(timer(MONDAY - timedelta(minutes=16)), timer(MONDAY - timedelta(minutes=14), 18), timer(MONDAY, 19))
    prepared("UPDATE jobs_timer SET state = 'dead' WHERE subject = 19")
    assert [(finding.what, finding.count) for finding in reconcile.findings()] == [
        ("ambiguous_effects", 1),
        ("dead_effects", 1),
        ("dead_timers", 1),
        ("expired_leases", 1),
        ("overdue_timers", 1),
    ]
    reconcile.report()
    assert "overdue_timers" in caplog.text
    assert str(Timer.objects.get(subject=17).id) in str(reconcile.findings()[-1])
