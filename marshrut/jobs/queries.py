"""How the machinery is doing: for /healthz, the dashboard and the console."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshrut.kernel import clock
from marshrut.kernel.sql import prepared

from .models import Effect

#: seconds: a worker not seen for so long is gone; an effect waiting for its first try so long means nobody works
GONE, LATE = 15, 300
#: counts stop here: "1000" means a thousand or more
CAP = 1000


def health() -> dict[str, Any]:
    """Numbers of workers and backlog; `ok` is False when no worker is seen, one is stuck, or effects wait too long.

    Ages are seconds on the database's clock. Timers are counted by business time, which may jump: they do not decide.
    """
    rows = prepared(_HEALTH, [GONE, clock.now(), CAP, CAP])
    seen, live, stuck, due, dead_timers, waiting, oldest, retrying, ambiguous, dead = rows[0]
    return {
        "ok": bool(live) and not stuck and (oldest is None or oldest <= LATE),
        "workers": live,
        "worker_seen_seconds": seen,
        "stuck": stuck,
        "timers": {"due": due, "dead": dead_timers},
        "effects": {
            "waiting": waiting,
            "oldest_seconds": oldest,
            "retrying": retrying,
            "ambiguous": ambiguous,
            "dead": dead,
        },
    }


_HEALTH = """
    WITH worker AS (SELECT extract(epoch FROM clock_timestamp() - seen_at)::float8 AS age, stuck FROM jobs_worker)
    SELECT
        (SELECT round(min(age)::numeric, 1)::float8 FROM worker),
        (SELECT count(*) FROM worker WHERE age <= %s),
        (SELECT coalesce(string_agg(DISTINCT nullif(stuck, ''), ', '), '') FROM worker WHERE age <= 3600),
        (SELECT count(*) FROM (SELECT 1 FROM jobs_timer WHERE state = 'armed' AND due_at <= %s LIMIT %s) AS due),
        (SELECT count(*) FROM jobs_timer WHERE state = 'dead'),
        (SELECT count(*) FROM (SELECT 1 FROM jobs_effect
            WHERE state IN ('todo', 'retry') AND run_at <= statement_timestamp() LIMIT %s) AS waiting),
        (SELECT round(extract(epoch FROM statement_timestamp() - min(run_at)), 1)::float8 FROM jobs_effect
            WHERE state = 'todo' AND run_at <= statement_timestamp()),
        (SELECT count(*) FROM jobs_effect WHERE state = 'retry'),
        (SELECT count(*) FROM jobs_effect WHERE state = 'ambiguous'),
        (SELECT count(*) FROM jobs_effect WHERE state = 'dead')
"""


def placed(subjects: Collection[int]) -> list[tuple[int, str, dict[str, Any]]]:
    """Effects under way that a robot asked for, as (subject, de-duplication key, payload with its "place")."""
    rows = Effect.objects.filter(
        state__in=("todo", "retry", "doing"), subject__in=list(subjects), payload__has_key="place"
    )
    return [
        (subject, dedup, payload)
        for subject, dedup, payload in rows.values_list("subject", "dedup", "payload")
        if subject
    ]


@dataclass(frozen=True, slots=True)
class Fired:
    """A timer that came due, the last time it did."""

    task: int | None
    key: str
    ordinal: int
    due_at: datetime


def fired(visits: Mapping[int, int]) -> dict[int, list[Fired]]:
    """By subject, for the visit that is given for it: every name of a timer that is armed no more. One query."""
    found: dict[int, list[Fired]] = {}
    for subject, *row in prepared(_FIRED, [list(visits), list(visits.values())]):
        found.setdefault(subject, []).append(Fired(*row))
    return found


_FIRED = """
    SELECT DISTINCT ON (t.subject, t.task, t.key) t.subject, t.task, t.key, t.ordinal, t.due_at
    FROM unnest(%s::bigint[], %s::int[]) AS asked(subject, visit)
    JOIN jobs_timer t ON t.subject = asked.subject AND t.visit = asked.visit AND t.state <> 'armed'
    ORDER BY t.subject, t.task, t.key, t.ordinal DESC"""
