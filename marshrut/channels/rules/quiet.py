"""When there is quiet, and when the next digest goes. Instants in and out; hours are those of the person's zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from marshrut.calendars.rules import WorkTime

from .choices import Quiet

DAY: Final = timedelta(days=1)
#: a week of quiet days and hours ends before
_STEPS: Final = 20


def opening(quiet: Quiet, hours: WorkTime, at: datetime) -> datetime:
    """`at` when the person may be written to then, else the end of the quiet."""
    if quiet.kind == "schedule":
        return _at_work(hours, at)
    if quiet.kind != "hours":
        return at
    for _step in range(_STEPS):
        after = _past(quiet, hours, at)
        if after == at:
            return at
        at = after
    return at


def next_digest(digest: Sequence[str], quiet: Quiet, hours: WorkTime, at: datetime) -> datetime:
    """The next of the hours, or the end of the quiet it falls into."""
    today = hours.local(at).date()
    moments = [_moment(hours, datetime.combine(today + DAY * n, _time(one))) for n in (0, 1) for one in digest]
    return opening(quiet, hours, min(one for one in moments if one > at))


def _at_work(hours: WorkTime, at: datetime) -> datetime:
    """A lunch is no quiet."""
    spans = hours.intervals(hours.local(at).date())
    return at if spans and spans[0][0] <= at < spans[-1][1] else hours.next_opening(at)


def _past(quiet: Quiet, hours: WorkTime, at: datetime) -> datetime:
    local = hours.local(at)
    if local.weekday() in quiet.days:
        return _moment(hours, datetime.combine(local.date() + DAY, time()))
    if not quiet.since:
        return at
    since, until, now = _time(quiet.since), _time(quiet.until), local.time()
    night = until < since
    if not (now >= since or now < until if night else since <= now < until):
        return at
    day = local.date() + DAY if night and now >= since else local.date()
    return _moment(hours, datetime.combine(day, until))


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _moment(hours: WorkTime, local: datetime) -> datetime:
    """An hour of the person's zone that the clock skips is the one after."""
    return local.replace(tzinfo=hours.schedule.tz).astimezone(UTC)
