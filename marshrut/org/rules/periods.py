"""Periods of absence: whole days of a person's clock, and whether substitutes go round in a circle. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

REASONS: Final = ("vacation", "sick_leave", "business_trip", "other")
_DAY = timedelta(days=1)


class DayRange(NamedTuple):
    """Both days included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until) of somebody's absence, and all who stand in for him."""

    person: int
    since: datetime
    until: datetime
    substitutes: tuple[int, ...] = ()

    def meets(self, other: Period) -> bool:
        return self.since < other.until and other.since < self.until


def whole_days(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """From midnight of the first day to midnight after the last one, by the clock of `zone`."""
    clock = ZoneInfo(zone)
    return datetime.combine(first, time(), clock), datetime.combine(last + _DAY, time(), clock)


def days_of(since: datetime, until: datetime, zone: str) -> DayRange | None:
    """The whole days of a period by the clock of `zone`; None when it begins or ends in the middle of a day."""
    begins, ends = since.astimezone(ZoneInfo(zone)), until.astimezone(ZoneInfo(zone))
    if begins.time() != time() or ends.time() != time():
        return None
    return DayRange(begins.date(), ends.date() - _DAY)


def circle(wanted: Period, others: Collection[Period]) -> tuple[int, ...]:
    """The people through whom a task of `wanted.person` would come back to him while all of them are away; () for none.

    Begins with his substitute and ends with the one who names him.
    """
    away: Mapping[int, list[Period]] = _by_person(others)
    trail: list[tuple[int, ...]] = [(person,) for person in wanted.substitutes]
    seen: set[int] = set(wanted.substitutes)
    while trail:
        path = trail.pop(0)
        for period in away.get(path[-1], ()):
            if not period.meets(wanted):
                continue
            if wanted.person in period.substitutes:
                return path
            fresh = [one for one in period.substitutes if one not in seen]
            seen.update(fresh)
            trail += [(*path, one) for one in fresh]
    return ()


def _by_person(periods: Collection[Period]) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = {}
    for period in periods:
        found.setdefault(period.person, []).append(period)
    return found
