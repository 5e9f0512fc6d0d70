"""`decide`: the one function that says what happens to a card.

It is pure: the same arguments give the same decision in production, in rehearsal, in proofs and in property tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import (
    children,
    content,
    correspondence,
    covering,
    following,
    handing,
    ladders,
    led,
    opinions,
    papers,
    signals,
    sleeping,
    stages,
    tasks,
    undoing,
)
from .company import Company
from .decision import Decision, Refusal
from .definition import Definition
from .fields import clean_all
from .happenings import (
    AddApprover,
    Adopt,
    Ask,
    ChildFinished,
    Complete,
    Cover,
    Create,
    Delegate,
    Edit,
    Fire,
    Forward,
    Happening,
    Move,
    Note,
    Pause,
    Place,
    Restart,
    Resume,
    Signal,
    Start,
    Take,
    TakeBack,
    Undo,
    Withdraw,
)
from .people import binds, everyone, right
from .run import Run
from .state import CardState, TimerState
from .words import MAX_REASON, said


def decide(
    definition: Definition,
    card: CardState,
    happening: Happening,
    now: datetime,
    company: Company,
    actor: int | None = None,
    deciding: bool = False,
    managing: bool = False,
) -> Decision:
    """Decide what `happening`, caused by `actor` (None: the system), does to `card` at `now` (aware UTC).

    `deciding`, `managing`: on the stage where the card is the company grants the actor decisions on tasks of others,
    and handing them on.

    Raises Refusal when it may do nothing. Rights by grants are checked by the caller before; rights that belong to a
    task (assignee, escalation, duty separation) are checked here.
    """
    run = Run(definition, card, now, company, actor, deciding, managing)
    if isinstance(happening, Fire):
        return _fire(run, happening)
    covering.cover(run)
    _HANDLERS[type(happening)](run, happening)
    return decided(run)


def decided(run: Run) -> Decision:
    """With what a list that changed has brought to its end, and what others must learn of it."""
    tasks.conclude(run)
    papers.file(run)
    correspondence.tell(run)
    following.tell(run)
    led.tell(run)
    children.correct(run)
    return run.decision()


def _create(run: Run, what: Create) -> None:
    card_type = run.definition.card_type
    led.only_by_source(run)
    content.only_own(run, what.fields)
    values = clean_all(card_type, what.fields)
    content.check_days(run, values)
    values |= following.numbers(run, values, draft=not what.start)
    run.fields = {key: value for key, value in values.items() if value is not None}
    run.say("card.created", {"type": card_type.key, "version": run.definition.version}, run.fields)
    stages.enter(run, card_type.start.key, {"rule": "created"}, quiet=True)
    if what.start and run.stage == card_type.start.key:
        _start(run)


def _start(run: Run, _what: Start | None = None) -> None:
    if run.stage != run.definition.card_type.start.key:
        raise Refusal("conflict", "already_started")
    following.set_out(run)
    stages.enter(run, run.definition.card_type.first, {"rule": "started"})
    content.warn_about_dates(run, set(run.fields))


def _restart(run: Run, _what: Restart | None = None) -> None:
    rule = run.definition.card_type.restart
    if rule is None or run.stage not in rule.from_:
        raise Refusal("conflict", "cannot_restart")
    stages.enter(run, rule.to, {"rule": "restarted", "round": run.round + 1})
    content.warn_about_dates(run, set(run.fields))


def _withdraw(run: Run, what: Withdraw) -> None:
    rule = run.definition.card_type.withdraw
    stage = run.definition.stages[run.stage]
    if rule is None or stage.kind != "work":
        raise Refusal("conflict", "cannot_withdraw")
    decided = (task for task in run.tasks.values() if binds(task, run.rule_of(task), run.author))
    if run.stage not in rule.late and any(task.round == run.round for task in decided):
        raise Refusal("conflict", "withdraw_too_late")
    reason = said(what.reason)[:MAX_REASON]
    body = {"round": run.round, "from": run.stage, "to": rule.to}
    run.say("card.withdrawn", body, {"reason": reason} if reason else {})
    stages.enter(run, rule.to, {"rule": "withdrawn"}, quiet=True)


def _move(run: Run, what: Move) -> None:
    """By hand: where the route lets this person carry the card, or where a plain outcome of their task leads."""
    card_type, actor, to = run.definition.card_type, run.actor, what.to
    if to not in run.definition.stages:
        raise Refusal("invalid", "no_such_stage")
    if to == run.stage:
        raise Refusal("conflict", "already_there")
    if (
        card_type.restart
        and run.stage in card_type.restart.from_
        and to == card_type.restart.to
        and actor == run.author
    ):
        _restart(run)
        return
    for move in run.definition.stages[run.stage].moves:
        if move.to == to and run.holds(move.when) and any(one.person == actor for one in everyone(run, move.by)):
            started = run.stage == card_type.start.key and to == card_type.first
            if started:
                following.set_out(run)
            stages.enter(run, to, {"rule": "started" if started else "by_hand"})
            if started or run.round != run.before.round:
                content.warn_about_dates(run, set(run.fields))
            return
    _move_by_outcome(run, what)


def _move_by_outcome(run: Run, what: Move) -> None:
    for task in run.open_tasks():
        for outcome in sorted(
            run.rule_of(task).outcomes, key=lambda one: one.skip
        ):  # to carry it on is to have done it
            if outcome.to == what.to and run.actor is not None and right(run, task, run.actor):
                tasks.complete(run, Complete(task.n, outcome.key, edition=what.edition))
                return
    raise Refusal("conflict", "move_not_allowed")


def _child_finished(run: Run, what: ChildFinished) -> None:
    child = next((c for c in run.children if (c.key, c.visit) == (what.key, what.visit)), None)
    if child is None or child.state != "awaited":
        raise Refusal("conflict", "child_unknown")
    run.child(replace(child, state=what.kind))
    run.say("card.child_finished", {"key": what.key, "kind": what.kind}, automatic=True)
    failed = run.definition.stages[run.stage].child_failed if what.kind == "failure" else None
    if what.visit == run.visit and failed is not None:
        stages.enter(run, failed, {"rule": "child_failed", "child": what.key})
    elif what.visit == run.visit:
        stages.finish_if_done(run)


def _fire(run: Run, what: Fire) -> Decision:
    """A timer fires only while it is armed and what it belongs to is current; else it is put down as stale."""
    timer = TimerState(what.key, what.visit, what.due_at, what.task, what.ordinal, what.id)
    armed = [known for known in run.timers if _same(known, timer)]
    run.timers = [known for known in run.timers if known not in armed]
    covering.cover(run)
    task = run.tasks.get(what.task) if what.task is not None else None
    if not armed or what.visit != run.visit or (what.task is not None and (task is None or task.state != "open")):
        fired = False
    elif task is None:
        fired = stages.fire(run, timer)
    elif timer.key == "resume":
        fired = task.paused is not None
        if fired:
            sleeping.resume(run, task, by_timer=True)
    else:
        fired = ladders.fire(run, task, timer)
    return replace(decided(run), settled=(timer, "fired" if fired else "stale"))


def _same(one: TimerState, other: TimerState) -> bool:
    """Timers that were stored are told apart by their ids, others by their names."""
    if other.id is not None:
        return one.id == other.id
    return (one.visit, one.task, one.key, one.ordinal) == (other.visit, other.task, other.key, other.ordinal)


_HANDLERS: Mapping[type, Callable[[Run, Any], None]] = {
    Create: _create,
    Start: _start,
    Restart: _restart,
    Withdraw: _withdraw,
    Edit: content.edit,
    Move: _move,
    Take: tasks.take,
    Complete: tasks.complete,
    Cover: lambda _run, _what: None,
    Delegate: handing.delegate,
    TakeBack: handing.take_back,
    Forward: handing.forward,
    Ask: opinions.ask,
    AddApprover: handing.add_approver,
    Undo: undoing.undo,
    Pause: sleeping.pause,
    Resume: sleeping.resume_by_hand,
    ChildFinished: _child_finished,
    Signal: signals.signal,
    Note: content.note,
    Adopt: led.adopt,
    Place: led.place,
}
