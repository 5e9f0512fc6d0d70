"""What people do with tasks. `task` is the task's id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshrut.engine.happenings import (
    AddApprover,
    Ask,
    Complete,
    Delegate,
    Forward,
    Pause,
    Resume,
    Take,
    TakeBack,
    Undo,
)
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import leaving, step, stepping_up
from . import references, stale

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
    because: str = "",
    fields: Mapping[str, Any] | None = None,
    edition: int | None = None,
    key: str | None = None,
) -> Answer:
    """Press the button of an outcome. `edition` is the content the person saw; another one refuses the decision.

    `because`: the key of one of the reasons that the outcome lists.
    """
    given = dict(fields or {})
    with stale.told(actor, edition, task=task):
        return step.run_task(
            actor,
            "task.complete",
            lambda n: Complete(n, outcome, reason, given, edition, because),
            task=task,
            key=key,
            check=leaving.check(
                task, outcome, given, stepping_up.check(actor, given, references.check(actor, given) if given else None)
            ),
        )


@command("task.delegate", own_transaction=True)
def delegate_task(actor: Actor, *, task: int, to: int, reason: str = "", key: str | None = None) -> Answer:
    """«Поручить»: a colleague decides in my name; I may take the task back (D4)."""
    return step.run_task(actor, "task.delegate", lambda n: Delegate(n, to, reason), task=task, key=key)


@command("task.take_back", own_transaction=True)
def take_back_task(actor: Actor, *, task: int, key: str | None = None) -> Answer:
    """«Забрать обратно» what I delegated."""
    return step.run_task(actor, "task.take_back", TakeBack, task=task, key=key)


@command("task.forward", own_transaction=True)
def forward_task(actor: Actor, *, task: int, to: int, reason: str = "", key: str | None = None) -> Answer:
    """«Перенаправить»: the task is the colleague's for good."""
    return step.run_task(actor, "task.forward", lambda n: Forward(n, to, reason), task=task, key=key)


@command("task.ask_opinion", own_transaction=True)
def ask_opinion(actor: Actor, *, task: int, person: int, question: str, key: str | None = None) -> Answer:
    """«Запросить мнение»: a colleague answers in words; the decision does not wait for it."""
    return step.run_task(actor, "task.ask_opinion", lambda n: Ask(n, person, question), task=task, key=key)


@command("task.add_approver", own_transaction=True)
def add_approver(actor: Actor, *, task: int, person: int, reason: str = "", key: str | None = None) -> Answer:
    """«Добавить согласующего» to the running round, without beginning anew (D4)."""
    return step.run_task(actor, "task.add_approver", lambda n: AddApprover(n, person, reason), task=task, key=key)


@command("task.undo", own_transaction=True)
def undo_decision(actor: Actor, *, task: int, key: str | None = None) -> Answer:
    """«Отменить решение»: one's own, within the minutes of the process, while nobody acted on it (D11)."""
    return step.run_task(actor, "task.undo", Undo, task=task, key=key)


@command("task.pause", own_transaction=True)
def pause_task(actor: Actor, *, task: int, until: datetime, reason: str = "", key: str | None = None) -> Answer:
    """Put the task to sleep until a time within the route's limit (S0.28, A0.1)."""
    return step.run_task(actor, "task.pause", lambda n: Pause(n, until, reason), task=task, key=key)


@command("task.resume", own_transaction=True)
def resume_task(actor: Actor, *, task: int, key: str | None = None) -> Answer:
    """Wake a paused task before its time."""
    return step.run_task(actor, "task.resume", Resume, task=task, key=key)
