"""Opening tasks: for whom, until when, with which ladder, and why."""

from __future__ import annotations

from typing import Any

from marshrut.definitions.schema.pack import Task

from . import ladders
from .deadlines import deadline
from .people import Found, assignees, holders
from .run import Run
from .state import TaskState


def open_task(run: Run, rule: Task) -> None:
    """Open the task for everyone who must decide it now, with deadline, ladder and notices."""
    if not run.holds(rule.when):
        return
    found = assignees(run, rule)
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


def open_next(run: Run, done: TaskState) -> None:
    """The next person of a chain."""
    person, *rest = done.chain
    why = {"rule": "chain", "after": done.assignee}
    _open(run, run.rule_of(done), Found(person, why), group=done.group, chain=tuple(rest))


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
            run.tell("task_opened", person, f"t{task.n}.{len(run.lines)}", task=task.n)
    ladders.arm_since(run, task, "opened", run.now)


def readdress(run: Run, changed: set[str]) -> None:
    """After an edit: tasks whose people depend on a changed field go to the right people (A4.8 limit by sum)."""
    for task in run.open_tasks():
        rule = run.rule_of(task)
        used = {key for r in rule.assignee for key in (r.self_limit_field, r.person_in, r.head_of, r.heads_of)}
        if not used & changed or task.chain or "delegated" in task.why:
            continue
        found = assignees(run, rule)
        if rule.decide == "any" and {one.person for one in found} != set(holders(task)):
            ladders.disarm(run, task)
            run.change(task, state="cancelled")
            run.say("task.cancelled", {"task": task.n, "key": task.key, "because": "readdressed"}, automatic=True)
            open_task(run, rule)
