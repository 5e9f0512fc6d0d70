"""Cards that a card makes: asked for once, waited for, and told when they are not waited for any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import Robot, Stage

from . import named
from .decision import Effect
from .people import everyone
from .run import Run
from .state import ChildState

LEFT: Final = "child_left"


def create(run: Run, robot: Robot, place: str, index: int) -> None:
    """Once per visit and key, or once for good. What would read differently by the time it is made goes with it."""
    assert robot.key is not None
    if robot.once and any(child.key == robot.key for child in run.children):
        return
    payload: dict[str, Any] = {"key": robot.key, "visit": run.visit, "place": place, "index": index}
    if author := everyone(run, (robot.author,) if robot.author else ()):
        payload["author"] = author[0].person
    names = frozenset[str]().union(*(parse(source).names for source in robot.fields.values()))
    if known := named.kept(run.values(), names - run.definition.card_type.fields.keys()):
        payload["known"] = known
    run.effect(Effect("create_card", f"child:v{run.visit}.{robot.key}", payload))
    if (robot.wait or robot.once) and not any(_same(child, robot, run.visit) for child in run.children):
        run.child(ChildState(robot.key, run.visit, "awaited" if robot.wait else "made"))


def _same(child: ChildState, robot: Robot, visit: int) -> bool:
    return (child.key, child.visit) == (robot.key, visit)


def leave(run: Run) -> None:
    """The card goes on without waiting: children that have a signal for it are given that."""
    waiting = [child for child in run.children if child.visit == run.visit and child.state == "awaited"]
    told = {one.key: one.left for one in _makers(run.definition.stages[run.stage]) if one.left} if waiting else {}
    for child in waiting:
        if child.key in told:
            run.child(replace(child, state="left"))
            payload = {"key": child.key, "visit": child.visit, "signal": told[child.key]}
            run.effect(Effect(LEFT, f"left:v{child.visit}.{child.key}", payload))


def _makers(stage: Stage) -> Iterator[Robot]:
    yield from stage.on_enter
    for timer in stage.timers:
        yield from timer.robots
    for signal in stage.signals:
        yield from signal.robots
    for outcome in (outcome for task in stage.tasks for outcome in task.outcomes):
        yield from outcome.robots
