"""Working time as a scale, for a database that has to measure many stays at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .worktime import WorkTime
from .year import ONE


@dataclass(frozen=True, slots=True)
class Scale:
    """Every working interval from the first day to the last. Seconds: `at` since 1970, `before` worked before it began.

    Between two moments lie as many seconds as between their marks: the mark of `t` in interval n (the last one that
    began by then) is before[n] + min(t - at[n], lasts[n]), and 0 before the first one.
    """

    starts: tuple[datetime, ...]
    at: tuple[int, ...]
    before: tuple[int, ...]
    lasts: tuple[int, ...]


def scale(hours: WorkTime, first: date, last: date) -> Scale:
    """Both days are on it."""
    spans = []
    day = first
    while day <= last:
        spans += hours.intervals(day)
        day += ONE
    lasts = [int((until - start).total_seconds()) for start, until in spans]
    before, worked = [], 0
    for one in lasts:
        before.append(worked)
        worked += one
    starts = tuple(start for start, _until in spans)
    return Scale(starts, tuple(int(one.timestamp()) for one in starts), tuple(before), tuple(lasts))
