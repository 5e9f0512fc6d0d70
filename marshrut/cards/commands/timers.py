"""A timer came due."""

from __future__ import annotations

from typing import Any

from marshrut.engine.happenings import Fire
from marshrut.jobs.registry import DueTimer
from marshrut.kernel import sql
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import NotFound

from .. import step


@command("timer.fire", own_transaction=True)
def fire_timer(actor: Actor, *, timer: DueTimer) -> dict[str, Any]:
    """Let the engine say what the timer still means; the row is settled in the same statement."""
    happening = Fire(timer.key, timer.visit, timer.due_at, timer.task, timer.ordinal, timer.id)
    try:
        return step.run(actor, "timer.fire", happening, card=timer.subject)
    except NotFound:
        sql.prepared("SELECT jobs_settle_timers(ARRAY[%s]::bigint[], 'stale')", [timer.id])
        return {}
