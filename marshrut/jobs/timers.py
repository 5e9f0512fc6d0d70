"""Due timers: leased in batches, handed to the one handler, put off when it fails.

No row lock is held while the handler runs. The handler settles the row (`jobs_settle_timers`) in the transaction of
what it causes: that check makes a timer fire once. The lease only keeps workers out of each other's way.
"""

from __future__ import annotations

import json
import logging
import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic

from marshrut.kernel.sql import prepared

from . import registry
from .registry import DueTimer, timer_handler
from .rules import describe, retry_delay

log = logging.getLogger(__name__)
#: seconds
LEASE = 15.0
MAX_ATTEMPTS = 20


def due(now: datetime, limit: int = 100) -> list[DueTimer]:
    """Lease up to `limit` timers due at `now` (business time), earliest first."""
    return _take(now, False, limit)


def due_again(now: datetime) -> list[DueTimer]:
    """Lease one timer that failed or lost its worker. One: were it the killer, it would take no other along."""
    return _take(now, True, 1)


def next_due() -> datetime | None:
    """When the next timer that nobody works on is due."""
    rows = prepared("SELECT min(due_at) FROM jobs_timer WHERE state = 'armed' AND lease_until IS NULL")
    return rows[0][0] if rows else None


def fire(timers: Sequence[DueTimer], *, strict: bool = False, stopped: Callable[[], bool] = lambda: False) -> int:
    """Hand leased timers to the handler; returns how many it was given. `strict` raises what the handler raised."""
    errors: dict[int, Exception] = {}
    given: list[DueTimer] = []
    until = monotonic() + LEASE / 2
    for group in _groups(timers) if timer_handler() else ():
        if stopped() or monotonic() > until or (strict and errors):
            break
        given += group
        errors |= _hand_over(group)
    begun = {timer.id for timer in given}
    _release([timer.id for timer in timers if timer.id not in begun])
    errors |= _left_armed([timer for timer in given if timer.id not in errors])
    for timer in given:
        if error := errors.get(timer.id):
            log.error("timer %s (%s of %s) failed", timer.id, timer.key, timer.subject, exc_info=error)
            _put_off(timer, error)
    for error in errors.values() if strict else ():
        raise error
    return len(given)


def _groups(timers: Sequence[DueTimer]) -> list[list[DueTimer]]:
    """One by one, or where the handler takes several: groups in which no subject comes twice."""
    if not registry.group_handler():
        return [[timer] for timer in timers]
    groups: list[list[DueTimer]] = []
    seen: Counter[int] = Counter()
    for timer in timers:
        if seen[timer.subject] == len(groups):
            groups.append([])
        groups[seen[timer.subject]].append(timer)
        seen[timer.subject] += 1
    return groups


def _hand_over(group: list[DueTimer]) -> dict[int, Exception]:
    """A group that fails has done nothing: each of its timers is then handed over alone."""
    together, alone = registry.group_handler(), timer_handler()
    if together and len(group) > 1:
        try:
            together(group)
        except Exception:
            log.exception("%s timers could not fire together: one by one", len(group))
        else:
            return {}
    errors: dict[int, Exception] = {}
    for timer in group if alone else ():
        try:
            alone(timer)  # type: ignore[misc]
        except Exception as raised:  # noqa: BLE001 - logged and noted by `fire`
            errors[timer.id] = raised
    return errors


def _left_armed(timers: list[DueTimer]) -> dict[int, Exception]:
    """A timer the handler neither settled nor moved would come back for ever: that is a failure too."""
    rows = prepared(_LEFT, [[timer.id for timer in timers], [timer.attempts for timer in timers]]) if timers else []
    return {left: RuntimeError("the handler neither settled nor moved the timer") for (left,) in rows}


def _put_off(timer: DueTimer, error: Exception) -> None:
    state = "dead" if timer.attempts >= MAX_ATTEMPTS else "armed"
    delay = retry_delay(timer.attempts, random.random())  # noqa: S311 - spreads load
    prepared(_PUT_OFF, [state, delay, describe(error), timer.id])


def _release(ids: list[int]) -> None:
    if ids:
        prepared(_RELEASE, [ids])


def _take(now: datetime, again: bool, limit: int) -> list[DueTimer]:
    taken = []
    for row in prepared(_TAKE, [now, again, limit, LEASE]):
        named = dict(zip(_COLUMNS, row, strict=True))
        taken.append(DueTimer(**{**named, "payload": json.loads(named["payload"])}))
    return sorted(taken, key=lambda timer: (timer.due_at, timer.id))


_TAKE = """
    WITH picked AS MATERIALIZED (
        SELECT id FROM jobs_timer
        WHERE state = 'armed' AND due_at <= %s AND (lease_until IS NOT NULL) = %s
            AND (lease_until IS NULL OR lease_until < statement_timestamp())
        ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE jobs_timer AS t
    SET lease_until = clock_timestamp() + %s * interval '1 second', attempts = t.attempts + 1
    FROM picked WHERE t.id = picked.id
    RETURNING t.id, t.subject, t.visit, t.task, t.key, t.ordinal, t.due_at, t.payload::text, t.attempts
"""
_COLUMNS = ("id", "subject", "visit", "task", "key", "ordinal", "due_at", "payload", "attempts")
_LEFT = """
    SELECT t.id FROM jobs_timer AS t JOIN unnest(%s::bigint[], %s::integer[]) AS given(id, attempts) ON t.id = given.id
    WHERE t.state = 'armed' AND t.lease_until IS NOT NULL AND t.attempts = given.attempts
"""
_PUT_OFF = """
    UPDATE jobs_timer SET state = %s, lease_until = clock_timestamp() + %s * interval '1 second', last_error = %s
    WHERE id = %s AND state = 'armed'
"""
_RELEASE = """
    UPDATE jobs_timer SET lease_until = NULL, attempts = attempts - 1
    WHERE id = ANY(%s) AND state = 'armed' AND lease_until IS NOT NULL
"""
