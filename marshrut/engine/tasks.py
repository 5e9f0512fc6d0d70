"""What people do with tasks: take, decide, delegate, pause, resume."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from marshrut.definitions.schema.pack import Outcome, Task

from . import ladders, robots
from .decision import Refusal
from .fields import CONTROL, BadValue, blank, clean, empty
from .happenings import Complete, Delegate, Pause, Resume, Take
from .opening import announce, open_next
from .people import Right, holders, right
from .run import Run
from .stages import enter, finish_if_done
from .state import Paused, TaskState, TimerState

MAX_REASON = 4000


def _open(run: Run, n: int) -> tuple[TaskState, Right]:
    """The open task and the actor's right to it; says who was first when it is closed."""
    task = run.task(n)
    assert run.actor is not None
    if task.state == "done":
        at = task.decided_at.isoformat() if task.decided_at else ""
        raise Refusal("conflict", "already_decided", person=task.decided_by, at=at, outcome=task.outcome, task=task.key)
    if task.state == "cancelled":
        raise Refusal("conflict", "task_closed")
    granted = right(run, task, run.actor)
    if granted is None:
        raise Refusal("forbidden", "not_your_task")
    return task, granted


def take(run: Run, what: Take) -> None:
    """«Взять в работу»: of several people, the first to take the task has it."""
    task, granted = _open(run, what.task)
    if not run.rule_of(task).take:
        raise Refusal("conflict", "nothing_to_take")
    if task.taken_at is not None:
        raise Refusal("conflict", "already_taken", person=task.taken_by)
    if task.paused is not None:
        task = resume(run, task)
    if run.actor in task.co:
        others = tuple(person for person in holders(task) if person != run.actor)
        task = run.change(task, assignee=run.actor, co=others)
    task = run.change(task, taken_at=run.now, taken_by=run.actor)
    run.say("task.taken", {"task": task.n, "key": task.key, "how": granted})
    ladders.taken(run, task)


def complete(run: Run, what: Complete) -> None:
    """An outcome is chosen: check it, record it, count the votes, go where it leads."""
    task, granted = _open(run, what.task)
    rule = run.rule_of(task)
    outcome = run.definition.outcome(task.stage, task.key, what.outcome)
    if what.edition is not None and what.edition != run.edition:
        raise Refusal("conflict", "changed_since_seen")
    if not run.holds(outcome.when):
        raise Refusal("conflict", "outcome_unavailable")
    _one_vote_each(run, task, rule)
    reason = _reason(outcome, what.reason)
    _fill(run, rule, outcome, what)
    _within_own_limit(run, task, rule, outcome)
    ladders.disarm(run, task)
    task = run.change(
        task,
        state="done",
        outcome=outcome.key,
        reason=reason,
        decided_by=run.actor,
        decided_at=run.now,
        paused=None,
    )
    body = {"task": task.n, "key": task.key, "stage": task.stage, "outcome": outcome.key, "for": task.assignee}
    mark = {"how": granted, **({"self": True} if run.actor == run.author and rule.kind == "approve" else {})}
    run.say("task.completed", {**body, **mark}, {"reason": reason} if reason else {})
    if rule.kind == "approve" and outcome.style == "positive":
        run.locked = True
    if outcome.style == "positive" and open_next(run, task):
        return
    winner = outcome if rule.chain else _winner(run, rule, task)
    if winner is not None:
        _finish(run, rule, task, winner)


def _one_vote_each(run: Run, task: TaskState, rule: Task) -> None:
    if not rule.chain and any(other.decided_by == run.actor for other in _group(run, task)):
        raise Refusal("conflict", "already_voted")


def _group(run: Run, task: TaskState) -> list[TaskState]:
    return [other for other in run.tasks.values() if other.group == task.group]


def _within_own_limit(run: Run, task: TaskState, rule: Task, outcome: Outcome) -> None:
    """One's own card only up to the limit (A4.8), by the sum as this decision leaves it. Refusing is always free."""
    limit = task.amounts.get(ladders.OWN_LIMIT)
    if run.actor != run.author or outcome.style == "negative" or limit is None:
        return
    fields = [r.self_limit_field for r in rule.assignee if r.when_self == "self" and r.self_limit_field]
    if any(Decimal(run.fields.get(field) or 0) > limit for field in fields):
        raise Refusal("forbidden", "over_self_limit")


def said(raw: str) -> str:
    """What a person wrote, without signs nobody sees; nothing when nobody would see anything."""
    return "" if blank(raw) else CONTROL.sub("", raw).strip()


def _reason(outcome: Outcome, raw: str) -> str:
    reason = said(raw)
    if outcome.reason == "required" and not reason:
        raise Refusal("invalid", "reason_required", fields={"reason": "reason_required"})
    if len(reason) > MAX_REASON:
        raise Refusal("invalid", "reason_required", fields={"reason": "too_long"})
    return reason


def _fill(run: Run, rule: Task, outcome: Outcome, what: Complete) -> None:
    """Fields of the task's own form; others are refused, missing ones named."""
    form = {entry.field: entry for entry in rule.form}
    troubles: dict[str, str] = {}
    changes: dict[str, list[Any]] = {}
    for key, raw in what.fields.items():
        if key not in form:
            troubles[key] = "not_in_form"
            continue
        try:
            value = clean(run.definition.card_type.fields[key], raw)
        except BadValue as trouble:
            troubles[key] = str(trouble)
            continue
        old = run.fields.get(key)
        if value is None or value == old:
            continue
        if run.locked and run.definition.card_type.fields[key].locked_by_approval and not empty(old):
            troubles[key] = "locked"
        changes[key] = [old, value]
    filled = {**run.fields, **{key: after for key, (_, after) in changes.items()}}
    needed = {*outcome.needs, *(key for key, entry in form.items() if entry.required and outcome.style == "positive")}
    troubles.update({key: "required" for key in needed if key not in troubles and empty(filled.get(key))})
    if troubles:
        raise Refusal("invalid", "bad_fields", fields=troubles)
    if changes:
        run.write(changes, task=what.task)


def _winner(run: Run, rule: Task, task: TaskState) -> Outcome | None:
    """The outcome of the group, once it is certain: enough votes, a decisive one, or no other can be reached."""
    group = _group(run, task)
    votes = Counter(other.outcome for other in group if other.state == "done")
    waiting = sum(other.state == "open" for other in group)
    needed = {outcome.key: 1 if outcome.decisive else task.quorum for outcome in rule.outcomes}
    for outcome in rule.outcomes:
        if votes[outcome.key] >= needed[outcome.key]:
            return outcome
    if waiting and any(votes[o.key] + waiting >= needed[o.key] for o in rule.outcomes if not o.decisive):
        return None
    voted = [outcome for outcome in rule.outcomes if votes[outcome.key]]
    return next((outcome for outcome in voted if outcome.style == "negative"), voted[-1])


def _finish(run: Run, rule: Task, task: TaskState, outcome: Outcome) -> None:
    for other in run.open_tasks():
        if other.group == task.group:
            ladders.disarm(run, other)
            run.change(other, state="cancelled", paused=None)
            run.say("task.cancelled", {"task": other.n, "key": other.key, "because": "decided"}, automatic=True)
    visit = run.visit
    robots.work(run, outcome.robots, f"outcome/{task.stage}/{rule.key}/{outcome.key}", enter)
    if run.visit != visit:
        return
    if outcome.to is not None:
        enter(run, outcome.to, {"rule": "outcome", "task": rule.key, "outcome": outcome.key})
    else:
        finish_if_done(run)


def delegate(run: Run, what: Delegate) -> None:
    """Hand the task to a colleague; its ladder starts anew in their working time."""
    task, granted = _open(run, what.task)
    rule = run.rule_of(task)
    if not rule.delegate:
        raise Refusal("conflict", "not_delegable")
    if granted != "own":
        raise Refusal("forbidden", "not_your_task")
    if not run.company.active(what.to):
        raise Refusal("invalid", "no_such_person", fields={"to": "no_such_person"})
    if what.to in task.chain or any(what.to in (*holders(t), t.decided_by) for t in _group(run, task)):
        raise Refusal("invalid", "already_theirs", fields={"to": "already_theirs"})
    heir = replace(task, assignee=what.to, co=())
    if (what.to == run.author and rule.kind == "approve") or right(run, heir, what.to) is None:
        raise Refusal("forbidden", "may_not_decide", fields={"to": "may_not_decide"})
    if task.paused is not None:
        task = resume(run, task)
    ladders.disarm(run, task)
    why = {**task.why, "delegated": {"by": run.actor}, "turn": task.turn + 1}
    task = run.change(
        task,
        assignee=what.to,
        co=(),
        taken_at=None,
        taken_by=None,
        escalated=tuple(person for person in task.escalated if person != what.to),
        why=why,
    )
    reason = said(what.reason)[:MAX_REASON]
    announce(run, task, "task.delegated", by=run.actor)
    if reason:
        last = run.lines.pop()
        run.lines.append(replace(last, values={"reason": reason}))


def pause(run: Run, what: Pause) -> None:
    """Put a task to sleep; deadline and ladder keep their remaining working minutes (A0.1)."""
    task, granted = _open(run, what.task)
    rule = run.rule_of(task).pause
    if rule is None or granted != "own":
        raise Refusal("conflict", "not_pausable")
    if task.paused is not None:
        raise Refusal("conflict", "already_paused")
    if not run.now < what.until <= run.now + timedelta(days=rule.max_days):
        raise Refusal("invalid", "pause_length", fields={"until": "pause_length"}, days=rule.max_days)
    reason = said(what.reason)[:MAX_REASON]
    if rule.reason == "required" and not reason:
        raise Refusal("invalid", "reason_required", fields={"reason": "reason_required"})
    work_time = run.company.work_time(task.assignee)
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
    """Wake a task: every clock goes on where it stood, at night from the next opening."""
    if task.paused is None:
        raise Refusal("conflict", "not_paused")
    asleep, work_time = task.paused, run.company.work_time(task.assignee)
    start = work_time.next_opening(run.now)
    ladders.disarm(run, task)
    changes: dict[str, Any] = {"paused": None}
    if asleep.due_left is not None:
        changes["due_at"] = work_time.add_minutes(start, asleep.due_left)
        spent = {"since": asleep.since.isoformat(), "until": run.now.isoformat()}
        changes["why"] = {**task.why, "pauses": [*task.why.get("pauses", ()), spent]}
    task = run.change(task, **changes)
    for key, ordinal, left in asleep.timers:
        run.arm(TimerState(key, task.visit, work_time.add_minutes(start, left), task.n, ordinal))
    due = task.due_at.isoformat() if task.due_at else None
    run.say("task.resumed", {"task": task.n, "key": task.key, "due": due}, automatic=by_timer)
    if by_timer:
        for person in holders(task):
            run.tell("task_returned", person, f"t{task.n}.p{task.pauses}", task=task.n)
    return task


def resume_by_hand(run: Run, what: Resume) -> None:
    task, granted = _open(run, what.task)
    if granted != "own":
        raise Refusal("forbidden", "not_your_task")
    resume(run, task)
