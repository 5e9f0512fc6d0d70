"""Cards that a card makes: asked for once, waited for and corrected meanwhile, told when nobody waits any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from marshrut.definitions.schema.expressions import OF_OUTCOME, parse
from marshrut.definitions.schema.pack import Robot, Stage

from . import named
from .decision import Effect
from .people import everyone
from .run import Run
from .state import ChildState

LEFT: Final = "child_left"
CORRECTED: Final = "child_corrected"


def create(run: Run, robot: Robot, place: str, index: int) -> None:
    """Once per visit and key, or once for good. What would read differently by the time it is made goes with it."""
    assert robot.key is not None
    if robot.once and any(child.key == robot.key for child in run.children):
        return
    payload: dict[str, Any] = {"key": robot.key, "visit": run.visit, "place": place, "index": index}
    if author := everyone(run, (robot.author,) if robot.author else ()):
        payload["author"] = author[0].person
    if known := _known(run, robot.fields.values()):
        payload["known"] = known
    run.effect(Effect("create_card", f"child:v{run.visit}.{robot.key}", payload))
    if (robot.wait or robot.once) and not any(_same(child, robot, run.visit) for child in run.children):
        run.child(ChildState(robot.key, run.visit, "awaited" if robot.wait else "made"))


def _known(run: Run, fields: Iterable[str]) -> dict[str, Any]:
    """What these expressions read that is no field of the card."""
    names = frozenset[str]().union(*(parse(source).names for source in fields))
    return named.kept(run.values(), names - run.definition.card_type.fields.keys())


def _same(child: ChildState, robot: Robot, visit: int) -> bool:
    return (child.key, child.visit) == (robot.key, visit)


def leave(run: Run) -> None:
    """The card goes on without waiting: children that have a signal for it are given that."""
    waiting = [child for child in run.children if child.visit == run.visit and child.state == "awaited"]
    robots = makers(run.definition.stages[run.stage]) if waiting else ()
    told = {robot.key: robot.left for _place, _index, robot in robots if robot.left}
    for child in waiting:
        if child.key in told:
            run.child(replace(child, state="left"))
            payload = {"key": child.key, "visit": child.visit, "signal": told[child.key]}
            run.effect(Effect(LEFT, f"left:v{child.visit}.{child.key}", payload))


def correct(run: Run) -> None:
    """Cards waited for that were filled in from what is changed now get it, too."""
    before = run.before
    keys = run.fields.keys() | before.fields.keys()
    changed = {key for key in keys if run.fields.get(key) != before.fields.get(key)}
    if not changed or run.visit != before.visit:
        return
    for child in run.children:
        # one that is asked for in this very decision is made of what stands there now
        if child.visit == run.visit and child.state == "awaited" and child in before.children:
            _correct(run, child, changed)


def _correct(run: Run, child: ChildState, changed: set[str]) -> None:
    found = [one for one in makers(run.definition.stages[run.stage]) if one[2].wait and one[2].key == child.key]
    said = [robot.fields for _place, _index, robot in found]
    # of several nobody knows which one made it: what all of them say
    first = said[0] if said else {}
    agreed = {name: source for name, source in first.items() if all(one.get(name) == source for one in said)}
    fields = {name: source for name, source in agreed.items() if _follows(run, source, changed)}
    if not fields:
        return
    place, index, _robot = found[0]
    payload: dict[str, Any] = {"key": child.key, "visit": child.visit, "place": place, "index": index}
    payload |= {"edition": run.edition, "fields": sorted(fields)}
    if known := _known(run, fields.values()):
        payload["known"] = known
    run.effect(Effect(CORRECTED, f"corrected:v{child.visit}.{child.key}.e{run.edition}", payload))


def _follows(run: Run, source: str, changed: set[str]) -> bool:
    """Reads what is changed; what says who decided and why stays as it was then."""
    names = parse(source).names
    return bool(names & changed) and not names & OF_OUTCOME - run.definition.card_type.fields.keys()


def makers(stage: Stage) -> Iterator[tuple[str, int, Robot]]:
    """Every robot of the stage, with its place."""
    lists = {f"enter/{stage.key}": stage.on_enter}
    lists |= {f"timer/{stage.key}/{timer.key}": timer.robots for timer in stage.timers}
    lists |= {f"signal/{stage.key}/{signal.key}": signal.robots for signal in stage.signals}
    for task in stage.tasks:
        lists |= {f"outcome/{stage.key}/{task.key}/{outcome.key}": outcome.robots for outcome in task.outcomes}
    for place, robots in lists.items():
        yield from ((place, index, robot) for index, robot in enumerate(robots))
