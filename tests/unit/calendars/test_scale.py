"""The scale says the same as the arithmetic, wherever the moments lie."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marshrut.calendars.decrees import russia
from marshrut.calendars.rules import Schedule, WorkTime, scale

HOURS = WorkTime(russia(), Schedule())
SCALE = scale(HOURS, date(2026, 1, 1), date(2026, 12, 31))
MOMENTS = st.integers(0, 360 * 86400).map(lambda second: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(seconds=second))


def mark(at: datetime) -> float:
    """As the database works it out."""
    n = bisect_right(SCALE.starts, at) - 1
    return SCALE.before[n] + min(at.timestamp() - SCALE.at[n], SCALE.lasts[n]) if n >= 0 else 0


@given(MOMENTS, MOMENTS)
def test_it_measures_as_the_calendar_does(one: datetime, other: datetime) -> None:
    first, last = sorted((one, other))
    assert (mark(last) - mark(first)) // 60 == HOURS.between(first, last)


def test_before_its_first_day_nothing_was_worked() -> None:
    first = SCALE.starts[0]
    assert mark(first - timedelta(days=400)) == 0
    assert mark(first + timedelta(minutes=30)) == 1800
