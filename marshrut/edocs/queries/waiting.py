"""How long a document waits: in whole working days, the same in lists, on the card and in reports."""

from __future__ import annotations

from datetime import datetime, timedelta

from marshrut.calendars.rules import WorkTime
from marshrut.org import queries as org

from ..models import EDoc

#: a waiting of years is not counted day by day
LONGEST = timedelta(days=400)


def days(row: EDoc, now: datetime, work: WorkTime | None = None) -> int | None:
    """0 until the first working day is over; None while nobody is awaited."""
    if row.waits_since is None or row.waits_since > now:
        return None
    return between(work or org.chart().company_time, row.waits_since, now)


def late(row: EDoc, now: datetime, work: WorkTime) -> int:
    """By how many working days it is overdue."""
    term = row.warn_at or row.critical_at
    return between(work, term, now) if row.level and term is not None and term <= now else 0


def between(work: WorkTime, since: datetime, until: datetime) -> int:
    """Whole working days that have passed, as terms count them: the same clock time so many working days later."""
    since = max(since, until - LONGEST)
    first, last = work.local(since).date(), work.local(until).date()
    passed = sum(work.is_working(first + timedelta(days=more)) for more in range(1, (last - first).days + 1))
    while passed and work.add_days(since, passed) > until:
        passed -= 1
    return passed
