"""Opening tasks: for whom, until when, with which ladder, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from marshrut.definitions.schema.pack import Stage, Task

from . import covering, ladders, own_cards
from .closing import close
from .deadlines import Deadline, deadline
from .definition import OPINION
from .people import Found, assignees, barred, handed_on, holders, named, owners
from .run import Run
from .state import NOTHING, TaskState


def open_task(run: Run, rule: Task) -> None:
    """Open the task for everyone who must decide it now, with deadline, ladder and notices."""
    if run.holds(rule.when):
        _give(run, rule, assignees(run, rule))


def _give(run: Run, rule: Task, found: list[Found]) -> None:
    if rule.chain:
        first, *rest = found
        give_one(run, rule, first, chain=tuple(one.person for one in rest))
    elif rule.decide == "any":
        first, *rest = found
        give_one(run, rule, first, co=tuple(one.person for one in rest))
    else:
        quorum = len(found) if rule.decide == "all" else min(int(rule.decide), len(found))
        group, people = run.last_task + 1, frozenset(one.person for one in found)
        for one in found:
            give_one(run, rule, one, group=group, beside=people, quorum=quorum)


def open_next(run: Run, done: TaskState) -> bool:
    """The next person of a chain who still works here and may decide; False when that was the last one.

    Who has decided in it already, standing in for an earlier one, is not asked again.
    """
    rule = run.rule_of(done)
    chain = [task for task in run.tasks.values() if task.group == done.group]
    out = barred(run, rule) | {task.decided_by for task in chain if task.decided_by in task.behalf}
    left = [person for person in done.chain if person not in out and run.company.active(person)]
    if left:
        why = {"rule": "chain", "after": done.assignee}
        give_one(run, rule, Found(left[0], why), group=done.group, chain=tuple(left[1:]))
    return bool(left)


def give_one(
    run: Run,
    rule: Task,
    found: Found,
    *,
    group: int | None = None,
    beside: frozenset[int] = frozenset(),
    **extra: Any,
) -> TaskState:
    """Open one task for one person and `co`; who is away is replaced at once, by nobody of `beside`."""
    run.last_task += 1
    n = run.last_task
    parent = next(
        (t.n for t in run.open_tasks() if rule.parent and t.key == rule.parent and t.visit == run.visit), None
    )
    task = TaskState(
        n=n,
        key=rule.key,
        stage=run.stage,
        visit=run.visit,
        round=run.round,
        group=group or n,
        assignee=found.person,
        opened_at=run.now,
        **{"parent": parent, "amounts": ladders.amounts(run, rule), **extra},
    )
    task = covering.settled(run, task, beside)
    until = _as_before(run, task) or deadline(run, rule, task.assignee)
    why = {"who": found.why, "due": dict(until.why), **own_cards.freeze(run, rule), **task.why}
    task = run.put(replace(task, due_at=until.at, why=why))
    announce(run, task, "task.opened")
    return task


def _as_before(run: Run, task: TaskState) -> Deadline | None:
    """The deadline the task had when it was last open, where what brought it back gives no more time."""
    if not run.same_term:
        return None
    known = [one for one in run.tasks.values() if (one.stage, one.key, one.round) == (task.stage, task.key, run.round)]
    last = max(known, key=lambda one: one.n, default=None)
    return Deadline(last.due_at, last.why.get("due", {})) if last is not None and last.due_at else None


def announce(
    run: Run,
    task: TaskState,
    kind: str,
    values: Mapping[str, Any] = NOTHING,
    *,
    to: Iterable[int] | None = None,
    **body: Any,
) -> None:
    """Say who has the task now, tell them (or only `to`), and start the ladder."""
    due = task.due_at.isoformat() if task.due_at else None
    if task.behalf:
        body["links"] = [link for way in task.behalf.values() for link in covering.told(way)]
    run.say(
        kind,
        {"task": task.n, "key": task.key, "stage": task.stage, "to": list(holders(task)), "due": due, **body},
        values,
        automatic=kind == "task.opened",
    )
    for person in holders(task) if to is None else to:
        # who gave it to themselves is looking at it: it stands in their chat, and rings no bell
        own = {"read": True} if person == run.actor else {}
        run.tell("task_opened", person, f"t{task.n}.{task.turn}", task=task.n, **own)
    ladders.begin(run, task)


def readdress(run: Run, changed: set[str]) -> None:
    """After a change of content: tasks whose people depend on it go to the right people (A4.8 limit by sum).

    A chain under way, a group that has begun to vote and a task that people handed on stay as they are, but a group of
    everybody in a list lets in who is listed now, and readers out who are listed no more; only what the author handed
    on goes to others when he may not approve it himself any more.
    """
    for group in dict.fromkeys(task.group for task in run.open_tasks() if task.key != OPINION):
        tasks = [task for task in run.tasks.values() if task.group == group and task.state != "cancelled"]
        rule = run.rule_of(tasks[0])
        if rule.chain or not _fields_of_people(run, rule) & changed:
            continue
        lent = any(handed_on(task) and own_cards.lent_above(run, task, rule) for task in tasks)
        if any(_decided(task) or (handed_on(task) and not lent) for task in tasks):
            if rule.decide == "all":
                quorum = _leave(run, rule, tasks)
                still = [run.tasks[task.n] for task in tasks]
                _join(run, rule, [task for task in still if task.state != "cancelled"], quorum)
            continue
        found = assignees(run, rule)
        if lent or {one.person for one in found} != {person for task in tasks for person in owners(task)}:
            for task in tasks:
                close(run, task, "readdressed")
            _give(run, rule, found)


def _join(run: Run, rule: Task, tasks: list[TaskState], quorum: int) -> None:
    """Of fields that list people: one more voice each, beside those of the group."""
    fields = run.definition.card_type.fields
    lists = [resolver for resolver in rule.assignee if resolver.person_in and fields[resolver.person_in].several]
    known = {person for task in tasks for person in (*holders(task), *owners(task), task.decided_by)}
    new = [one for one in named(run, rule, lists) if one.person not in known]
    quorum += len(new)
    for task in tasks if new else ():
        if task.state == "open":
            run.change(task, quorum=quorum)
    beside = frozenset(person for person in (*known, *(one.person for one in new)) if person is not None)
    for one in new:
        give_one(run, rule, one, group=tasks[0].group, beside=beside, quorum=quorum)


def _leave(run: Run, rule: Task, tasks: list[TaskState]) -> int:
    """Whoever is to read it no more, and did not: one voice less. Approvers stay: nobody is outvoted by an edit.

    Returns how many voices are needed now.
    """
    keys = [resolver.person_in for resolver in rule.assignee if resolver.person_in]
    quorum = max(task.quorum for task in tasks if task.state == "open")
    if rule.kind != "acknowledge":
        return quorum
    gone = {person for key in keys for person in _listed(run.before.fields.get(key)) - _listed(run.fields.get(key))}
    mine = [task for task in tasks if task.state == "open" and not _decided(task) and not handed_on(task)]
    off = [task for task in mine if owners(task) and gone >= set(owners(task))]
    quorum -= len(off)
    for task in off:
        close(run, task, "readdressed")
    for task in tasks if off else ():
        if run.tasks[task.n].state == "open":
            run.change(run.tasks[task.n], quorum=quorum)
    return quorum


def _listed(value: Any) -> set[int]:
    return set(value) if isinstance(value, list) else set()


def _decided(task: TaskState) -> bool:
    """Also by whom: an added approver stays."""
    return task.state == "done" or "added" in task.why


def _fields_of_people(run: Run, rule: Task) -> set[str | None]:
    resolvers = (*rule.assignee, *rule.otherwise)
    own = {own_cards.field(run)} if rule.kind == "approve" and run.definition.card_type.self_approval else set()
    return own | {key for r in resolvers for key in (r.person_in, r.head_of, r.heads_of, r.up_to_field)}


def governing(run: Run, stage: Stage) -> set[str]:
    """Fields that say who has the tasks of the stage, and until when."""
    people = [key for rule in stage.tasks for key in _fields_of_people(run, rule)]
    return {key for key in (*people, *(due.field for rule in stage.tasks for due in rule.due)) if key is not None}


def redate(run: Run, changed: set[str]) -> None:
    """After a change of content: deadlines that come from it move (S4.7); of a sleeping task when it wakes."""
    for task in run.open_tasks():
        if not any(due.field in changed for due in run.rule_of(task).due):
            continue
        if task.paused is not None:
            run.change(task, why={**task.why, "redate": True})
        else:
            redate_one(run, task)


def redate_one(run: Run, task: TaskState) -> None:
    """The deadline by the content as it is now; the ladder begins anew when it moved."""
    until = deadline(run, run.rule_of(task), task.assignee, task.opened_at)
    if until.at == task.due_at:
        return
    put_redated(run, task, until)
    ladders.begin_anew(run, task.n)


def put_redated(run: Run, task: TaskState, until: Deadline) -> None:
    """Another deadline, which whoever has the task is told of."""
    moved = run.change(task, due_at=until.at, why={**task.why, "due": dict(until.why)})
    due = until.at.isoformat() if until.at else None
    run.say("task.redated", {"task": moved.n, "key": moved.key, "due": due}, automatic=True)
    for person in holders(moved):
        if person != run.actor:
            run.tell("task_redated", person, f"t{moved.n}.{moved.turn + 1}", task=moved.n)
