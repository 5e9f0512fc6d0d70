"""Entering and leaving stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.definitions.schema.base import Text
from marshrut.definitions.schema.pack import Stage, StageTimer

from . import children, robots, telling
from .closing import close
from .deadlines import plus
from .decision import Effect, Refusal, Visit
from .definition import OPINION
from .fields import missing
from .opening import open_task
from .run import Run
from .state import NOTHING, TimerState

#: reasons for a move that are nobody's own act
AUTOMATIC = ("all_done", "robot", "signal", "child_failed")


def enter(
    run: Run, key: str, because: dict[str, Any], *, quiet: bool = False, values: Mapping[str, Any] = NOTHING
) -> None:
    """Leave the present stage and begin a visit to another: robots, tasks, timers. `quiet`: another line says it.

    `values` stand with the line that says it.
    """
    run.hop()
    stage = run.definition.stages[key]
    if stage.reserved:
        raise Refusal("conflict", "stage_reserved", stage=stage.title.ru, stage_en=stage.title.say("en"))
    require(run, stage)
    leave(run)
    came = run.definition.stages.get(run.stage)
    if because["rule"] == "restarted" or stage.anew or (came and came.kind == "failure" and stage.kind == "work"):
        run.round += 1  # what comes back from a refusal or from rework is approved anew (A4.11)
        run.locked = False
    if not quiet:
        body = {"from": run.stage, "to": key, "because": because, "round": run.round}
        run.say("card.moved", body, values, automatic=because["rule"] in AUTOMATIC)
    run.visit += 1
    run.stage = key
    run.visits.append(Visit(run.visit, key, run.round))
    run.finished_at = run.now if stage.final else None
    visit = run.visit
    robots.work(run, stage.on_enter, f"enter/{key}", enter)
    if run.visit != visit:
        return
    if stage.final and run.before.has_parent:
        run.effect(Effect("child_finished", f"final:v{visit}", {"kind": stage.kind}))
    for rule in stage.tasks:
        open_task(run, rule)
    for timer in stage.timers:
        arm(run, stage, timer, 1)
    finish_if_done(run)


def require(run: Run, stage: Stage) -> None:
    """Refuse with every missing field at once."""
    unmet = unmet_demands(run, stage)
    lacks = {key: "required" for key in stage.require if missing(run.definition.card_type, key, run.fields)}
    lacks.update(dict.fromkeys(unmet.keys() - lacks.keys(), "demanded"))
    if lacks:
        title = {"stage": stage.title.ru, "stage_en": stage.title.say("en")}
        raise Refusal("invalid", "missing_fields", fields=lacks, demands=unmet, **title)


def unmet_demands(run: Run, stage: Stage) -> dict[str, Text]:
    """Conditions of the stage that do not hold: what is said, by the field that it is said beside."""
    return {demand.field: demand.say for demand in stage.require_that if not run.holds(demand.holds)}


def leave(run: Run) -> None:
    """What was open on this visit means nothing any more."""
    for task in run.open_tasks():
        close(run, task, "left")
    children.leave(run)
    for timer in [timer for timer in run.timers if timer.visit == run.visit]:
        run.disarm(timer)


def finish_if_done(run: Run) -> None:
    """Go on when the last task is done and the last awaited child is final."""
    stage = run.definition.stages[run.stage]
    if stage.next is None or any(t.visit == run.visit and t.key != OPINION for t in run.open_tasks()):
        return
    if any(child.visit == run.visit and child.state == "awaited" for child in run.children):
        return
    enter(run, stage.next, {"rule": "all_done"})


def arm(run: Run, stage: Stage, timer: StageTimer, ordinal: int, since: Any = None) -> None:
    """Arm a timer of the stage, in the company's working time, unless its setting switches it off.

    `since`: counted from then; a repeated one that was missed comes in its next turn, one that comes once comes now.
    """
    if run.definition.off(timer.span):
        return
    work_time = run.company.work_time(None)
    amount = run.definition.amount(timer.span.amount)
    due = plus(work_time, since or run.now, timer.span.unit, amount)
    if timer.every is None:
        due = max(due, run.now)
    while timer.every is not None and since and due <= run.now:
        due = plus(work_time, due, timer.span.unit, amount)
    run.arm(TimerState(f"stage/{timer.key}", run.visit, due, None, ordinal))


def fire(run: Run, timer: TimerState) -> bool:
    """A timer of the stage came due."""
    stage = run.definition.stages[run.stage]
    if timer.key.startswith(telling.WAITS):
        return telling.fire(run, stage, timer)
    rule = next((rule for rule in stage.timers if f"stage/{rule.key}" == timer.key), None)
    if rule is None:
        return False
    run.say("stage.timer", {"stage": stage.key, "timer": rule.key, "ordinal": timer.ordinal}, automatic=True)
    if rule.every is not None:
        arm(run, stage, rule, timer.ordinal + 1, timer.due_at)
    robots.work(run, rule.robots, f"timer/{stage.key}/{rule.key}", enter, timer.ordinal)
    return True
