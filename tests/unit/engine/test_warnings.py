"""A rung before the deadline: in working time, once, and never when there is no time left for it."""

from __future__ import annotations

import pytest

from marshrut.engine.deadlines import minus, plus
from tests.support.toy import msk, office


@pytest.mark.parametrize(
    ("end", "unit", "amount", "expected"),
    [
        ("2026-07-08 18:00", "work_hours", 8, "2026-07-08 09:00"),
        ("2026-07-08 18:00", "work_hours", 16, "2026-07-07 09:00"),
        ("2026-07-08 10:00", "work_hours", 2, "2026-07-07 17:00"),
        ("2026-07-06 09:00", "work_hours", 4, "2026-07-03 14:00"),  # over the weekend
        ("2026-07-05 12:00", "work_hours", 1, "2026-07-03 17:00"),  # from a day off
        ("2026-07-06 18:00", "work_days", 1, "2026-07-03 18:00"),
        ("2026-07-08 18:00", "work_days", 0, "2026-07-08 18:00"),
        ("2026-07-08 18:00", "hours", 24, "2026-07-07 18:00"),
        ("2026-07-08 18:00", "days", 2, "2026-07-06 18:00"),
    ],
)
def test_so_long_before(end: str, unit: str, amount: int, expected: str) -> None:
    assert minus(office(), msk(end), unit, amount) == msk(expected)


@pytest.mark.parametrize("hours", range(1, 30))
def test_it_leads_back_to_the_same_moment(hours: int) -> None:
    end = msk("2026-07-08 16:30")
    assert plus(office(), minus(office(), end, "work_hours", hours), "work_hours", hours) == end
