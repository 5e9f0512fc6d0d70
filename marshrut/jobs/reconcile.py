"""What cannot be right for long, found and where possible mended. Every finding is a number that should be 0."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.sql import prepared

from . import registry
from .effects import LOST

log = logging.getLogger(__name__)
#: minutes an armed timer may be overdue, an ambiguous effect may wait for a person
PATIENCE = 15
#: days a finished row is kept
KEEP_DAYS = 180
#: days a client key is answered with its first result
KEEP_KEYS = 30

SENTENCES: dict[str, Any] = {
    "expired_leases": _("Effects whose worker was lost in the middle"),
    "overdue_timers": _("Timers that should have fired long ago"),
    "dead_timers": _("Timers that failed too often"),
    "dead_effects": _("Effects given up"),
    "ambiguous_effects": _("Effects nobody knows the outcome of"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` is a key of SENTENCES; `ids` are the first of the rows concerned."""

    what: str
    count: int
    ids: tuple[int, ...]

    def __str__(self) -> str:
        return f"{SENTENCES[self.what]}: {self.count} (№ {', '.join(map(str, self.ids))})"


def findings() -> list[Finding]:
    """What is wrong now; an empty list is what should be."""
    overdue = clock.now() - timedelta(minutes=PATIENCE)
    rows = prepared(_FINDINGS, [overdue, PATIENCE])
    return [Finding(what, count, tuple(ids)) for what, count, ids in rows]


def release_expired() -> int:
    """Effects whose lease ran out are tried again or, where a repeat could do harm, wait for a person's word."""
    asking = [kind.name for kind in registry.effects.values() if kind.unknown == "ask"]
    rows = prepared(_EXPIRED, [asking, LOST, list(registry.effects)])
    for effect, kind, state in rows:
        log.warning("effect %s (%s): its worker was lost, now %s", effect, kind, state)
    return len(rows)


def report() -> None:
    for finding in findings():
        log.warning("reconcile: %s %s %s", finding.what, finding.count, finding.ids)


def prune() -> int:
    """Delete what ended more than KEEP_DAYS ago; returns how many rows.

    Finished rows stay that long because their unique names are what keeps a repeated cause from doing a thing twice. A
    name holds one visit and one ordinal, and its cause can be repeated only by the same command (client keys are kept
    for days) or the same timer (settled): half a year later nothing can. So the whole row goes, and no second table of
    names has to be asked at every step.
    """
    effects = len(prepared(_PRUNE_EFFECTS, [KEEP_DAYS]))
    timers = len(prepared(_PRUNE_TIMERS, [clock.now() - timedelta(days=KEEP_DAYS)]))
    prepared("DELETE FROM kernel_command_log WHERE at < clock_timestamp() - %s * interval '1 day'", [KEEP_KEYS])
    prepared("DELETE FROM jobs_worker WHERE seen_at < clock_timestamp() - interval '1 day'")
    return effects + timers


def register() -> None:
    registry.on_housekeeping("jobs.release_expired", 5)(release_expired)
    registry.on_housekeeping("jobs.report", 60)(report)
    registry.on_housekeeping("jobs.prune", 24 * 3600)(prune)


_EXPIRED = """
    UPDATE jobs_effect
    SET state = CASE WHEN kind = ANY(%s) THEN 'ambiguous' WHEN attempts >= max_attempts THEN 'dead' ELSE 'retry' END,
        run_at = clock_timestamp(), lease_until = NULL, last_error = %s
    WHERE state = 'doing' AND lease_until < statement_timestamp() AND kind = ANY(%s)
    RETURNING id, kind, state
"""
_FINDINGS = """
    WITH wrong(what, id) AS (
        SELECT 'expired_leases', id FROM jobs_effect WHERE state = 'doing' AND lease_until < statement_timestamp()
        UNION ALL SELECT 'overdue_timers', id FROM jobs_timer WHERE state = 'armed' AND due_at < %s
        UNION ALL SELECT 'dead_timers', id FROM jobs_timer WHERE state = 'dead'
        UNION ALL SELECT 'dead_effects', id FROM jobs_effect WHERE state = 'dead'
        UNION ALL SELECT 'ambiguous_effects', id FROM jobs_effect
            WHERE state = 'ambiguous' AND run_at < statement_timestamp() - %s * interval '1 minute'
    )
    SELECT what, count(*), (array_agg(id ORDER BY id))[1:5] FROM wrong GROUP BY what ORDER BY what
"""
_PRUNE_EFFECTS = """
    DELETE FROM jobs_effect
    WHERE state IN ('done', 'cancelled') AND ended_at < clock_timestamp() - %s * interval '1 day' RETURNING id
"""
_PRUNE_TIMERS = "DELETE FROM jobs_timer WHERE state IN ('fired', 'stale') AND due_at < %s RETURNING id"
