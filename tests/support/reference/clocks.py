"""Deadlines, alarms and ladders."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marshrut.definitions.schema.base import Span
from marshrut.definitions.schema.pack import Rung, Task

from .page import Page, Slip


class Clocks(Page):
    def later(self, person: int | None, start: datetime, unit: str, amount: int) -> datetime:
        hours = self.company.work_time(person)
        if unit == "work_hours":
            return hours.add_minutes(start, amount * 60)
        if unit == "work_days":
            return hours.add_days(start, amount)
        return start + timedelta(hours=amount if unit == "hours" else 24 * amount)

    def deadline(self, rule: Task, person: int, arrived: datetime) -> datetime | None:
        hours = self.company.work_time(person)
        for due in rule.due:
            if due.after:
                return self.later(person, arrived, due.after.unit, self.number(due.after.amount))
            if due.field and self.fields.get(due.field):
                return hours.end_of_day(date.fromisoformat(self.fields[due.field]))
            if due.cutoff:
                return self.evening(person, arrived, str(self.settings[due.cutoff[1:]]))
        return None

    def evening(self, person: int, arrived: datetime, cutoff: str) -> datetime:
        """Arrived before the cut-off of a working day: its evening; later: the next one's (S4.8, A4.6)."""
        hours = self.company.work_time(person)
        local = arrived.astimezone(ZoneInfo(hours.schedule.zone))
        workdays = [day for n in range(20) if hours.is_working(day := local.date() + timedelta(days=n))]
        if workdays[0] == local.date() and arrived >= hours.end_of_day(local.date()):
            return hours.end_of_day(workdays[1])  # after closing: as if it came next morning
        late = workdays[0] == local.date() and local.time() >= time.fromisoformat(cutoff)
        return hours.end_of_day(workdays[1 if late else 0])

    def wind(self, key: str, slip: Slip | None, due: datetime, ordinal: int = 1) -> None:
        task = slip["n"] if slip else None
        self.alarms.append({"key": key, "task": task, "due": due, "ordinal": ordinal})

    def unwind(self, slip: Slip) -> None:
        self.alarms = [alarm for alarm in self.alarms if alarm["task"] != slip["n"]]

    def begin_ladder(self, slip: Slip) -> None:
        """From now, and from the deadline; one that is over counts from now."""
        self.rungs_since(slip, "opened", self.now)
        self.rungs_since(slip, "due", max(slip["due"] or self.now, self.now))
        if slip["taken"]:
            self.rungs_since(slip, "taken", self.now)

    def off(self, span: Span, amount: int | None = None) -> bool:
        """A setting of 0 switches off what would come after the span."""
        return isinstance(span.amount, str) and not (self.number(span.amount) if amount is None else amount)

    def rungs_since(self, slip: Slip, event: str, at: datetime) -> None:
        for rung in self.rule(slip).ladder:
            if rung.since == event and self.means(slip, rung):
                self.wind_rung(slip, rung, at, 1)

    def wind_rung(self, slip: Slip, rung: Rung, at: datetime, ordinal: int) -> None:
        unit, amount = rung.span.unit, slip["amounts"][rung.key]
        if self.off(rung.span, amount):
            return
        due = self.later(slip["people"][0], at, unit, amount)
        while rung.every and due <= self.now:  # repetitions that were slept through are not made up for
            due = self.later(slip["people"][0], due, unit, amount)
        turn = f"@{slip['turn']}" if slip["turn"] else ""
        self.wind(rung.key + turn, slip, due, ordinal)

    @staticmethod
    def means(slip: Slip, rung: Rung) -> bool:
        return rung.while_ == "open" or (rung.while_ == "taken") == slip["taken"]
