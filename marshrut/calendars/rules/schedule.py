"""The working week of a company or a person: hours on each day of the week, in one time zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from .day import WEEKEND, Day, DayKind
from .year import SATURDAY

#: minutes from midnight, [start, end)
Hours = tuple[tuple[int, int], ...]
#: Monday first; () is a day off
Week = tuple[Hours, ...]

MIDNIGHT = 24 * 60
FRIDAY = 4
OFFICE_DAY: Hours = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
OFFICE_WEEK: Week = (OFFICE_DAY,) * 5 + ((), ())


@dataclass(frozen=True)
class Schedule:
    """Raises ValueError for an unknown zone, a week of other than seven days, overlapping or no hours."""

    zone: str = "Europe/Moscow"
    week: Week = OFFICE_WEEK
    #: working minutes taken from the end of a shortened day (ТК РФ ст. 95)
    short_cut: int = 60

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone {self.zone!r}") from error
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a week has seven days, and hours on at least one of them")
        if not 0 <= self.short_cut <= MIDNIGHT:
            raise ValueError("short_cut is minutes of one day")
        for hours in self.week:
            edges = [edge for interval in hours for edge in interval]
            in_order = edges == sorted(edges) and all(start < end for start, end in hours)
            if not in_order or (edges and not 0 <= edges[0] < edges[-1] <= MIDNIGHT):
                raise ValueError(f"hours must follow each other within one day: {hours}")

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def in_zone(self, zone: str) -> Schedule:
        """The same hours by another clock."""
        return replace(self, zone=zone)

    def hours(self, day: date, stated: Day) -> Hours:
        """Working hours of a day that the calendar calls `stated`.

        A plain weekend belongs to the schedule (it may have Saturday hours), a holiday or moved day off never does.
        A weekend day made working is worked by Friday's hours.
        """
        weekday = day.weekday()
        own = self.week[weekday]
        if stated.kind is DayKind.OFF:
            return own if stated.why == WEEKEND else ()
        if weekday >= SATURDAY:
            own = self.week[FRIDAY] or own
        return _cut(own, self.short_cut) if stated.kind is DayKind.SHORT else own

    def closing(self, day: date) -> int:
        """Minute from midnight at which this day would end if it were a full working day."""
        hours = self.week[day.weekday()] or self.week[FRIDAY] or next(filter(None, self.week))
        return hours[-1][1]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Schedule:
        """{"zone": "Europe/Moscow", "week": [[["09:00", "13:00"], ["14:00", "18:00"]], …], "short_cut": 60}"""
        try:
            week = tuple(tuple((_minute(start), _minute(end)) for start, end in hours) for hours in data["week"])
            return cls(str(data["zone"]), week, int(data.get("short_cut", 60)))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a schedule: {error}") from error

    def as_json(self) -> dict[str, Any]:
        week = [[[_clock(start), _clock(end)] for start, end in hours] for hours in self.week]
        return {"zone": self.zone, "week": week, "short_cut": self.short_cut}


def _cut(hours: Hours, minutes: int) -> Hours:
    """Take working minutes from the end; a break before the end is no work and is not counted."""
    left = list(hours)
    while left and minutes:
        start, end = left.pop()
        taken = min(minutes, end - start)
        minutes -= taken
        if end - taken > start:
            left.append((start, end - taken))
    return tuple(left)


def _minute(text: str) -> int:
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text)
    if not match:
        raise ValueError(f"not a time of day: {text!r}")
    return int(match[1]) * 60 + int(match[2])


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
