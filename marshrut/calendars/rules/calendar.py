"""A production calendar with the days its region and company changed. Immutable; years are built once, when asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from . import year
from .day import Day, DayKind
from .year import Decree


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that a region or the company declared; stands over the production calendar."""

    date: date
    kind: DayKind
    why: str


@dataclass(frozen=True)
class Calendar:
    """`special`: of two entries for one day the later one counts."""

    decrees: tuple[Decree, ...] = ()
    special: tuple[SpecialDay, ...] = ()
    _years: dict[int, dict[date, Day]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def day(self, day: date) -> Day:
        days = self._years.get(day.year)
        if days is None:
            days = self._years[day.year] = self._build(day.year)
        return days[day]

    def kind(self, day: date) -> DayKind:
        return self.day(day).kind

    def why(self, day: date) -> str:
        """A short code of the reason, see `Day`."""
        return self.day(day).why

    def known(self, year: int) -> bool:
        """False: no decree for this year here, so moved days off are missing and pages must warn."""
        return any(decree.year == year for decree in self.decrees)

    def _build(self, number: int) -> dict[date, Day]:
        moved = next((decree.moved for decree in self.decrees if decree.year == number), ())
        days = year.build(number, moved)
        days.update({it.date: Day(it.kind, it.why) for it in self.special if it.date.year == number})
        return days
