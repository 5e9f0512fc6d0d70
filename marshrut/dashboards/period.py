"""The days and the department a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from marshrut.org.rules import OrgChart

ONE: Final = timedelta(days=1)
#: no further than this from the ends of the calendar that dates have
EDGE: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both counted, in `zone`; a department stands for those below it as well."""

    since: date
    until: date
    zone: tzinfo
    department: int | None = None

    @property
    def begins(self) -> datetime:
        return midnight(self.since, self.zone)

    @property
    def ends(self) -> datetime:
        """The moment after the last day."""
        return midnight(min(self.until, date.max - EDGE) + ONE, self.zone)

    def departments(self, chart: OrgChart) -> frozenset[int] | None:
        return None if self.department is None else chart.with_below(self.department)

    def people(self, chart: OrgChart) -> frozenset[int] | None:
        """Whoever works there, dismissed ones included."""
        places = self.departments(chart)
        if places is None:
            return None
        return frozenset(one for one, seat in chart.people.items() if seat.department in places)


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(max(day, date.min + EDGE), time(), zone)


def months(since: date, until: date) -> list[date]:
    """The first days of the months the days lie in."""
    found, month = [], since.replace(day=1)
    while month <= until:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found
