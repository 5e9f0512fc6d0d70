"""The days of one year by ТК РФ: holidays (ст. 112), days off moved by decree, shortened days (ст. 95)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .day import PLAIN, REST, WORKING_SATURDAY, Day, DayKind

ONE = timedelta(days=1)
SATURDAY = 5

NEW_YEAR: dict[tuple[int, int], str] = {(1, n): "New Year" for n in range(1, 9)} | {(1, 7): "Orthodox Christmas"}
#: these give a day off on the next working day when they fall on a weekend; 1-8 January only move by decree
MOVING: dict[tuple[int, int], str] = {
    (2, 23): "Defender of the Fatherland Day",
    (3, 8): "International Women's Day",
    (5, 1): "Spring and Labour Day",
    (5, 9): "Victory Day",
    (6, 12): "Russia Day",
    (11, 4): "National Unity Day",
}
HOLIDAYS = NEW_YEAR | MOVING


@dataclass(frozen=True, slots=True)
class Decree:
    """Days off moved by the government in one year: pairs (from, to). Raises ValueError when they make no sense."""

    year: int
    title: str
    moved: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        days = [day for pair in self.moved for day in pair]
        if len(set(days)) != len(days):
            raise ValueError(f"{self.year}: a day is moved twice")
        for source, target in self.moved:
            if {source.year, target.year} != {self.year}:
                raise ValueError(f"{source} -> {target}: both days must be in {self.year}")
            if not _is_rest(source) or _is_rest(target):
                raise ValueError(f"{source} -> {target}: a day off is moved to a working day")


def holiday(day: date) -> str | None:
    """The name of the holiday of ст. 112 on this day."""
    return HOLIDAYS.get((day.month, day.day))


def build(year: int, moved: tuple[tuple[date, date], ...] = ()) -> dict[date, Day]:
    """Every day of the year. Without `moved` (no decree yet) only weekends and ст. 112 are known."""
    days = _plain(year)
    for source, target in moved:
        if not holiday(source):
            days[source] = Day(DayKind.FULL, WORKING_SATURDAY)
        days[target] = _moved_from(source)
    _move_holidays(days, year, decided={source for source, _ in moved})
    _shorten(days, worked_for=dict(moved))
    return days


def _plain(year: int) -> dict[date, Day]:
    first = date(year, 1, 1)
    dates = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return {day: _unmoved(day) for day in dates}


def _unmoved(day: date) -> Day:
    if name := holiday(day):
        return Day(DayKind.OFF, f"holiday:{name}")
    return REST if day.weekday() >= SATURDAY else PLAIN


def _is_rest(day: date) -> bool:
    return _unmoved(day).kind is DayKind.OFF


def _moved_from(source: date) -> Day:
    return Day(DayKind.OFF, f"moved:{source}")


def _move_holidays(days: dict[date, Day], year: int, decided: set[date]) -> None:
    """ст. 112: a holiday on a weekend gives the next working day off, unless the decree has moved it elsewhere."""
    for month, number in MOVING:
        day = date(year, month, number)
        if day.weekday() < SATURDAY or day in decided:
            continue
        target = day + ONE
        while days[target].kind is DayKind.OFF:
            target += ONE
        days[target] = _moved_from(day)


def _shorten(days: dict[date, Day], worked_for: dict[date, date]) -> None:
    """ст. 95: the working day before a *holiday* is an hour shorter; before a mere day off it is not.

    A Saturday worked for another day takes the length of that day (порядок № 588н): 02.11.2024 stands for 30.04.
    """
    for day, stated in days.items():
        if stated.kind is DayKind.OFF:
            continue
        if day == date.max:  # no day comes after it
            continue
        if name := holiday(day + ONE):
            days[day] = Day(DayKind.SHORT, f"eve:{name}")
        elif day in worked_for and holiday(worked_for[day] + ONE):
            days[day] = Day(DayKind.SHORT, stated.why)
