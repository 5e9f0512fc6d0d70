"""Tasks put to sleep and woken: every clock keeps its working minutes (A0.1)."""

from __future__ import annotations

from typing import Any

from . import ladders
from .decision import Refusal
from .happenings import Pause, Resume
from .opening import redate_one
from .people import HOLDING, holders, opened
from .run import Run
from .state import Paused, TaskState, TimerState
from .words import MAX_REASON, said


def pause(run: Run, what: Pause) -> None:
    """Put a task to sleep; deadline and ladder keep their remaining working minutes (A0.1)."""
    task, granted = opened(run, what.task)
    rule = run.rule_of(task).pause
    if rule is None or granted not in HOLDING:
        raise Refusal("conflict", "not_pausable")
    if task.paused is not None:
        raise Refusal("conflict", "already_paused")
    work_time = run.company.work_time(task.assignee)
    days = (work_time.local(what.until).date() - work_time.local(run.now).date()).days
    if what.until <= run.now or days > rule.max_days:
        raise Refusal("invalid", "pause_length", fields={"until": "pause_length"}, days=rule.max_days)
    reason = said(what.reason)[:MAX_REASON]
    if rule.reason == "required" and not reason:
        raise Refusal("invalid", "reason_required", fields={"reason": "reason_required"})
    asleep = tuple((t.key, t.ordinal, work_time.between(run.now, t.due_at)) for t in run.timers_of(task))
    due_left = work_time.between(run.now, task.due_at) if task.due_at and task.due_at > run.now else None
    ladders.disarm(run, task)
    paused = Paused(run.now, what.until, due_left, asleep)
    task = run.change(task, paused=paused, pauses=task.pauses + 1)
    run.arm(TimerState("resume", task.visit, what.until, task.n, task.pauses))
    body = {"task": task.n, "key": task.key, "until": what.until.isoformat(), "pauses": task.pauses}
    run.say("task.paused", body, {"reason": reason} if reason else {})
    head = run.company.head_above(task.assignee)
    if task.pauses >= rule.tell_head_from and head is not None:
        run.tell("paused_often", head, f"t{task.n}.p{task.pauses}", task=task.n)


def resume(run: Run, task: TaskState, *, by_timer: bool = False) -> TaskState:
    """Wake a task: every clock goes on where it stood, at night from the next opening.

    A ladder that passed to somebody else meanwhile begins anew; a deadline whose date was edited meanwhile moves.
    """
    if task.paused is None:
        raise Refusal("conflict", "not_paused")
    asleep, work_time = task.paused, run.company.work_time(task.assignee)
    start = work_time.next_opening(run.now)
    ladders.disarm(run, task)
    anew, dated = task.why.get("anew"), task.why.get("redate")
    why = {key: value for key, value in task.why.items() if key not in ("anew", "redate")}
    changes: dict[str, Any] = {"paused": None}
    if asleep.due_left is not None:
        changes["due_at"] = work_time.add_minutes(start, asleep.due_left)
        spent = {"since": asleep.since.isoformat(), "until": run.now.isoformat()}
        why["pauses"] = [*task.why.get("pauses", ()), spent]
    task = run.change(task, why=why, **changes)
    for key, ordinal, left in () if anew else asleep.timers:
        run.arm(TimerState(key, task.visit, work_time.add_minutes(start, left), task.n, ordinal))
    due = task.due_at.isoformat() if task.due_at else None
    run.say("task.resumed", {"task": task.n, "key": task.key, "due": due}, automatic=by_timer)
    if by_timer:
        for person in holders(task):
            run.tell("task_returned", person, f"t{task.n}.p{task.pauses}", task=task.n)
    if anew:
        ladders.begin(run, task)
    if dated:
        redate_one(run, task)
    return run.tasks[task.n]


def resume_by_hand(run: Run, what: Resume) -> None:
    task, granted = opened(run, what.task)
    if granted not in HOLDING:
        raise Refusal("forbidden", "not_your_task")
    resume(run, task)
