"""Moments of the story, counted back from now in working days and hours. Pure.

Day −1 is the last working day that is over. "-3/10:20": ten twenty on the third working day before now; "now-1:30": an
hour and a half of working time ago; "now-2d/0:20": at that time of day two working days earlier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from marshrut.calendars.rules import WorkTime

ONE, SATURDAY = timedelta(days=1), 5
_CLOCK = re.compile(r"-(\d+)/(\d\d):(\d\d)")
_AGO = re.compile(r"now-(?:(\d+)d/)?(\d+):(\d\d)")


@dataclass(frozen=True, slots=True)
class Moments:
    work: WorkTime
    now: datetime

    def at(self, text: str) -> datetime:
        """The instant that `text` names; ValueError for anything else."""
        if found := _CLOCK.fullmatch(text):
            days, hour, minute = map(int, found.groups())
            return self._instant(self.day(-days), time(hour, minute))
        if found := _AGO.fullmatch(text):
            days, hours, minutes = (int(part or 0) for part in found.groups())
            return self._earlier(self._back(60 * hours + minutes), days)
        raise ValueError(f"no moment: {text!r}")

    def date_of(self, text: str) -> date:
        """The day "today", the next "saturday", or a working day: "-1" the last over, "+1" the present or next one."""
        today = self._local(self.now).date()
        if text == "today":
            return today
        if text == "saturday":
            return today + ONE * ((SATURDAY - today.weekday() - 1) % 7 + 1)
        return self.day(int(text))

    def day(self, number: int) -> date:
        """Working day −1, −2, … that are over, or +1, +2, … of those that are not."""
        day, step = self._local(self.now).date(), ONE if number > 0 else -ONE
        left = abs(number)
        while True:
            if self.work.is_working(day) and (self.work.end_of_day(day) <= self.now) == (number < 0):
                left -= 1
                if not left:
                    return day
            day += step

    def _back(self, minutes: int) -> datetime:
        left, day = timedelta(minutes=minutes), self._local(self.now).date()
        while True:
            for start, end in reversed(self.work.intervals(day)):
                room = min(end, self.now) - start
                if room >= left:
                    return start + room - left
                left -= max(room, timedelta())
            day -= ONE

    def _earlier(self, moment: datetime, days: int) -> datetime:
        if not days:
            return moment
        local = self._local(moment)
        day = local.date()
        for _ in range(days):
            day -= ONE
            while not self.work.is_working(day):
                day -= ONE
        spans = self.work.intervals(day)
        return min(max(self._instant(day, local.time()), spans[0][0]), spans[-1][1])

    def _local(self, moment: datetime) -> datetime:
        return self.work.local(moment)

    def _instant(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.work.schedule.tz).astimezone(UTC)
