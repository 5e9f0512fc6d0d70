"""Handing a task to a colleague: on one's own behalf, for good, and back; one more approver."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marshrut.definitions.schema.pack import Task
from marshrut.org.rules.absence import Link

from . import ladders, own_cards
from .decision import Refusal
from .definition import OPINION
from .happenings import AddApprover, Delegate, Forward, TakeBack
from .opening import announce, give_one
from .people import HOLDING, Found, colleague, everyone, holders, opened, owner, owners, right
from .run import Run
from .sleeping import resume
from .state import TaskState
from .words import MAX_REASON, said


def delegate(run: Run, what: Delegate) -> None:
    """A colleague decides on my behalf, in my place among several; I may take it back."""
    task = _mine(run, what.task)
    assert run.actor is not None
    _may_have(run, task, what.to)
    task = _awake(run, task)
    behind = task.behalf.get(run.actor, ())
    way = (*behind, Link(run.actor, what.to, "delegation"))
    task = _given(run, _swapped(task, run.actor, what.to, way))
    body: dict[str, Any] = {"by": run.actor, "holder": what.to, "for": owner(task, what.to)}
    announce(run, task, "task.delegated", _reason(what.reason), to=(what.to,), **body)


def take_back(run: Run, what: TakeBack) -> None:
    """What I delegated is mine again, until it is decided."""
    task = run.task(what.task)
    lent = (p for p, way in task.behalf.items() if (way[-1].because, way[-1].of) == ("delegation", run.actor))
    holder = next(lent, None)
    if task.state != "open":
        raise Refusal("conflict", "task_closed")
    if holder is None or run.actor is None or not run.company.active(run.actor):
        raise Refusal("forbidden", "not_your_task")
    task = _awake(run, task)
    task = _given(run, _swapped(task, holder, run.actor, task.behalf[holder][:-1]))
    run.tell("task_gone", holder, f"t{task.n}.{task.turn}", task=task.n)
    body: dict[str, Any] = {"from": holder}
    announce(run, task, "task.taken_back", to=(), **body)


def forward(run: Run, what: Forward) -> None:
    """Hand the task over for good; its ladder starts anew in the colleague's working time.

    Who stands in has nothing to give away: his task is delegated, and goes back with the absence.
    """
    managed = run.managing and not _mine_too(run, what.task)
    if not managed and run.actor in run.task(what.task).behalf:
        delegate(run, Delegate(what.task, what.to, what.reason))
        return
    task = _managed(run, what) if managed else _mine(run, what.task)
    _may_have(run, task, what.to)
    if managed and run.rule_of(task).kind == "approve" and what.to not in _of_the_route(run, task):
        raise Refusal("invalid", "not_of_the_route", fields={"to": "not_of_the_route"})
    task = _awake(run, task)
    why = {**task.why, "delegated": own_cards.handing(run, task)}
    heir = replace(task, assignee=what.to, co=(), behalf={}, why=why)
    announce(run, _given(run, heir), "task.forwarded", _reason(what.reason), by=run.actor)


def _mine(run: Run, n: int) -> TaskState:
    task, granted = opened(run, n)
    if not run.rule_of(task).delegate:
        raise Refusal("conflict", "not_delegable")
    if granted == "delegate":
        raise Refusal("forbidden", "not_yours_to_hand_on")
    if granted not in ("own", "substitute"):
        raise Refusal("forbidden", "not_your_task")
    return task


def _mine_too(run: Run, n: int) -> bool:
    """Whoever manages and holds the task himself hands it on as every holder may."""
    task = run.task(n)
    assert run.actor is not None
    return task.state == "open" and run.rule_of(task).delegate and right(run, task, run.actor) in ("own", "substitute")


def _managed(run: Run, what: Forward) -> TaskState:
    """Whoever may manage hands on any open task of others' cards, also one the route lets nobody hand on by himself.

    He gives nothing to himself, and an approval only to whom the route knows for it: who chooses does not decide.
    """
    task = run.task(what.task)
    if task.state != "open" or task.key == OPINION:
        raise Refusal("conflict", "task_closed" if task.state != "open" else "not_delegable")
    if run.actor == run.author:
        raise Refusal("forbidden", "not_on_own_card")
    if what.to == run.actor:
        raise Refusal("invalid", "not_to_yourself", fields={"to": "not_to_yourself"})
    return task


def _of_the_route(run: Run, task: TaskState) -> set[int]:
    """Who might decide an approval: people of its rule, of its escalations, and the heads of its people and author."""
    rule = run.rule_of(task)
    opening = (one for rung in rule.ladder if rung.do == "escalate" and rung.may_decide for one in rung.to)
    known = {one.person for one in everyone(run, (*rule.assignee, *rule.may_also, *rule.otherwise, *opening), task)}
    for person in (*holders(task), *owners(task), run.author):
        known.update(run.company.heads_up(person))
    return known


def _may_have(run: Run, task: TaskState, to: int) -> None:
    """The colleague is here, has no voice in this decision yet, and may decide it."""
    colleague(run, to, "to")
    group = run.beside(task)
    if to in task.chain or any(to in (*holders(one), *owners(one), one.decided_by) for one in group):
        raise Refusal("invalid", "already_theirs", fields={"to": "already_theirs"})
    heir = replace(task, assignee=to, co=(), behalf={})
    if (to == run.author and run.rule_of(task).kind == "approve") or right(run, heir, to) is None:
        raise Refusal("forbidden", "may_not_decide", fields={"to": "may_not_decide"})


def _swapped(task: TaskState, gone: int, to: int, way: tuple[Link, ...]) -> TaskState:
    """The same task with another person in the place of one of its holders."""
    first, *others = [to if person == gone else person for person in holders(task)]
    behalf = {person: links for person, links in task.behalf.items() if person != gone}
    if way:
        behalf[to] = way
    return replace(task, assignee=first, co=tuple(others), behalf=behalf)


def _awake(run: Run, task: TaskState) -> TaskState:
    return task if task.paused is None else resume(run, task)


def _given(run: Run, heir: TaskState) -> TaskState:
    """Not taken, its ladder stopped: `announce` starts it for the new holder."""
    ladders.disarm(run, heir)
    why = {**heir.why, "turn": heir.turn + 1}
    escalated = tuple(person for person in heir.escalated if person not in holders(heir))
    return run.put(replace(heir, taken_at=None, taken_by=None, escalated=escalated, why=why))


def _reason(raw: str) -> dict[str, str]:
    reason = said(raw)[:MAX_REASON]
    return {"reason": reason} if reason else {}


def add_approver(run: Run, what: AddApprover) -> None:
    """The running round needs this person, too: beside the others, or next in the chain."""
    task, granted = opened(run, what.task)
    rule = run.rule_of(task)
    if rule.kind != "approve" or task.key == OPINION:
        raise Refusal("conflict", "not_an_approval")
    if granted not in HOLDING:
        raise Refusal("forbidden", "not_your_task")
    _may_join(run, task, what.person)
    body = {"task": task.n, "key": task.key, "person": what.person}
    run.say("task.approver_added", body, _reason(what.reason))
    added = {"by": run.actor}
    if rule.chain:
        run.change(task, chain=(what.person, *task.chain), why={**task.why, "added": added})
    else:
        _beside(run, rule, task, what.person)


def _may_join(run: Run, task: TaskState, person: int) -> None:
    colleague(run, person, "person")
    group = run.beside(task)
    if person in task.chain or any(person in (*holders(one), *owners(one), one.decided_by) for one in group):
        raise Refusal("invalid", "already_theirs", fields={"person": "already_theirs"})
    heir = replace(task, assignee=person, co=(), behalf={})
    if person == run.author or right(run, heir, person) is None:
        raise Refusal("forbidden", "may_not_decide", fields={"person": "may_not_decide"})


def _beside(run: Run, rule: Task, task: TaskState, person: int) -> None:
    """One vote more is needed of everybody who has not voted yet."""
    quorum = task.quorum + 1
    for other in run.open_tasks():
        if other.group == task.group:
            run.change(other, quorum=quorum)
    why = {"rule": "added", "by": run.actor}
    give_one(run, rule, Found(person, why), group=task.group, quorum=quorum, why={"added": {"by": run.actor}})
