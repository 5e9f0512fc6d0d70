"""What people do with tasks. `task` is the task's id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshrut.engine.happenings import Complete, Delegate, Pause, Resume, Take
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import step
from . import references

Answer = dict[str, Any]


@command("task.take", own_transaction=True)
def take_task(actor: Actor, *, task: int, key: str | None = None) -> Answer:
    """«Взять в работу» (A4.5)."""
    return step.run_task(actor, "task.take", Take, task=task, key=key)


@command("task.complete", own_transaction=True)
def complete_task(
    actor: Actor,
    *,
    task: int,
    outcome: str,
    reason: str = "",
    fields: Mapping[str, Any] | None = None,
    edition: int | None = None,
    key: str | None = None,
) -> Answer:
    """Press the button of an outcome. `edition` is the content the person saw; another one refuses the decision."""
    given = dict(fields or {})
    return step.run_task(
        actor,
        "task.complete",
        lambda n: Complete(n, outcome, reason, given, edition),
        task=task,
        key=key,
        check=references.check(actor, given) if given else None,
    )


@command("task.delegate", own_transaction=True)
def delegate_task(actor: Actor, *, task: int, to: int, reason: str = "", key: str | None = None) -> Answer:
    """Hand the task to a colleague."""
    return step.run_task(actor, "task.delegate", lambda n: Delegate(n, to, reason), task=task, key=key)


@command("task.pause", own_transaction=True)
def pause_task(actor: Actor, *, task: int, until: datetime, reason: str = "", key: str | None = None) -> Answer:
    """Put the task to sleep until a time within the route's limit (S0.28, A0.1)."""
    return step.run_task(actor, "task.pause", lambda n: Pause(n, until, reason), task=task, key=key)


@command("task.resume", own_transaction=True)
def resume_task(actor: Actor, *, task: int, key: str | None = None) -> Answer:
    """Wake a paused task before its time."""
    return step.run_task(actor, "task.resume", Resume, task=task, key=key)
