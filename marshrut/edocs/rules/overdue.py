"""The overdue clock of a document: who waits since when, in working days of our calendar (A2.4). Pure.

It runs while an outgoing document waits for the counterparty, from the sending; and while an incoming one waits for us,
from the receipt. A request to revoke lets it stand, whatever ends the waiting stops it, sending anew starts it anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from .turns import FINAL

#: working days until a person is told, until the head is (A2.4)
WARN: Final = 3
CRITICAL: Final = 5
LONGEST: Final = 365
#: after these somebody acts on our side, and a new waiting begins with a new sending
_ENDED: Final = FINAL | {"delivery_error", "correction_requested"}


class Work(Protocol):
    """`calendars.rules.WorkTime`."""

    def add_days(self, t: datetime, days: int) -> datetime: ...
    def add_minutes(self, t: datetime, minutes: int) -> datetime: ...
    def between(self, a: datetime, b: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Terms:
    warn: int = WARN
    critical: int = CRITICAL


@dataclass(frozen=True, slots=True)
class Clock:
    """`begun`: of the last waiting, also while it stands still; `reached`: the level that was told of it."""

    since: datetime | None = None
    warn_at: datetime | None = None
    critical_at: datetime | None = None
    begun: datetime | None = None
    reached: int = 0
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    #: working minutes it stood still
    paused: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    status: str
    actor: str
    direction: str
    sent_at: datetime | None
    gone: bool = False


def waits(facts: Facts) -> bool:
    """Whether somebody is late if nothing happens."""
    if facts.status in _ENDED or facts.gone:
        return False
    return (facts.direction, facts.actor) in (("out", "counterparty"), ("in", "us"))


def tick(
    clock: Clock, facts: Facts, terms: Terms, work: Work, now: datetime, *, today: datetime | None = None
) -> Clock:
    """How the clock stands after the source said this at `now`; `today`: when we heard of it, else the same."""
    if facts.status in _ENDED or facts.gone:
        return Clock(ended_at=clock.ended_at if clock.begun is None and clock.ended_at else now)
    if facts.status == "revocation_requested":
        if clock.begun is None:
            return clock
        return replace(clock, since=None, warn_at=None, critical_at=None, paused_at=clock.paused_at or now)
    clock = _resumed(clock, work, now)
    if not waits(facts):
        return replace(clock, since=None, warn_at=None, critical_at=None)
    begun = _begun(clock, facts, now)
    if clock.begun is not None and begun != clock.begun:
        return _moved(clock, begun, terms, work, today or now)
    return timed(replace(clock, begun=begun, since=begun), terms, work)


def timed(clock: Clock, terms: Terms, work: Work) -> Clock:
    """The same clock by these terms and this calendar. Days of 0 are never reached."""
    if clock.since is None:
        return clock
    warn, critical = (_moment(clock, days, work) for days in (terms.warn, terms.critical))
    return replace(clock, warn_at=warn, critical_at=critical)


def reached(clock: Clock, now: datetime) -> int:
    """0 in time, 1 overdue, 2 critically so, by the terms of now."""
    if clock.since is None:
        return 0
    if clock.critical_at is not None and clock.critical_at <= now:
        return 2
    return 1 if clock.warn_at is not None and clock.warn_at <= now else 0


def shown(clock: Clock, now: datetime) -> int:
    """What is reached, as far as it was told: the rest is told in a minute."""
    return min(reached(clock, now), clock.reached)


def terms_of(overdue: Mapping[str, Any], kind: str) -> Terms:
    """Of this kind, else as usual."""
    said = overdue.get(kind) or overdue.get("") or {}
    return Terms(int(said.get("warn", WARN)), int(said.get("critical", CRITICAL)))


def flaw(said: Mapping[str, Any]) -> bool:
    """Whether terms that somebody typed cannot be: whole days, the critical ones not fewer."""
    values = said.get("warn", WARN), said.get("critical", CRITICAL)
    if not all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= LONGEST for one in values):
        return True
    warn, critical = values
    return bool(warn and critical and critical < warn)


def _begun(clock: Clock, facts: Facts, now: datetime) -> datetime:
    """When this waiting began: when it was sent, unless that was before the last one ended; else as we saw it."""
    sent = facts.sent_at
    if sent is not None and sent <= now and (clock.ended_at is None or sent > clock.ended_at):
        return sent
    return clock.begun or now


def _moved(clock: Clock, begun: datetime, terms: Terms, work: Work, today: datetime) -> Clock:
    """The same waiting began at another moment: a date that was put right, or a sending anew that we saw no end before.

    What was told stays told as far as it is late by the new date, too.
    """
    paused = min(clock.paused, work.between(begun, today)) if clock.paused and begun < today else 0
    moved = timed(replace(clock, begun=begun, since=begun, paused=paused), terms, work)
    return replace(moved, reached=min(clock.reached, reached(moved, today)))


def _resumed(clock: Clock, work: Work, now: datetime) -> Clock:
    if clock.paused_at is None:
        return clock
    return replace(clock, paused_at=None, paused=clock.paused + work.between(clock.paused_at, now))


def _moment(clock: Clock, days: int, work: Work) -> datetime | None:
    if not days or clock.since is None:
        return None
    return work.add_minutes(work.add_days(clock.since, days), clock.paused)
