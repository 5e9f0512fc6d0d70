"""A second, naive answer to every question of working time: walk minute by minute and look at the wall clock.

Shares nothing with marshrut.calendars: kinds are plain words, a day is a set of minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


@dataclass
class BruteForce:
    zone: str
    week: list[list[tuple[int, int]]]
    short_cut: int
    #: stated days; any other is a plain weekday or weekend
    kinds: dict[date, str]

    def open_minutes(self, start: datetime, end: datetime) -> list[datetime]:
        """Every UTC minute of [start, end) at which the office is open."""
        zone, minutes_of, found, t = ZoneInfo(self.zone), {}, [], start
        while t < end:
            local = t.astimezone(zone)
            day = local.date()
            if day not in minutes_of:
                minutes_of[day] = self.day_minutes(day)
            if local.hour * 60 + local.minute in minutes_of[day]:
                found.append(t)
            t += MINUTE
        return found

    def day_minutes(self, day: date) -> set[int]:
        kind = self.kinds.get(day)
        hours = self.week[day.weekday()]
        if kind == "off":
            return set()
        if kind in ("full", "short") and day.weekday() in (5, 6) and self.week[4]:
            hours = self.week[4]
        minutes = sorted(m for start, end in hours for m in range(start, end))
        if kind == "short":
            minutes = minutes[: max(0, len(minutes) - self.short_cut)]
        return set(minutes)

    def opens(self, day: date) -> bool:
        return bool(self.day_minutes(day))

    def add_days(self, t: datetime, days: int) -> datetime | None:
        """Same wall clock time, `t` being inside the working day; the day's opening or closing when it is outside."""
        zone = ZoneInfo(self.zone)
        local = t.astimezone(zone)
        day = local.date()
        for _ in range(days):
            day += timedelta(days=1)
            while not self.opens(day):
                day += timedelta(days=1)
        minutes = self.day_minutes(day)
        wanted = local.hour * 60 + local.minute
        wanted = max(min(minutes), min(max(minutes) + 1, wanted))
        wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=wanted)
        return wall.astimezone(UTC)
