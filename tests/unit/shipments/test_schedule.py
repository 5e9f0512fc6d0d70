"""When a carrier is asked next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.shipments.rules.schedule import LONGEST_REST, Pace, calls, next_poll, rest, too_long
from marshrut.shipments.rules.statuses import STATUSES

START = datetime(2026, 11, 5, 7, tzinfo=UTC)
PACE = Pace()


def when(now: datetime, **how: Any) -> datetime | None:
    given = {"status": "in_transit", "followed_at": START, "finished_at": None, "asked": True, **how}
    return next_poll(PACE, now, **given)


@pytest.mark.parametrize(
    ("how", "wait"),
    [
        ({"asked": False}, timedelta(minutes=30)),
        ({"status": "unknown"}, timedelta(hours=4)),
        ({"status": "in_transit"}, timedelta(hours=4)),
        ({"status": "delivery_failed"}, timedelta(hours=4)),
        ({"status": "out_for_delivery"}, timedelta(hours=1)),
        ({"status": "arrived"}, timedelta(days=1)),
        ({"status": "delivered", "finished_at": START}, timedelta(days=1)),
    ],
)
def test_the_usual_way(how: dict[str, Any], wait: timedelta) -> None:
    assert when(START, **how) == START + wait


def test_what_is_final_is_looked_at_for_three_days() -> None:
    times, found = list[timedelta](), when(START, status="delivered", finished_at=START)
    while found is not None:
        times.append(found - START)
        found = when(found, status="delivered", finished_at=START)
    assert times == [timedelta(days=1), timedelta(days=2), timedelta(days=3)]


def test_after_sixty_days_nobody_is_asked() -> None:
    last = START + timedelta(days=59, hours=22)
    assert when(last) == START + timedelta(days=60)
    assert too_long(PACE, START + timedelta(days=60), START)
    assert when(START + timedelta(days=60)) is None


@given(st.sampled_from(STATUSES), st.integers(0, 70 * 24 * 60), st.booleans(), st.none() | st.integers(0, 60 * 24 * 60))
def test_it_ends_and_never_goes_back(status: Any, minutes: int, asked: bool, finished: int | None) -> None:
    now = START + timedelta(minutes=minutes)
    final = None if finished is None else START + timedelta(minutes=min(finished, minutes))
    found = when(now, status=status, asked=asked, finished_at=final)
    if found is not None:
        assert now <= found <= (START + PACE.longest if final is None else final + PACE.after)


@given(st.integers(0, 10_000), st.floats(0, 0.999))
def test_rests_grow_up_to_an_hour(failures: int, spread: float) -> None:
    assert timedelta(minutes=1) <= rest(failures, spread) <= LONGEST_REST * 1.2
    assert rest(failures) <= rest(failures + 1)


@given(st.integers(1, 1000), st.integers(1, 100))
def test_requests_are_enough_and_not_one_too_many(numbers: int, per_call: int) -> None:
    assert (calls(numbers, per_call) - 1) * per_call < numbers <= calls(numbers, per_call) * per_call
