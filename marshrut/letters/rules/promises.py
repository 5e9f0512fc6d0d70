"""Figures of promises: medians, shares, months. Minutes are working minutes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from marshrut.calendars.rules import WorkTime

#: working hours of two years: more than that is a slip of the pen
MOST_HOURS = 4000
MINUTE = timedelta(minutes=1)


def quantile(ordered: Sequence[int], share: float) -> int | None:
    """The smallest value that at least `share` of them do not exceed; None of nothing."""
    if not ordered:
        return None
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def saved(minutes: int | None, hours: int | None) -> int | None:
    """Percent less than the baseline, negative when it takes longer; None when one of them is not known."""
    return None if minutes is None or not hours else round(100 * (1 - minutes / (60 * hours)))


def percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def months_back(day: date, many: int) -> list[date]:
    """First days of the last `many` months, the one of `day` last."""
    last = day.year * 12 + day.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - many + 1, last + 1)]


@dataclass(frozen=True, slots=True)
class Ruler:
    """Working minutes since the beginning of a period: thousands of spans are measured without walking over days."""

    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    #: minutes worked before each interval
    before: tuple[float, ...]

    @classmethod
    def of(cls, hours: WorkTime, first: date, last: date) -> Ruler:
        starts, ends, before, total, day = [], [], [], 0.0, first
        while day <= last:
            for start, end in hours.intervals(day):
                starts.append(start)
                ends.append(end)
                before.append(total)
                total += (end - start) / MINUTE
            day += timedelta(days=1)
        return cls(tuple(starts), tuple(ends), tuple(before))

    def at(self, moment: datetime) -> float:
        place = bisect_right(self.starts, moment) - 1
        if place < 0:
            return 0.0
        return self.before[place] + (min(moment, self.ends[place]) - self.starts[place]) / MINUTE

    def between(self, a: datetime, b: datetime) -> int:
        """Whole working minutes from `a` to `b`, both within the period; 0 when `b` is not later."""
        return max(0, int(self.at(b) - self.at(a) + 1e-6))
