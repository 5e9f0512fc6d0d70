"""Timers: in due order, once, whatever the clock and the handler do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from marshrut.jobs import registry
from marshrut.jobs import timers as room
from marshrut.jobs.models import Timer
from marshrut.jobs.registry import DueTimer
from marshrut.jobs.worker import drain, play
from marshrut.kernel import clock

from .conftest import MONDAY
from .rows import arm, enqueue, expire_leases, recorder, settle, settle_due, timer, timers

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def firing() -> list[tuple[int, str, datetime]]:
    """Register a handler that settles and notes what fired, and when by the clock."""
    fired: list[tuple[int, str, datetime]] = []

    def handler(due: DueTimer) -> None:
        settle_due(due)
        fired.append((due.subject, due.key, clock.now()))

    registry.on_timer(handler)
    return fired


def settle_all(group: list[DueTimer]) -> None:
    assert settle(*(due.id for due in group)) == len(group)


def test_due_timers_fire_in_due_order_and_once() -> None:
    fired = firing()
    arm(timer(MONDAY - HOUR, 3), timer(MONDAY, 1), timer(MONDAY - 2 * HOUR, 2), timer(MONDAY + HOUR, 4))
    assert drain().timers == 3
    assert [subject for subject, _key, _at in fired] == [2, 3, 1]
    assert drain().timers == 0
    assert timers()[3] == (4, "remind", "armed")


def test_the_handler_is_given_what_was_armed() -> None:
    seen: list[DueTimer] = []

    def handler(due: DueTimer) -> None:
        seen.append(due)
        settle_due(due)

    registry.on_timer(handler)
    arm(timer(MONDAY, task=5, ordinal=2, payload={"rule": "remind"}))
    drain()
    [due] = seen
    assert (due.subject, due.visit, due.task, due.key, due.ordinal) == (17, 1, 5, "remind", 2)
    assert (due.due_at, due.payload, due.attempts) == (MONDAY, {"rule": "remind"}, 1)


def test_a_timer_armed_by_another_fires_in_its_place() -> None:
    fired: list[int] = []

    def handler(due: DueTimer) -> None:
        settle_due(due)
        fired.append(due.subject)
        if due.subject == 1:
            arm(timer(MONDAY - HOUR, 9))

    registry.on_timer(handler)
    arm(timer(MONDAY - 2 * HOUR, 1), timer(MONDAY, 2))
    drain()
    assert fired == [1, 9, 2]


def test_a_timer_may_move_itself_instead_of_firing() -> None:
    def handler(due: DueTimer) -> None:
        arm(timer(due.due_at + HOUR))

    registry.on_timer(handler)
    arm(timer(MONDAY))
    assert drain().timers == 1
    moved = Timer.objects.get()
    assert (moved.due_at, moved.attempts, moved.lease_until) == (MONDAY + HOUR, 0, None)


def test_timers_come_before_effects_and_their_effects_after() -> None:
    done = recorder()

    def handler(due: DueTimer) -> None:
        settle_due(due)
        enqueue("from the timer")

    registry.on_timer(handler)
    enqueue("before")
    arm(timer(MONDAY))
    drain()
    assert done == ["before", "from the timer"]


def test_a_clock_that_goes_back_makes_timers_wait_and_none_fires_twice() -> None:
    fired = firing()
    arm(timer(MONDAY, 1), timer(MONDAY + HOUR, 2))
    drain(MONDAY)
    drain(MONDAY - 3 * HOUR)
    assert [subject for subject, _key, _at in fired] == [1]
    arm(timer(MONDAY - HOUR, 3))
    drain(MONDAY - 3 * HOUR)
    assert len(fired) == 1
    drain(MONDAY + HOUR)
    assert [subject for subject, _key, _at in fired] == [1, 3, 2]


def test_a_clock_that_jumps_forward_fires_everything_passed_in_order() -> None:
    fired = firing()
    arm(*(timer(MONDAY + hours * HOUR, hours) for hours in (5, 1, 3)))
    drain(MONDAY + 48 * HOUR)
    assert [subject for subject, _key, _at in fired] == [1, 3, 5]


def test_playing_a_stretch_of_time_fires_each_timer_at_its_own_moment() -> None:
    fired = firing()
    arm(*(timer(MONDAY + hours * HOUR, hours) for hours in (5, 1, 3, 9)))
    assert play(MONDAY + 6 * HOUR).timers == 3
    assert [(subject, at) for subject, _key, at in fired] == [(hours, MONDAY + hours * HOUR) for hours in (1, 3, 5)]


def test_a_timer_that_fails_is_put_off_and_lets_the_others_pass(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []

    def handler(due: DueTimer) -> None:
        if due.subject == 1:
            tries.append(due.attempts)
            raise ZeroDivisionError("a bug")
        settle_due(due)

    registry.on_timer(handler)
    arm(timer(MONDAY - HOUR, 1), timer(MONDAY, 2))
    drain(strict=False)
    assert timers() == [(1, "remind", "armed"), (2, "remind", "fired")]
    assert Timer.objects.get(subject=1).last_error == "ZeroDivisionError: a bug"
    assert room.due_again(MONDAY) == []
    for _ in range(30):
        expire_leases()
        room.fire(room.due_again(MONDAY))
    assert tries == list(range(1, room.MAX_ATTEMPTS + 1))
    assert timers()[0] == (1, "remind", "dead")
    assert "a bug" in caplog.text


def test_a_strict_drain_raises_what_the_handler_raised() -> None:
    def handler(due: DueTimer) -> None:
        raise ZeroDivisionError

    registry.on_timer(handler)
    arm(timer(MONDAY, 1), timer(MONDAY, 2))
    with pytest.raises(ZeroDivisionError):
        drain(batch=10)
    assert Timer.objects.get(subject=2).lease_until is None


def test_a_handler_that_forgets_to_settle_does_not_spin() -> None:
    registry.on_timer(lambda due: None)
    arm(timer(MONDAY))
    assert drain(strict=False).timers == 1
    assert "neither settled nor moved" in Timer.objects.get().last_error
    expire_leases()
    again = room.due_again(MONDAY)
    with pytest.raises(RuntimeError, match="neither settled nor moved"):
        room.fire(again, strict=True)


def test_without_a_handler_timers_wait() -> None:
    arm(timer(MONDAY))
    assert drain().timers == 0
    assert Timer.objects.get().lease_until is None


def test_a_timer_whose_worker_died_is_taken_alone_after_its_lease() -> None:
    arm(*(timer(MONDAY, subject) for subject in (1, 2, 3)))
    assert len(room.due(MONDAY)) == 3
    assert room.due(MONDAY) == []
    assert room.due_again(MONDAY) == []
    expire_leases()
    assert room.due(MONDAY) == []
    assert [(due.subject, due.attempts) for due in room.due_again(MONDAY)] == [(1, 2)]
    assert [due.subject for due in room.due_again(MONDAY)] == [2]


def test_a_cancelled_or_settled_timer_of_a_leased_batch_is_not_armed_again() -> None:
    arm(timer(MONDAY, 1), timer(MONDAY, 2))
    first, second = room.due(MONDAY)
    assert settle(second.id, state="stale") == 1

    def handler(due: DueTimer) -> None:
        assert settle(due.id) == (1 if due.id == first.id else 0)

    registry.on_timer(handler)
    assert room.fire([first, second]) == 2
    assert [state for _subject, _key, state in timers()] == ["fired", "stale"]


def test_what_a_stopping_worker_has_not_begun_goes_back_untouched() -> None:
    fired = firing()
    arm(*(timer(MONDAY, subject) for subject in (1, 2, 3)))
    assert room.fire(room.due(MONDAY), stopped=lambda: len(fired) == 1) == 1
    assert [(due.subject, due.attempts) for due in room.due(MONDAY)] == [(2, 1), (3, 1)]


def test_timers_of_different_subjects_fire_together_and_of_one_subject_in_turn() -> None:
    groups: list[list[int]] = []

    def together(group: list[DueTimer]) -> None:
        groups.append([due.subject for due in group])
        settle_all(group)

    registry.on_timer(lambda due: together([due]))
    registry.on_timers(together)
    arm(*(timer(MONDAY, subject, ordinal=ordinal) for ordinal in (1, 2, 3) for subject in (1, 2, 3)[: 4 - ordinal]))
    assert drain(batch=100).timers == 6
    assert groups == [[1, 2, 3], [1, 2], [1]]
    assert {state for _subject, _key, state in timers()} == {"fired"}


def test_a_group_that_fails_fires_one_by_one_without_the_bad_one(caplog: pytest.LogCaptureFixture) -> None:
    def alone(due: DueTimer) -> None:
        if due.subject == 2:
            raise ZeroDivisionError
        settle_due(due)

    def together(group: list[DueTimer]) -> None:
        with transaction.atomic():
            for due in group:
                alone(due)

    registry.on_timer(alone)
    registry.on_timers(together)
    arm(*(timer(MONDAY, subject) for subject in (1, 2, 3)))
    drain(batch=100, strict=False)
    assert [state for _subject, _key, state in timers()] == ["fired", "armed", "fired"]
    assert "one by one" in caplog.text


def test_ten_thousand_due_timers_are_drained_in_groups() -> None:
    registry.on_timer(settle_due)
    registry.on_timers(settle_all)
    arm(*(timer(MONDAY, subject) for subject in range(10_000)))
    assert drain(batch=500).timers == 10_000
    assert {state for _subject, _key, state in timers()} == {"fired"}


def test_the_next_due_timer_is_known() -> None:
    assert room.next_due() is None
    arm(timer(MONDAY + HOUR, 1), timer(MONDAY + 2 * HOUR, 2))
    assert room.next_due() == MONDAY + HOUR
    room.due(MONDAY + HOUR)
    assert room.next_due() == MONDAY + 2 * HOUR


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_timers_due_at_one_moment_are_fired_once_each_by_racing_workers() -> None:
    arm(*(timer(MONDAY, subject) for subject in range(10_000)))
    fired: list[int] = []
    barrier = Barrier(4)

    def handler(due: DueTimer) -> None:
        fired.append(due.subject)

    registry.on_timer(handler)

    def work(_worker: int) -> int:
        try:
            barrier.wait()
            count = 0
            while batch := room.due(MONDAY, 500):
                assert settle(*(due.id for due in batch)) == len(batch)
                count += room.fire(batch)
            return count
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 10_000
    assert sorted(fired) == list(range(10_000))
    assert {state for _subject, _key, state in timers()} == {"fired"}
