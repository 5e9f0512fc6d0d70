"""A running card goes over to another version of its route: where it lands, what stays, what is closed, opened, lost.

Nothing is decided for anybody: the card rests where it stands, or on the stage that a person chose for it. No robot of
a stage works, and a card that would go on by itself at once is refused. What cannot be kept is said in the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from marshrut.definitions.schema.pack import Stage

from . import children, clocks, undoing
from .carrying import BECAUSE, fit_fields, go_over, land, open_new, restore_fields
from .closing import close
from .company import Company
from .decide import decided
from .decision import Decision, Refusal
from .definition import OPINION, Definition
from .fields import missing
from .run import Run
from .state import CardState, TaskState, TimerState
from .way import How, Past, Way
from .words import MAX_REASON, said

__all__ = ["How", "Landing", "Past", "Redated", "move", "preview", "put_back"]

MOVED: Final = "card.version_moved"
REVERTED: Final = "card.version_reverted"
NO_PAST: Final = Past()


@dataclass(frozen=True, slots=True)
class Redated:
    """A deadline of a task, or a timer of the stage, that is due at another time than before. None: not at all."""

    what: Literal["task", "timer"]
    key: str
    was: datetime | None
    due: datetime | None
    #: by the new version it is due already
    over: bool


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a card lands. Tasks and fields by key, in the order of the card."""

    decision: Decision
    stage: str
    kept: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    #: kept, and their reminders begin anew because the ladder is another one
    anew: tuple[str, ...] = ()
    redated: tuple[Redated, ...] = ()
    #: fields with a value that the new version does not have: only history keeps it
    lost: tuple[str, ...] = ()
    #: what the stage demands and the card does not have: nobody is asked for it now
    lacking: tuple[str, ...] = ()


def preview(
    old: Definition, new: Definition, card: CardState, how: How, now: datetime, company: Company
) -> Landing | Refusal:
    """Where the card would land, or why it cannot."""
    try:
        return move(old, new, card, how, now, company)
    except Refusal as refusal:
        return refusal


def move(
    old: Definition,
    new: Definition,
    card: CardState,
    how: How,
    now: datetime,
    company: Company,
    actor: int | None = None,
    *,
    past: Past = NO_PAST,
) -> Landing:
    """The card goes over from `old` to `new`; raises Refusal when it cannot."""
    way = _begin(old, new, how, Run(new, card, now, company, actor), past)
    lost = fit_fields(way)
    land(way)
    closed = go_over(way)
    before = way.run.last_task
    open_new(way)
    return _landed(way, closed, before, lost)


def put_back(
    new: Definition,
    old: Definition,
    card: CardState,
    before: CardState,
    now: datetime,
    company: Company,
    actor: int | None = None,
    *,
    past: Past = NO_PAST,
) -> Landing:
    """The card returns from `new` to `old`, where it was as `before` says; raises Refusal when it cannot.

    What the move closed is open again, under numbers of its own; deadlines, reminders and lost values are of then.
    """
    run = Run(old, card, now, company, actor)
    way = _begin(new, old, How({card.stage: before.stage}), run, past, before)
    for task in run.open_tasks():
        if task.n > before.last_task:
            close(run, task, BECAUSE)
    restore_fields(way, before)
    land(way)
    closed = go_over(way)
    number = run.last_task
    gone = [task for task in before.open_tasks if run.tasks[task.n].state == "cancelled"]
    numbers = undoing.reopen(run, gone)
    for task in gone:
        _climb_as_then(way, task, run.tasks[numbers[task.n]], before)
    return _landed(way, closed, number, ())


def _climb_as_then(way: Way, then: TaskState, again: TaskState, before: CardState) -> None:
    """Reminders of what is open again. Whoever had taken it takes it anew: theirs begin anew."""
    if then.taken_at is None:
        clocks.climb_as_then(way, again, then, tuple(timer for timer in before.timers if timer.task == then.n))


def _begin(old: Definition, new: Definition, how: How, run: Run, past: Past, then: CardState | None = None) -> Way:
    """Refuse what cannot go over as a whole, and say first what happens. `then`: see `Way`."""
    here = old.stages[run.stage]
    if old.card_type.edoc is not None or new.card_type.edoc is not None:
        raise Refusal("conflict", "version_led")
    if here.final:
        raise Refusal("conflict", "version_finished")
    to = how.stages.get(here.key, here.key)
    there = new.stages.get(to)
    if there is None or there.reserved:
        raise Refusal("conflict", "version_no_stage", **_called(here))
    if there.kind != here.kind:
        raise Refusal("conflict", "version_other_kind", **_called(there))
    way = Way(run, old, here, there, how, past, then)
    _waits(way)
    body = {"from": old.version, "to": new.version, "stage": {"from": here.key, "to": there.key}}
    reason = said(how.reason)[:MAX_REASON]
    run.say(MOVED if then is None else REVERTED, body, {"reason": reason} if reason else {})
    return way


def _called(stage: Stage) -> dict[str, Any]:
    return {"stage": stage.title.ru, "stage_en": stage.title.say("en")}


def _waits(way: Way) -> None:
    """Cards waited for are those of this visit, and somebody here must wait for them."""
    awaited = [one for one in way.run.children if one.visit == way.run.visit and one.state == "awaited"]
    made = {robot.key for _place, _index, robot in children.makers(way.there) if robot.wait}
    if any(not way.same or child.key not in made for child in awaited):
        raise Refusal("conflict", "version_waits", **_called(way.here))


# -- the end -----------------------------------------------------------------------------------------------------------


def _landed(way: Way, closed: tuple[str, ...], number: int, lost: tuple[str, ...]) -> Landing:
    run = way.run
    _rests(way)
    return Landing(
        decision=decided(run),
        stage=way.there.key,
        kept=_keys(way.kept),
        closed=tuple(dict.fromkeys(closed)),
        opened=_keys(task for task in run.open_tasks() if task.n > number),
        anew=tuple(dict.fromkeys(way.anew)),
        redated=(*_deadlines(run), *_timers(way)),
        lost=lost,
        lacking=tuple(key for key in way.there.require if missing(run.definition.card_type, key, run.fields)),
    )


def _deadlines(run: Run) -> Iterator[Redated]:
    was = {task.n: task.due_at for task in run.before.tasks}
    for task in run.open_tasks():
        if task.n in was and task.due_at != was[task.n]:
            yield Redated("task", task.key, was[task.n], task.due_at, over=_over(run, task.due_at))


def _timers(way: Way) -> Iterator[Redated]:
    was, now = _due(way.run.before.timers), _due(way.run.timers)
    for key in dict.fromkeys(rule.key for stage in (way.here, way.there) for rule in stage.timers):
        if was.get(key) != now.get(key):
            yield Redated("timer", key, was.get(key), now.get(key), over=_over(way.run, now.get(key)))


def _due(timers: Iterable[TimerState]) -> dict[str, datetime]:
    """Of the stage, by the keys of their rules."""
    return {one.key.removeprefix("stage/"): one.due_at for one in timers if one.key.startswith("stage/")}


def _over(run: Run, due: datetime | None) -> bool:
    return due is not None and due <= run.now


def _keys(tasks: Iterable[TaskState]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(task.key for task in tasks))


def _rests(way: Way) -> None:
    """Refuse a card that would go on by itself at once, and one that nothing would ever move."""
    run, stage = way.run, way.there
    if stage.kind == "start":
        return
    waits = any(child.visit == run.visit and child.state == "awaited" for child in run.children)
    busy = waits or any(task.visit == run.visit and task.key != OPINION for task in run.open_tasks())
    if stage.next is not None and not busy:
        raise Refusal("conflict", "version_goes_on", **_called(stage))
    if not (busy or stage.moves or stage.signals or any(timer.visit == run.visit for timer in run.timers)):
        raise Refusal("conflict", "version_stuck", **_called(stage))
