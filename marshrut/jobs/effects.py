"""Effects: written with their cause, taken by lease and epoch, finished only under the epoch they were taken with.

`run_at` and leases are the database's clock: what an outside system needs is real seconds, also on a training clock.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any, LiteralString

from marshrut.kernel.sql import prepared

from . import registry
from .registry import Busy, Permanent, TakenEffect, Temporary
from .rules import describe, retry_delay

log = logging.getLogger(__name__)
#: bytes of JSON: ids only, the handler reads the rest when it runs
LARGEST_PAYLOAD = 1000
Row = dict[str, Any]
#: what a try is noted with whose worker was killed in the middle
LOST: LiteralString = "the worker was lost"


def row(
    kind: str, dedup: str, *, payload: Mapping[str, Any] | None = None, subject: int | None = None, delay: float = 0
) -> Row:
    """One element of the array `jobs_enqueue` takes. `dedup` is computed from the cause, never random.

    `delay` is in seconds of real time. Raises KeyError for a kind nobody handles, ValueError for a payload that is more
    than ids.
    """
    about = registry.effects[kind]
    made: Row = {"kind": kind, "dedup": dedup, "lane": about.lane, "max_attempts": about.max_attempts}
    if payload:
        if len(json.dumps(payload)) > LARGEST_PAYLOAD:
            raise ValueError(f"the payload of {kind} is larger than {LARGEST_PAYLOAD} bytes: send ids")
        made["payload"] = dict(payload)
    if subject is not None:
        made["subject"] = subject
    if delay:
        made["delay"] = delay
    return made


def enqueue(rows: Sequence[Row]) -> int:
    """Write effects in the caller's transaction; a known `dedup` adds nothing. Returns how many are new."""
    return int(prepared("SELECT jobs_enqueue(%s::jsonb)", [json.dumps(rows)])[0][0]) if rows else 0


def take(lane: str, limit: int = 100) -> list[TakenEffect]:
    """Lease up to `limit` effects of a lane that were never tried."""
    return _take(lane, "todo", limit)


def take_again(lane: str) -> list[TakenEffect]:
    """Lease one effect to be tried again. One: were it to kill the worker, it would take no other along."""
    return _take(lane, "retry", 1)


def take_next(limit: int = 1) -> list[TakenEffect]:
    """Lease the effects next in turn, whatever their lane (tests and the demo)."""
    rows = prepared(_NEXT, [list(registry.effects)])
    return _take(rows[0][0], rows[0][1], limit) if rows else []


def hurry() -> None:
    """Let every effect that waits for its next try wait no longer (tests and the demo)."""
    prepared("UPDATE jobs_effect SET run_at = clock_timestamp() WHERE state = 'retry'")


def _take(lane: str, state: str, limit: int) -> list[TakenEffect]:
    kinds = list(registry.effects.values())
    # half for the effects before it in the batch, half for its own call
    names, leases = [kind.name for kind in kinds], [float(2 * kind.lease) for kind in kinds]
    taken = []
    for row in prepared(_TAKE, [lane, state, names, limit, names, leases]):
        named = dict(zip(_COLUMNS, row, strict=True))
        run_at = named.pop("run_at")
        taken.append((run_at, TakenEffect(**{**named, "payload": json.loads(named["payload"])})))
    return [effect for _run_at, effect in sorted(taken, key=lambda one: (one[0], one[1].id))]


def perform(taken: Sequence[TakenEffect], *, strict: bool = False, stopped: Callable[[], bool] = lambda: False) -> int:
    """Run leased effects one after another; returns how many were run. What there is no time for goes back untouched.

    `strict` raises an error that is neither `Permanent` nor `Temporary`, after noting it.
    """
    started = monotonic()
    for number, effect in enumerate(taken):
        if stopped() or monotonic() - started > registry.effects[effect.kind].lease:
            _release(taken[number:])
            return number
        try:
            outside_id = registry.effects[effect.kind].run(effect.payload, effect)
        except Exception as error:
            fail(effect, error)
            if strict and not isinstance(error, Permanent | Temporary):
                _release(taken[number + 1 :])
                raise
        else:
            finish(effect, outside_id)
    return len(taken)


def finish(effect: TakenEffect, outside_id: str | None = None) -> bool:
    """Note success. False when another worker has taken the effect since: the answer is thrown away.

    A late answer counts as long as nobody else has begun: it is the truth, and spares a second call.
    """
    return _noted(effect, prepared(_FINISH, [outside_id or "", effect.id, effect.epoch]))


def fail(effect: TakenEffect, error: Exception) -> bool:
    """Note a failure: dead when it is permanent or was the last try, ambiguous when a person must look, else later."""
    if isinstance(error, Busy):
        log.debug("effect %s (%s) waits: %s", effect.id, effect.kind, error)
        values = [error.after or 0, describe(error), effect.id, effect.epoch]
        return _noted(effect, prepared(_WAIT, values))
    log.warning("effect %s (%s) failed, try %s", effect.id, effect.kind, effect.attempts, exc_info=error)
    certain = isinstance(error, Permanent | Temporary)
    if not certain and registry.effects[effect.kind].unknown == "ask":
        state = "ambiguous"
    elif isinstance(error, Permanent) or effect.attempts >= effect.max_attempts:
        state = "dead"
    else:
        state = "retry"
    delay = retry_delay(effect.attempts, random.random())  # noqa: S311 - spreads load
    if isinstance(error, Temporary) and error.after is not None:
        delay = max(error.after, 0)
    return _noted(effect, prepared(_FAIL, [state, delay, state, describe(error), effect.id, effect.epoch]))


def along(effect: TakenEffect, name: str, limit: int) -> list[tuple[int, dict[str, Any]]]:
    """(id, payload) of other effects of its kind that are due and name the same in their payload: to be done with it.

    They are not leased: whoever does them must not mind that another may, too. `settle` ends them.
    """
    found = prepared(_ALONG, [effect.kind, effect.id, name, str(effect.payload[name]), limit])
    return [(pk, json.loads(payload)) for pk, payload in found]


def settle(ids: Sequence[int]) -> None:
    """They were done along with another."""
    if ids:
        prepared(_SETTLE, [list(ids)])


def is_mine(effect: TakenEffect) -> bool:
    """Whether it is still to be done by whoever took it: it may have been done along with another."""
    mine: LiteralString = "SELECT 1 FROM jobs_effect WHERE id = %s AND epoch = %s AND state = 'doing'"
    return bool(prepared(mine, [effect.id, effect.epoch]))


def was_lost(effect: TakenEffect) -> bool:
    """Whether the try before this one lost its worker: it may be this effect that kills whoever tries it."""
    return bool(prepared("SELECT 1 FROM jobs_effect WHERE id = %s AND last_error = %s", [effect.id, LOST]))


def given_up(kind: str, limit: int = 100) -> list[tuple[int, int | None, dict[str, Any]]]:
    """(id, subject, payload) of effects of a kind that lost a worker at every try, so nobody has heard of their end."""
    return [(pk, subject, json.loads(payload)) for pk, subject, payload in prepared(_GIVEN_UP, [kind, LOST, limit])]


def close(effect: int) -> bool:
    """Somebody has seen to an effect that was given up. False when it is tried again meanwhile."""
    return bool(prepared(_CLOSE, [effect]))


def _noted(effect: TakenEffect, rows: list[tuple[Any, ...]]) -> bool:
    if not rows:
        log.warning("effect %s (%s) fenced: epoch %s is over", effect.id, effect.kind, effect.epoch)
    return bool(rows)


def _release(untouched: Sequence[TakenEffect]) -> None:
    if untouched:
        prepared(_RELEASE, [[effect.id for effect in untouched], [effect.epoch for effect in untouched]])


# The states are named besides the one asked for, so that the partial index of waiting effects serves the plan.
_TAKE = """
    WITH picked AS MATERIALIZED (
        SELECT id, kind FROM jobs_effect
        WHERE state IN ('todo', 'retry') AND lane = %s AND state = %s AND run_at <= statement_timestamp()
            AND kind = ANY(%s)
        ORDER BY run_at, id LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE jobs_effect AS e
    SET state = 'doing', epoch = e.epoch + 1, attempts = e.attempts + 1,
        lease_until = clock_timestamp() + lease.seconds * interval '1 second'
    FROM picked JOIN unnest(%s::text[], %s::float8[]) AS lease(kind, seconds) USING (kind)
    WHERE e.id = picked.id
    RETURNING e.run_at, e.id, e.kind, e.lane, e.dedup, e.subject, e.payload::text, e.epoch, e.attempts, e.max_attempts
"""
_COLUMNS = ("run_at", "id", "kind", "lane", "dedup", "subject", "payload", "epoch", "attempts", "max_attempts")
_NEXT = """
    SELECT lane, state FROM jobs_effect
    WHERE state IN ('todo', 'retry') AND run_at <= statement_timestamp() AND kind = ANY(%s)
    ORDER BY run_at, id LIMIT 1
"""
_FINISH = """
    UPDATE jobs_effect SET state = 'done', outside_id = %s, lease_until = NULL, ended_at = clock_timestamp()
    WHERE id = %s AND epoch = %s AND state IN ('doing', 'retry', 'ambiguous') RETURNING id
"""
_FAIL = """
    UPDATE jobs_effect
    SET state = %s, run_at = clock_timestamp() + %s * interval '1 second', lease_until = NULL,
        ended_at = CASE WHEN %s = 'retry' THEN NULL ELSE clock_timestamp() END, last_error = %s
    WHERE id = %s AND epoch = %s AND state = 'doing' RETURNING id
"""
_WAIT = """
    UPDATE jobs_effect SET state = 'retry', run_at = clock_timestamp() + %s * interval '1 second', lease_until = NULL,
        attempts = attempts - 1, last_error = %s
    WHERE id = %s AND epoch = %s AND state = 'doing' RETURNING id
"""
_ALONG = """
    SELECT id, payload::text FROM jobs_effect
    WHERE state IN ('todo', 'retry', 'doing') AND kind = %s AND id <> %s AND run_at <= statement_timestamp()
        AND payload ->> %s = %s
    ORDER BY run_at, id LIMIT %s
"""
_SETTLE = """
    UPDATE jobs_effect SET state = 'done', lease_until = NULL, ended_at = clock_timestamp()
    WHERE id = ANY(%s) AND state IN ('todo', 'retry', 'doing') RETURNING id
"""
_GIVEN_UP = """
    SELECT id, subject, payload::text FROM jobs_effect
    WHERE state = 'dead' AND kind = %s AND last_error = %s ORDER BY id LIMIT %s
"""
_CLOSE = """
    UPDATE jobs_effect SET state = 'cancelled', ended_at = clock_timestamp()
    WHERE id = %s AND state = 'dead' RETURNING id
"""
_RELEASE = """
    UPDATE jobs_effect AS e SET state = CASE WHEN e.attempts = 1 THEN 'todo' ELSE 'retry' END,
        attempts = e.attempts - 1, lease_until = NULL
    FROM unnest(%s::bigint[], %s::integer[]) AS back(id, epoch)
    WHERE e.id = back.id AND e.epoch = back.epoch AND e.state = 'doing'
"""
