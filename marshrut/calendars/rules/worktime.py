"""Arithmetic in the working time of one person: hours for "hours", days for "days", never converted (A4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from .calendar import Calendar
from .day import SCHEDULE, Day, DayKind
from .schedule import Hours, Schedule
from .year import ONE

Span = tuple[datetime, datetime]

NOTHING = timedelta()
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of "why this deadline": what the day was and how many of its minutes counted."""

    day: date
    kind: DayKind
    why: str
    minutes: int


@dataclass(frozen=True)
class WorkTime:
    """Share one object between people of the same schedule: it remembers the days it has worked out."""

    calendar: Calendar
    schedule: Schedule
    #: first and last day of each absence; not part of the arithmetic yet
    absences: tuple[tuple[date, date], ...] = ()
    _spans: dict[date, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def local(self, t: datetime) -> datetime:
        """The instant on this person's wall clock."""
        return _instant(t).astimezone(self.schedule.tz)

    def day(self, day: date) -> Day:
        """The calendar's day as this schedule works it."""
        stated = self.calendar.day(day)
        works = bool(self.schedule.hours(day, stated))
        if works == (stated.kind is not DayKind.OFF):
            return stated
        return Day(DayKind.FULL if works else DayKind.OFF, SCHEDULE)

    def is_working(self, day: date) -> bool:
        return bool(self._of(day))

    def intervals(self, day: date) -> list[Span]:
        """Working intervals [start, end) of a local day, in UTC."""
        return list(self._of(day))

    def add_minutes(self, t: datetime, minutes: int) -> datetime:
        """`minutes` working minutes after `t`; on a boundary the end of the earlier interval (18:00, not next 9:00).

        Zero returns `t` unchanged. Raises ValueError for negative minutes and for a `t` without a zone.
        """
        if minutes <= 0:
            return _unmoved(t, minutes)
        left = timedelta(minutes=minutes)
        for start, end in self._from(_instant(t)):
            room = end - start
            if room >= left:
                return start + left
            left -= room
        raise AssertionError("working time never ends")

    def add_days(self, t: datetime, days: int) -> datetime:
        """The same clock time `days` working days later: Fri 16:00 + 2 = Tue 16:00 (A4.2).

        A `t` outside the working day (day off, before opening, after closing) counts from the next opening (A4.6):
        Sat 12:00 + 2 = Wed 9:00. The result never leaves the working day it falls on: 17:30 becomes 17:00 on a
        shortened day. Zero returns `t` unchanged; negative days raise ValueError.
        """
        if days <= 0:
            return _unmoved(t, days)
        local = self.local(self._into_day(_instant(t)))
        day = local.date()
        for _ in range(days):
            day = self._next_working(day)
        spans = self._of(day)
        same_time = datetime.combine(day, local.time(), self.schedule.tz).astimezone(UTC)
        return min(max(same_time, spans[0][0]), spans[-1][1])

    def between(self, a: datetime, b: datetime) -> int:
        """Whole working minutes from `a` to `b`; 0 when `b` is not later."""
        start, until = _instant(a), _instant(b)
        total, day, last = NOTHING, self.local(start).date(), self.local(until).date()
        while day <= last:
            total += self._worked(day, start, until)
            day += ONE
        return total // MINUTE

    def next_opening(self, t: datetime) -> datetime:
        """`t` itself inside working time (closing is outside), else the start of the next interval."""
        return next(self._from(_instant(t)))[0]

    def end_of_day(self, day: date) -> datetime:
        """End of the working day (earlier on a shortened one); on a day off the end a full day would have."""
        if spans := self._of(day):
            return spans[-1][1]
        return self._at(day, self.schedule.closing(day))

    def trace(self, a: datetime, b: datetime) -> list[Counted]:
        """Every local day from `a` to `b` with its reason; the minutes add up to `between(a, b)`."""
        start, until = _instant(a), _instant(b)
        day, last = self.local(start).date(), self.local(until).date()
        lines: list[Counted] = []
        total, counted = NOTHING, 0
        while day <= last:
            total += self._worked(day, start, until)
            # whole minutes of the running total: the parts of a minute of two days may make one more
            minutes, stated = total // MINUTE - counted, self.day(day)
            lines.append(Counted(day, stated.kind, stated.why, minutes))
            counted, day = counted + minutes, day + ONE
        return lines

    def _of(self, day: date) -> tuple[Span, ...]:
        spans = self._spans.get(day)
        if spans is None:
            hours: Hours = self.schedule.hours(day, self.calendar.day(day))
            spans = self._spans[day] = tuple((self._at(day, start), self._at(day, end)) for start, end in hours)
        return spans

    def _worked(self, day: date, start: datetime, until: datetime) -> timedelta:
        parts = (min(end, until) - max(begin, start) for begin, end in self._of(day))
        return sum((part for part in parts if part > NOTHING), NOTHING)

    def _at(self, day: date, minute: int) -> datetime:
        wall = datetime.combine(day, time(), self.schedule.tz) + timedelta(minutes=minute)
        return wall.astimezone(UTC)

    def _from(self, t: datetime) -> Iterator[Span]:
        """What is left of working time from `t` on, without end."""
        day = self.local(t).date()
        while True:
            for start, end in self._of(day):
                if end > t:
                    yield max(start, t), end
            day += ONE

    def _into_day(self, t: datetime) -> datetime:
        """`t` within its working day (lunch and the very closing included), else the next opening."""
        spans = self._of(self.local(t).date())
        return t if spans and spans[0][0] <= t <= spans[-1][1] else self.next_opening(t)

    def _next_working(self, day: date) -> date:
        day += ONE
        while not self._of(day):
            day += ONE
        return day


def _instant(t: datetime) -> datetime:
    if t.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return t.astimezone(UTC)


def _unmoved(t: datetime, amount: int) -> datetime:
    if amount < 0:
        raise ValueError("working time is only added, never taken back")
    _instant(t)
    return t
