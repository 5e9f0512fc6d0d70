"""Taking and deciding tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from typing import Any

from marshrut.definitions.schema.pack import Outcome, Task

from . import following, ladders, opinions, own_cards, robots, undoing
from .closing import close, close_opinions
from .covering import told
from .decision import Refusal
from .definition import OPINION
from .fields import BadValue, clean, empty, missing, out_of_bounds
from .happenings import Complete, Take
from .named import Pressed
from .opening import open_next
from .people import Right, holders, opened, owner
from .run import Run
from .sleeping import resume
from .stages import enter, finish_if_done
from .state import TaskState
from .words import MAX_REASON, said


def take(run: Run, what: Take) -> None:
    """«Взять в работу»: of several people, the first to take the task has it."""
    task, granted = opened(run, what.task)
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
    task, granted = opened(run, what.task)
    rule = run.rule_of(task)
    outcome = run.definition.outcome(task.stage, task.key, what.outcome)
    if what.edition is not None and what.edition != run.edition:
        raise Refusal("conflict", "changed_since_seen")
    if not run.holds(outcome.when):
        raise Refusal("conflict", "outcome_unavailable")
    _one_vote_each(run, task, rule)
    because = _because(outcome, what.because)
    reason = _reason(outcome, what.reason, because)
    filled = _fill(run, rule, outcome, what)
    own_cards.check(run, task, rule, outcome)
    before = undoing.look(run, task, filled)
    ladders.disarm(run, task)
    task = run.change(
        task,
        state="done",
        outcome=outcome.key,
        reason=reason,
        skipped=outcome.skip,
        because=because,
        decided_by=run.actor,
        decided_at=run.now,
        paused=None,
    )
    _say(run, task, rule, granted, reason)
    close_opinions(run, task)
    if task.key == OPINION:
        opinions.given(run, task)
        return
    if rule.kind == "approve" and outcome.style == "positive":
        run.locked = True
    _go_on(run, task, rule, outcome)
    undoing.remember(run, task, before)


def _say(run: Run, task: TaskState, rule: Task, granted: Right, reason: str) -> None:
    assert run.actor is not None
    body: dict[str, Any] = {"task": task.n, "key": task.key, "stage": task.stage, "outcome": task.outcome}
    body["for"] = owner(task, run.actor if run.actor in holders(task) else task.assignee)
    body["how"] = granted
    if way := task.behalf.get(run.actor):
        body["links"] = told(way)
    if task.because:
        body["because"] = task.because
    if task.skipped:
        body["skipped"] = True
    run.say("task.completed", {**body, **own_cards.mark(run, task, rule)}, {"reason": reason} if reason else {})


def _go_on(run: Run, task: TaskState, rule: Task, outcome: Outcome) -> None:
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


def _because(outcome: Outcome, key: str) -> str:
    """The key of the listed reason; one is chosen wherever any are listed."""
    if outcome.reasons and not key:
        raise Refusal("invalid", "because_missing", fields={"because": "because_missing"})
    if key and outcome.because(key) is None:
        raise Refusal("invalid", "because_unknown", fields={"because": "because_unknown"})
    return key


def _reason(outcome: Outcome, raw: str, because: str) -> str:
    reason, chosen = said(raw), outcome.because(because)
    asked = outcome.reason == "required" or (chosen is not None and chosen.explain)
    if asked and not reason:
        raise Refusal("invalid", "reason_required", fields={"reason": "reason_required"})
    if len(reason) > MAX_REASON:
        raise Refusal("invalid", "reason_required", fields={"reason": "too_long"})
    return reason


def _fill(run: Run, rule: Task, outcome: Outcome, what: Complete) -> dict[str, Any]:
    """Fields of the task's own form; others are refused, missing ones named. Returns what stood there before."""
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
        if value == old or (value is None and not form[key].on_card):
            continue  # only a field of the card's own form can be emptied here
        if run.locked and run.definition.card_type.fields[key].locked_by_approval and not empty(old):
            troubles[key] = "locked"
        elif wrong := out_of_bounds(run.definition.card_type.fields[key], value, run.today):
            troubles[key] = wrong
        changes[key] = [old, value]
    _numbers(run, changes, troubles, [entry.field for entry in rule.asked(outcome)])
    filled = {**run.fields, **{key: after for key, (_, after) in changes.items()}}
    needed = {*outcome.needs, *(entry.field for entry in rule.asked(outcome) if entry.required)}
    card_type = run.definition.card_type
    troubles.update({key: "required" for key in needed - troubles.keys() if missing(card_type, key, filled)})
    if troubles:
        raise Refusal("invalid", "bad_fields", fields=troubles)
    if changes:
        run.write(changes, task=what.task)
    return {key: old for key, (old, _) in changes.items()}


def _numbers(run: Run, changes: dict[str, list[Any]], troubles: dict[str, str], asked: Container[str]) -> None:
    """Track numbers, as far as this decision writes them or their way."""
    kept, wrong = following.look(run, {key: after for key, (_, after) in changes.items()}, asked)
    for key, value in kept.items():
        changes[key] = [run.fields.get(key), value]
        if value == run.fields.get(key):
            del changes[key]
    troubles.update({key: code for key, code in wrong.items() if key not in troubles})


def _winner(run: Run, rule: Task, task: TaskState) -> Outcome | None:
    """The outcome of the group, once it is certain: enough votes, a decisive one, or no other can be reached.

    Nothing is approved without an added approver; his own refusal comes before the votes that waited for him.
    """
    group = _group(run, task)
    votes = Counter(other.outcome for other in group if other.state == "done")
    waiting = sum(other.state == "open" for other in group)
    needed = {outcome.key: 1 if outcome.decisive else task.quorum for outcome in rule.outcomes}
    missed = any(other.state == "open" and "added" in other.why for other in group)
    enough = [o for o in rule.outcomes if votes[o.key] >= needed[o.key] and not (missed and o.style == "positive")]
    if enough:
        return min(enough, key=lambda outcome: outcome.style != "negative")
    if waiting and any(votes[o.key] + waiting >= needed[o.key] for o in rule.outcomes if not o.decisive):
        return None
    voted = [outcome for outcome in rule.outcomes if votes[outcome.key]]
    return next((outcome for outcome in voted if outcome.style == "negative"), voted[-1])


def conclude(run: Run) -> None:
    """Readers were taken off a list, by a person or a program: who is left may have read it all."""
    seen: set[int] = set()
    while new := _left_by_readers(run) - seen:
        group = min(new)
        seen.add(group)
        rest = [one for one in run.tasks.values() if one.group == group and one.state != "cancelled"]
        if not rest or rest[-1].visit != run.visit or any(one.state == "open" for one in rest):
            continue
        rule = run.rule_of(rest[-1])
        if rule.kind == "acknowledge" and (winner := _winner(run, rule, rest[-1])) is not None:
            _finish(run, rule, rest[-1], winner)


def _left_by_readers(run: Run) -> set[int]:
    """Groups with a task that was closed because its people changed."""
    closed = [line.body for line in run.lines if line.kind == "task.cancelled"]
    return {run.tasks[body["task"]].group for body in closed if body["because"] == "readdressed"}


def _finish(run: Run, rule: Task, task: TaskState, outcome: Outcome) -> None:
    for other in run.open_tasks():
        if other.group == task.group:
            close(run, other, "decided")
    visit = run.visit
    place = f"outcome/{task.stage}/{rule.key}/{outcome.key}"
    run.pressed = Pressed(run.actor, task.because if task.outcome == outcome.key else "")
    robots.work(run, outcome.robots, place, enter, task.n)  # what was undone is decided under a number of its own
    run.pressed = Pressed()
    if run.visit != visit:
        return
    if outcome.to is not None:
        enter(run, outcome.to, {"rule": "outcome", "task": rule.key, "outcome": outcome.key})
    else:
        finish_if_done(run)
