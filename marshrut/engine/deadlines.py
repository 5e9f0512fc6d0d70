"""When: deadlines of tasks and steps of ladders, in the working time of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshrut.calendars.rules import WorkTime
from marshrut.definitions.schema.pack import Due, Task

from .run import Run


@dataclass(frozen=True, slots=True)
class Deadline:
    at: datetime | None
    why: Mapping[str, Any]


def plus(work_time: WorkTime, start: datetime, unit: str, amount: int) -> datetime:
    """`start` plus an amount of working hours, working days, hours or days. Days are never turned into hours (A4.2)."""
    if unit == "work_hours":
        return work_time.add_minutes(start, amount * 60)
    if unit == "work_days":
        return work_time.add_days(start, amount)
    return start + (timedelta(hours=amount) if unit == "hours" else timedelta(days=amount))


def minus(work_time: WorkTime, end: datetime, unit: str, amount: int) -> datetime:
    """So long before `end`. A working day earlier is the same clock time, as in `plus`."""
    if unit == "work_hours":
        return _hours_earlier(work_time, end, timedelta(hours=amount))
    if unit == "work_days":
        local = work_time.local(end)
        day = local.date()
        for _ in range(amount):
            day = _former_working(work_time, day)
        return end - (local - local.replace(year=day.year, month=day.month, day=day.day))
    return end - (timedelta(hours=amount) if unit == "hours" else timedelta(days=amount))


def _hours_earlier(work_time: WorkTime, end: datetime, left: timedelta) -> datetime:
    day = work_time.local(end).date()
    while True:
        for start, stop in reversed(work_time.intervals(day)):
            room = min(stop, end) - start
            if room >= left:
                return min(stop, end) - left
            left -= max(room, timedelta())
        day -= timedelta(days=1)


def deadline(run: Run, rule: Task, person: int, arrived: datetime | None = None) -> Deadline:
    """The first rule of `rule.due` that gives a time, with what it was computed from. `arrived`: now."""
    work_time = run.company.work_time(person)
    for due in rule.due:
        found = _by_rule(run, work_time, due, arrived or run.now)
        if found is not None:
            return found
    return Deadline(None, {})


def _by_rule(run: Run, work_time: WorkTime, due: Due, arrived: datetime) -> Deadline | None:
    if due.field is not None:
        value = run.fields.get(due.field)
        if not value:
            return None
        day = date.fromisoformat(value)
        why = {"rule": "field", "field": due.field, "date": value, **trouble(work_time, day, run.now)}
        return Deadline(work_time.end_of_day(day), why)
    if due.cutoff is not None:
        return by_cutoff(work_time, arrived, run.definition.text(due.cutoff))
    assert due.after is not None
    amount = run.definition.amount(due.after.amount)
    at = plus(work_time, arrived, due.after.unit, amount)
    return Deadline(at, {"rule": "after", "unit": due.after.unit, "amount": amount, "from": arrived.isoformat()})


def trouble(work_time: WorkTime, day: date, now: datetime) -> dict[str, Any]:
    """What is wrong with a date a person asked for: it is over, or a day off (A4.7)."""
    if work_time.end_of_day(day) <= now:
        return {"past": True}
    return {} if work_time.is_working(day) else {"day_off": True}


def by_cutoff(work_time: WorkTime, arrived: datetime, cutoff: str) -> Deadline:
    """Before the cut-off: evening of the same working day; later: of the next one. Off hours count as the next working
    morning; the evening of a shortened day is earlier (S4.8, A4.6)."""
    zone = ZoneInfo(work_time.schedule.zone)
    day = arrived.astimezone(zone).date()
    morning = arrived.astimezone(zone).time() < time.fromisoformat(cutoff)
    if not work_time.is_working(day) or arrived >= work_time.end_of_day(day):
        day, morning = _next_working(work_time, day), True
    why = {"rule": "cutoff", "cutoff": cutoff, "from": arrived.isoformat(), "morning": morning}
    return Deadline(work_time.end_of_day(day if morning else _next_working(work_time, day)), why)


def _former_working(work_time: WorkTime, day: date) -> date:
    day -= timedelta(days=1)
    while not work_time.is_working(day):
        day -= timedelta(days=1)
    return day


def _next_working(work_time: WorkTime, day: date) -> date:
    day += timedelta(days=1)
    while not work_time.is_working(day):
        day += timedelta(days=1)
    return day
