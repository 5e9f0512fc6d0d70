"""Rows of timers and effects, written and read the short way."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from marshrut.jobs import effects, registry
from marshrut.jobs.models import Effect, Timer
from marshrut.jobs.registry import DueTimer
from marshrut.kernel.sql import prepared


def arm(*timers: dict[str, Any]) -> int:
    return int(prepared("SELECT jobs_arm(%s::jsonb)", [json.dumps(timers, default=datetime.isoformat)])[0][0])


def timer(due_at: datetime, subject: int = 17, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "visit": 1, "key": "remind", "due_at": due_at, **more}


def settle(*ids: int, state: str = "fired") -> int:
    return int(prepared("SELECT jobs_settle_timers(%s::bigint[], %s)", [list(ids), state])[0][0])


def settle_due(due: DueTimer) -> None:
    """What the handler of cards does in the end."""
    assert settle(due.id) == 1


def timers() -> list[tuple[int, str, str]]:
    return list(Timer.objects.order_by("id").values_list("subject", "key", "state"))


def expire_leases() -> None:
    """As if the time of every lease had passed."""
    prepared(
        "UPDATE jobs_timer SET lease_until = clock_timestamp() - interval '1 second' WHERE lease_until IS NOT NULL"
    )
    prepared("UPDATE jobs_effect SET lease_until = clock_timestamp() - interval '1 second' WHERE state = 'doing'")


def enqueue(*names: str, kind: str = "notify") -> int:
    return effects.enqueue([effects.row(kind, name, payload={"name": name}) for name in names])


def effect(dedup: str) -> Effect:
    return Effect.objects.get(dedup=dedup)


def states() -> dict[str, str]:
    return dict(Effect.objects.order_by("id").values_list("dedup", "state"))


def recorder(kind: str = "notify", **options: Any) -> list[str]:
    """Register a handler that only notes what it was given."""
    done: list[str] = []

    def handler(payload: dict[str, Any], taken: registry.TakenEffect) -> str:
        done.append(taken.dedup)
        return f"outside-{taken.dedup}"

    registry.on_effect(kind, **options)(handler)
    return done
