"""What becomes of the parts of a card that goes over to another version: fields, timers, tasks (see `moving`)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from marshrut.definitions.schema.pack import Field, Stage

from . import clocks, ladders, undoing
from .closing import close
from .deadlines import Deadline
from .decision import Refusal, Visit
from .definition import OPINION
from .fields import empty
from .opening import open_task, put_redated, redate_one
from .run import Run
from .state import CardState, TaskState, TimerState
from .way import Way

#: why a task was closed
BECAUSE: Final = "version"
TEXTS: Final = ("text", "long_text")


# -- fields ------------------------------------------------------------------------------------------------------------


def fit_fields(way: Way) -> tuple[str, ...]:
    """Values the new version has no field for leave the card; what a field of it cannot hold is refused."""
    run, old, new = way.run, way.old.card_type.fields, way.run.definition.card_type.fields
    filled = {key: value for key, value in run.fields.items() if not empty(value)}
    for key, value in filled.items():
        if key in new and key in old and not _holds(old[key], new[key], value):
            title = old[key].title
            raise Refusal("conflict", "version_field", field=title.ru, field_en=title.say("en"))
    lost = tuple(key for key in filled if key not in new)
    if lost:
        run.write({key: [filled[key], None] for key in lost}, automatic=True, version=run.definition.version)
    run.fields = {key: value for key, value in run.fields.items() if key in new}
    return lost


def _holds(old: Field, new: Field, value: Any) -> bool:
    """Whether what stands in the old field may stand in the new one as it is."""
    if new.kind == "choice" and old.kind == "choice":
        return any(choice.key == value for choice in new.choices)
    if old.kind in TEXTS and new.kind in TEXTS:
        return True
    return old.kind == new.kind and (new.kind != "person" or old.several == new.several)


def restore_fields(way: Way, before: CardState) -> None:
    """What only the old version had a field for stands on the card again."""
    run, known = way.run, way.run.definition.card_type.fields
    gone = {key: value for key, value in before.fields.items() if key in known and key not in run.fields}
    if gone:
        run.write({key: [None, value] for key, value in gone.items()}, automatic=True, version=run.definition.version)
    run.fields = {key: value for key, value in run.fields.items() if key in known}


# -- stage and tasks ---------------------------------------------------------------------------------------------------


def land(way: Way) -> None:
    """Another stage is another visit."""
    run = way.run
    waiting = {timer.key: timer for timer in run.timers if timer.task is None and timer.visit == run.visit}
    if not way.same:
        run.visit += 1
        run.stage = way.there.key
        run.visits.append(Visit(run.visit, run.stage, run.round))
    if way.then is None:
        clocks.go_on(way, waiting)
    else:
        clocks.stand_as_then(way, waiting, way.then)


def go_over(way: Way) -> tuple[str, ...]:
    """Open tasks that the new version has too stay with whoever has them; the others are closed."""
    run, opinions = way.run, list[TaskState]()
    closed: list[str] = []
    for task in run.open_tasks():
        if task.key == OPINION:
            opinions.append(task)
        elif _stays(way, task.key):
            _keep(way, task)
        else:
            close(run, task, BECAUSE)
            closed.append(task.key)
    for task in opinions:
        if run.tasks[task.n].state == "open" and not way.same:
            _carry(run, task, way.there)
    if way.old.card_type != run.definition.card_type:
        _stand(run)
    return tuple(closed)


def _stays(way: Way, key: str) -> bool:
    """On another stage only a task for the same people is the same."""
    was, rule = way.here.task(key), way.there.task(key)
    return was is not None and rule is not None and (way.same or (was.assignee, was.kind) == (rule.assignee, rule.kind))


def _keep(way: Way, task: TaskState) -> None:
    run = way.run
    was, rule = way.old.task(way.here.key, task.key), run.definition.task(way.there.key, task.key)
    if not way.same:
        for other in run.beside(task):
            _carry(run, run.tasks[other.n], way.there)
    changed = clocks.clocks(way.old, was) != clocks.clocks(run.definition, rule)
    if way.then is not None:
        _stand_as_then(way, task.n, way.then, changed=changed)
    elif changed:
        former = {rung.key for rung in was.ladder}
        kept = {key: amount for key, amount in run.tasks[task.n].amounts.items() if key not in former}
        run.change(task, amounts={**kept, **ladders.amounts(run, rule)})
        ladders.begin_anew(run, task.n)
        way.anew.append(task.key)
    if way.how.redate:
        if task.paused is not None:
            run.change(task, why={**run.tasks[task.n].why, "redate": True})
        else:
            redate_one(run, run.tasks[task.n])
    way.kept.append(run.tasks[task.n])


def _stand_as_then(way: Way, n: int, before: CardState, *, changed: bool) -> None:
    """With the deadline and the ladder of then. `changed`: the ladder of the other version is another one."""
    run, then = way.run, before.task(n)
    assert then is not None, "what the move opened is closed before"
    if changed:
        run.change(run.tasks[n], amounts=then.amounts)
    if redated := run.tasks[n].due_at != then.due_at:
        put_redated(run, run.tasks[n], Deadline(then.due_at, then.why.get("due", {})))
    timers = tuple(timer for timer in before.timers if timer.task == n)
    if (changed or redated) and not clocks.climb_as_then(way, run.tasks[n], then, timers):
        way.anew.append(then.key)


def _carry(run: Run, task: TaskState, stage: Stage) -> None:
    """To the visit of another stage, with its timers."""
    if task.visit == run.visit:
        return
    timers = run.timers_of(task)
    for timer in timers:
        run.disarm(timer)
    run.put(replace(task, stage=stage.key, visit=run.visit))
    for timer in timers:
        run.arm(TimerState(timer.key, run.visit, timer.due_at, timer.task, timer.ordinal))


def _stand(run: Run) -> None:
    """Decisions made under the former version stand: how to take them back was worked out for its route."""
    for task in run.tasks.values():
        if undoing.KEPT in task.why:
            run.put(replace(task, why={key: value for key, value in task.why.items() if key != undoing.KEPT}))


def open_new(way: Way) -> None:
    """What only the new version asks for on this stage, or now asks for on another condition."""
    run, before = way.run, {rule.key: rule for rule in way.here.tasks}
    here = [task for task in run.tasks.values() if task.state != "cancelled"]
    done = {task.key for task in here if task.visit == run.visit}
    done |= {task.key for task in here if task.visit == run.before.visit and _stays(way, task.key)}
    for rule in way.there.tasks:
        was = before.get(rule.key)
        asked = was is not None and was.when == rule.when and (way.same or _stays(way, rule.key))
        if rule.key not in done and not asked:
            open_task(run, rule)
