"""Opening tasks: for whom, until when, with which ladder, and why."""

from __future__ import annotations

from typing import Any

from marshrut.definitions.schema.pack import Task

from . import ladders
from .deadlines import deadline
from .people import Found, assignees, barred, holders
from .run import Run
from .state import TaskState


def open_task(run: Run, rule: Task) -> None:
    """Open the task for everyone who must decide it now, with deadline, ladder and notices."""
    if run.holds(rule.when):
        _give(run, rule, assignees(run, rule))


def _give(run: Run, rule: Task, found: list[Found]) -> None:
    if rule.chain:
        first, *rest = found
        _open(run, rule, first, chain=tuple(one.person for one in rest))
    elif rule.decide == "any":
        first, *rest = found
        _open(run, rule, first, co=tuple(one.person for one in rest))
    else:
        quorum = len(found) if rule.decide == "all" else min(int(rule.decide), len(found))
        group = run.last_task + 1
        for one in found:
            _open(run, rule, one, group=group, quorum=quorum)


def open_next(run: Run, done: TaskState) -> bool:
    """The next person of a chain who still works here and may decide; False when that was the last one."""
    rule = run.rule_of(done)
    out = barred(run, rule)
    left = [person for person in done.chain if person not in out and run.company.active(person)]
    if left:
        why = {"rule": "chain", "after": done.assignee}
        _open(run, rule, Found(left[0], why), group=done.group, chain=tuple(left[1:]))
    return bool(left)


def _open(run: Run, rule: Task, found: Found, *, group: int | None = None, **extra: Any) -> None:
    run.last_task += 1
    n = run.last_task
    until = deadline(run, rule, found.person)
    parent = next(
        (t.n for t in run.open_tasks() if rule.parent and t.key == rule.parent and t.visit == run.visit), None
    )
    task = run.put(
        TaskState(
            n=n,
            key=rule.key,
            stage=run.stage,
            visit=run.visit,
            round=run.round,
            group=group or n,
            assignee=found.person,
            opened_at=run.now,
            parent=parent,
            due_at=until.at,
            amounts=ladders.amounts(run, rule),
            why={"who": found.why, "due": dict(until.why)},
            **extra,
        )
    )
    announce(run, task, "task.opened")


def announce(run: Run, task: TaskState, kind: str, **body: Any) -> None:
    """Say who has the task now, tell them, and start the ladder."""
    due = task.due_at.isoformat() if task.due_at else None
    run.say(
        kind,
        {"task": task.n, "key": task.key, "stage": task.stage, "to": list(holders(task)), "due": due, **body},
        automatic=kind == "task.opened",
    )
    for person in holders(task):
        if person != run.actor:  # who gave it to themselves is looking at it
            run.tell("task_opened", person, f"t{task.n}.{task.turn}", task=task.n)
    ladders.begin(run, task)


def readdress(run: Run, changed: set[str]) -> None:
    """After a change of content: tasks whose people depend on it go to the right people (A4.8 limit by sum).

    A chain under way, a group that has begun to vote and a task that was handed over stay as they are.
    """
    for group in dict.fromkeys(task.group for task in run.open_tasks()):
        tasks = [task for task in run.tasks.values() if task.group == group]
        rule = run.rule_of(tasks[0])
        if (
            rule.chain
            or not _fields_of_people(rule) & changed
            or any(t.state == "done" or "delegated" in t.why for t in tasks)
        ):
            continue
        found = assignees(run, rule)
        if {one.person for one in found} != {person for task in tasks for person in holders(task)}:
            for task in tasks:
                ladders.disarm(run, task)
                run.change(task, state="cancelled", paused=None)
                body = {"task": task.n, "key": task.key, "because": "readdressed"}
                run.say("task.cancelled", body, automatic=True)
            _give(run, rule, found)


def _fields_of_people(rule: Task) -> set[str | None]:
    resolvers = (*rule.assignee, *rule.otherwise)
    return {key for r in resolvers for key in (r.self_limit_field, r.person_in, r.head_of, r.heads_of, r.up_to_field)}


def redate(run: Run, changed: set[str]) -> None:
    """After a change of content: deadlines that come from it move, and their ladders begin anew (S4.7)."""
    for task in run.open_tasks():
        rule = run.rule_of(task)
        if task.paused is not None or not any(due.field in changed for due in rule.due):
            continue
        until = deadline(run, rule, task.assignee, task.opened_at)
        if until.at == task.due_at:
            continue
        ladders.disarm(run, task)
        why = {**task.why, "due": dict(until.why), "turn": task.turn + 1}
        moved = run.change(task, due_at=until.at, why=why)
        due = until.at.isoformat() if until.at else None
        run.say("task.redated", {"task": moved.n, "key": moved.key, "due": due}, automatic=True)
        for person in holders(moved):
            if person != run.actor:
                run.tell("task_redated", person, f"t{moved.n}.{moved.turn}", task=moved.n)
        ladders.begin(run, moved)
