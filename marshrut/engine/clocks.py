"""What becomes of timers of a card that goes over to another version, and back (see `moving`).

A name that came due is never armed again: its row is there already, and would stay as it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from marshrut.calendars.rules import WorkTime
from marshrut.definitions.schema.base import Span
from marshrut.definitions.schema.pack import Rung, StageTimer, Task

from . import ladders, stages, telling
from .deadlines import plus
from .definition import Definition
from .state import CardState, TaskState, TimerState
from .way import Way

Timers = dict[str, TimerState]
#: the ladder of a sleeping task begins, or its deadline is counted, when it wakes
ON_WAKING: Final = ("anew", "redate")


# -- timers of the stage -----------------------------------------------------------------------------------------------


def go_on(way: Way, waiting: Timers) -> None:
    """The same ones go on, changed ones count anew from when the stage began, new ones from now. `waiting`: of here."""
    same, run = _kept(way, waiting), way.run
    known = {one.key for one in way.here.timers if way.same and not way.old.off(one.span)}
    for rule in way.there.timers:
        key = f"stage/{rule.key}"
        if key in same or _did_its_work(way, rule, known, waiting):
            continue
        ordinal = 1
        if way.same:
            standing = waiting[key].ordinal if key in waiting else 1
            ordinal = max(standing, way.past.fired.get((0, key), (0, None))[0] + 1)
        stages.arm(run, way.there, rule, ordinal, way.past.began if rule.key in known else None)


def stand_as_then(way: Way, waiting: Timers, then: CardState) -> None:
    """As they stood before the move, but for what came due meanwhile and said the same."""
    same, run = _kept(way, waiting), way.run
    rules, alike = {rule.key: rule for rule in way.there.timers}, _alike(way)
    for timer in then.timers:
        if timer.task is not None or timer.key in same:
            continue
        rule = rules[_rule_key(timer)]
        last, _due = way.past.fired.get((0, timer.key), (0, None))
        once = rule.every is None or _tells(timer)
        if once and rule.key in alike and _came_due(way, timer, last, waiting):
            continue
        ordinal = timer.ordinal
        if way.same:
            ordinal = max(ordinal, last + 1, waiting[timer.key].ordinal if timer.key in waiting else 0)
        run.arm(replace(timer, visit=run.visit, ordinal=ordinal, due_at=_due_again(way, timer, rule), id=None))


def _came_due(way: Way, timer: TimerState, last: int, waiting: Timers) -> bool:
    """Since the move; or it is of the same stage and waits no more."""
    if last and (last >= timer.ordinal or not way.same):
        return True
    on = any(one.key == _rule_key(timer) and not way.old.off(one.span) for one in way.here.timers)
    return way.same and on and timer.key not in waiting


def _kept(way: Way, waiting: Timers) -> set[str]:
    """Names of the timers that go on; the others are put down."""
    same, alike = _same(way), _alike(way)
    going = {key for key, one in waiting.items() if way.same and _rule_key(one) in (alike if _tells(one) else same)}
    for key, timer in waiting.items():
        if key not in going:
            way.run.disarm(timer)
    if way.same:  # what came due of these has no timer any more
        going |= {f"stage/{key}" for key in same}
    return going


def _same(way: Way) -> set[str]:
    """Rules that count as they did, and do the same."""
    before = {one.key: (one, way.old.amount(one.span.amount)) for one in way.here.timers}
    new = way.run.definition
    return {one.key for one in way.there.timers if before.get(one.key) == (one, new.amount(one.span.amount))}


def _alike(way: Way) -> set[str]:
    """Rules that do the same, whenever they do it."""
    before = {one.key: one.robots for one in way.here.timers}
    return {one.key for one in way.there.timers if before.get(one.key) == one.robots}


def _did_its_work(way: Way, rule: StageTimer, known: set[str], waiting: Timers) -> bool:
    key = f"stage/{rule.key}"
    if rule.every is not None or not way.same or key in waiting:
        return False
    return rule.key in known or (0, key) in way.past.fired


def _rule_key(timer: TimerState) -> str:
    return timer.key.split("/")[1]


def _tells(timer: TimerState) -> bool:
    return timer.key.startswith(telling.WAITS)


def _due_again(way: Way, timer: TimerState, rule: StageTimer) -> datetime:
    """As then; what was missed comes now, a notice that waits when its person works, a repeated one in its turn."""
    run = way.run
    if _tells(timer):
        return max(timer.due_at, run.company.work_time(int(timer.key.split("/")[3])).next_opening(run.now))
    if rule.every is None:
        return max(timer.due_at, run.now)
    amount = run.definition.amount(rule.span.amount)
    return _next_turn(run.company.work_time(None), timer.due_at, run.now, rule.span, amount)


def _next_turn(work_time: WorkTime, due: datetime, now: datetime, span: Span, amount: int) -> datetime:
    while due <= now and amount:
        due = plus(work_time, due, span.unit, amount)
    return due


# -- ladders of tasks --------------------------------------------------------------------------------------------------


def clocks(definition: Definition, rule: Task) -> list[tuple[Any, ...]]:
    """What the moments of a ladder come from."""
    return [
        (
            one.key,
            one.after,
            one.every,
            one.before,
            one.since,
            one.while_,
            one.times,
            definition.amount(one.span.amount),
        )
        for one in rule.ladder
    ]


def climb_as_then(way: Way, task: TaskState, then: TaskState, timers: tuple[TimerState, ...]) -> bool:
    """The ladder stands as it stood, under names of its own; False when it begins anew, for another holder.

    `timers`: those of the task before the move. A rung climbed meanwhile that does the same is not climbed again.
    """
    run = way.run
    if task.assignee != then.assignee:
        ladders.begin_anew(run, task.n)
        return False
    if task.paused is not None:
        why = {key: value for key, value in task.why.items() if key not in (*ON_WAKING, "turn")}
        run.change(task, why={**why, **({"turn": then.turn} if then.turn else {})})
        return True
    ladders.disarm(run, task)
    climbed = _climbed(way, task, then)
    task = run.change(task, why={**task.why, "turn": task.turn + 1})
    rungs = {rung.key: rung for rung in run.rule_of(task).ladder}
    for timer in timers:
        rung = rungs[_rung_key(timer.key)]
        if rung.key in climbed and rung.every is None:
            _climb_on(way, task, rung, climbed)
        else:
            due = max(timer.due_at, run.now)
            if rung.every is not None:
                work_time = run.company.work_time(task.assignee)
                due = _next_turn(work_time, timer.due_at, run.now, rung.span, task.amounts[rung.key])
            name = ladders.name(task, rung)
            run.arm(TimerState(name, task.visit, due, task.n, timer.ordinal))
    return True


def _climbed(way: Way, task: TaskState, then: TaskState) -> dict[str, datetime]:
    """Rungs that came due under the other version and did what they do here, with when."""
    was = way.here.task(task.key)
    before = {rung.key: _does(rung) for rung in was.ladder} if was else {}
    return {
        rung.key: due
        for rung in way.run.rule_of(task).ladder
        for (n, name), (_ordinal, due) in way.past.fired.items()
        if n == task.n and _rung_key(name) == rung.key and _turn(name) > then.turn and before[rung.key] == _does(rung)
    }


def _climb_on(way: Way, task: TaskState, rung: Rung, climbed: dict[str, datetime]) -> None:
    """What follows a rung that was climbed under the other version."""
    for follower in way.run.rule_of(task).ladder:
        if follower.event != rung.key:
            continue
        if follower.key in climbed and follower.every is None:
            _climb_on(way, task, follower, climbed)
        else:
            ladders.arm_rung(way.run, task, follower, climbed[rung.key])


def _does(rung: Rung) -> tuple[Any, ...]:
    return rung.do, rung.to, rung.may_decide


def _rung_key(name: str) -> str:
    return name.partition("@")[0]


def _turn(name: str) -> int:
    return int(name.partition("@")[2] or 0)
