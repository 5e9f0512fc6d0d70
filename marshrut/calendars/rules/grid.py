"""A year as pages show it: months, weeks, totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .day import Day, DayKind
from .worktime import WorkTime
from .year import ONE


@dataclass(frozen=True, slots=True)
class Totals:
    working: int
    short: int
    off: int
    #: working minutes by the hours of the company
    minutes: int


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    #: seven cells a week, Monday first; None outside the month
    weeks: tuple[tuple[tuple[date, Day] | None, ...], ...]
    totals: Totals


def months(year: int, work: WorkTime) -> list[Month]:
    """The twelve months as the calendar (not the hours) has them; the minutes are those of the hours."""
    return [_month(date(year, number, 1), work) for number in range(1, 13)]


def total(parts: list[Totals]) -> Totals:
    return Totals(*(sum(getattr(part, field) for part in parts) for field in Totals.__slots__))


def _month(first: date, work: WorkTime) -> Month:
    days = [first]
    while (following := days[-1] + ONE).month == first.month:
        days.append(following)
    cells = [None] * first.weekday() + [(day, work.calendar.day(day)) for day in days]
    cells += [None] * (-len(cells) % 7)
    return Month(first.month, tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7)), _totals(days, work))


def _totals(days: list[date], work: WorkTime) -> Totals:
    kinds = [work.calendar.kind(day) for day in days]
    off, short = kinds.count(DayKind.OFF), kinds.count(DayKind.SHORT)
    spans = [end - start for day in days for start, end in work.intervals(day)]
    return Totals(len(days) - off, short, off, sum(spans, timedelta()) // timedelta(minutes=1))
