"""Steps of a story that somebody or something does: from the words of the pack to happenings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from marshrut.definitions.schema import stories as said

from ..happenings import (
    AddApprover,
    Ask,
    Complete,
    Delegate,
    Edit,
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
from ..people import holders
from ..state import TaskState
from . import values
from .cast import Untold, moment
from .played import Played
from .scene import Scene


def perform(scene: Scene, step: said.Acts) -> None:
    """Do what the step tells. Raises Refusal, or Untold where it names what is not there."""
    word = step.act
    act = getattr(step, word)
    card = scene.card(act.card)
    if isinstance(act, said.OnTask):
        task = _task(scene, card, act, undone=word == "undo", lent=word == "take_back")
        by = scene.cast.person(act.by) if act.by else _holder(task, word)
        scene.world.do(card.id, _ON_TASKS[word](scene, card, task, act), by)
    elif isinstance(act, said.ByPerson):
        by = scene.cast.person(act.by) if act.by else card.state.author
        scene.world.do(card.id, _BY_PEOPLE[word](scene, card, act), by)
    else:
        scene.world.do(card.id, _BY_PROGRAMS[word](scene, card, act))


def _holder(task: TaskState, word: str) -> int:
    return task.decided_by if word == "undo" and task.decided_by else task.assignee


def _task(scene: Scene, card: Played, act: said.OnTask, *, undone: bool, lent: bool) -> TaskState:
    """Of several tasks with this key the one that the person holds, else the newest."""
    state = "done" if undone else "open"
    tasks = [task for task in card.state.tasks if task.key == act.task]
    found = [task for task in tasks if task.state == state] or tasks
    if not found:
        raise Untold("no_task", act.task)
    if act.by is None:
        return found[-1]
    by = scene.cast.person(act.by)
    mine = [task for task in found if by == task.decided_by] if undone else []
    mine = mine or [task for task in found if by in holders(task)]
    if lent:
        mine = [task for task in found if any(way[0].of == by for way in task.behalf.values())]
    return (mine or found)[-1]


def _complete(scene: Scene, card: Played, task: TaskState, act: Any) -> Happening:
    """What the button needs and nobody said is filled in."""
    rule = card.definition.task(task.stage, task.key)
    outcome = rule.outcome(act.outcome)
    given = scene.raw(card, act.fields)
    if outcome is not None:
        kind, known = card.definition.card_type, {**card.state.fields, **given}
        for key in values.asked_for(kind, rule, outcome, known):
            if key not in given:
                given[key] = known[key] = scene.plausible(kind, key, known)
    return Complete(task.n, act.outcome, act.reason, given, None, act.because)


_ON_TASKS: Final[Mapping[str, Callable[[Scene, Played, TaskState, Any], Happening]]] = {
    "decide": _complete,
    "take": lambda _s, _c, task, _a: Take(task.n),
    "pause": lambda _s, _c, task, act: Pause(task.n, moment(act.until), act.reason),
    "resume": lambda _s, _c, task, _a: Resume(task.n),
    "delegate": lambda s, _c, task, act: Delegate(task.n, s.cast.person(act.to), act.reason),
    "forward": lambda s, _c, task, act: Forward(task.n, s.cast.person(act.to), act.reason),
    "add_approver": lambda s, _c, task, act: AddApprover(task.n, s.cast.person(act.to), act.reason),
    "ask": lambda s, _c, task, act: Ask(task.n, s.cast.person(act.to), act.question),
    "take_back": lambda _s, _c, task, _a: TakeBack(task.n),
    "undo": lambda _s, _c, task, _a: Undo(task.n),
}
_BY_PEOPLE: Final[Mapping[str, Callable[[Scene, Played, Any], Happening]]] = {
    "edit": lambda s, card, act: Edit(s.raw(card, act.fields)),
    "move": lambda _s, _c, act: Move(act.to),
    "start": lambda _s, _c, _a: Start(),
    "restart": lambda _s, _c, _a: Restart(),
    "withdraw": lambda _s, _c, act: Withdraw(act.reason),
}
_BY_PROGRAMS: Final[Mapping[str, Callable[[Scene, Played, Any], Happening]]] = {
    "signal": lambda s, card, act: Signal(act.key, None, act.note, s.raw(card, act.fields)),
    "note": lambda s, card, act: Note(s.raw(card, act.fields)),
    "place": lambda s, card, act: Place(act.stage, s.raw(card, act.fields), act.note),
}
