"""Each choice of the settings that lead the route, as its mode, leaves a way on from everywhere (S0.1).

What a stage demands before it is entered is not decided here: whoever meets it is told what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from django.utils.translation import gettext as _

from ...schema.expressions import parse
from ...schema.pack import CardType, Outcome, Robot, Setting, Stage, Task
from ..problem import Finding
from . import ways
from .edges import edges, reached

#: combinations of choices that are looked at; a route with more is refused, for nobody could say that it is right
MOST = 64


def check(card_type: CardType, settings: Mapping[str, Setting]) -> Iterator[Finding]:
    """Conditions over choices of settings are decided for each of them; all others hold or fail at any time."""
    named = sorted(name for name in _named(card_type) if name[1:] in settings and settings[name[1:]].kind == "choice")
    choices = [[choice.key for choice in settings[name[1:]].choices] for name in named]
    said: set[int] = {index for index, _stage in _stuck(card_type)}
    if (many := prod(map(len, choices))) > MOST:
        message = _(
            "The settings in conditions (%(names)s) have %(many)d combinations, and at most %(most)d are checked:"
            " split the route, or take settings out."
        )
        yield Finding(("stages",), message % {"names": ", ".join(named), "many": many, "most": MOST})
        return
    for values in product(*choices) if named else ():
        mode = dict(zip(named, values, strict=True))
        for index, stage in _stuck(_in_mode(card_type, mode)):
            if index not in said:
                said.add(index)
                told = {"name": stage.key, "mode": ", ".join(f"{name} = {value}" for name, value in mode.items())}
                message = _("With %(mode)s the card would stay on “%(name)s” for ever: give it a move or a task then.")
                yield Finding(("stages", index), message % told)


def _stuck(card_type: CardType) -> Iterator[tuple[int, Stage]]:
    onward = ways.onward(card_type, edges(card_type))
    final = {one.key for one in card_type.stages if one.final}
    for index, stage in enumerate(card_type.stages):
        if not (stage.final or stage.reserved or reached([stage.key], onward) & final):
            yield index, stage


def _in_mode(card_type: CardType, mode: Mapping[str, str]) -> CardType:
    """Without what never happens in this mode."""
    return card_type.model_copy(update={"stages": tuple(_stage(stage, mode) for stage in card_type.stages)})


def _stage(stage: Stage, mode: Mapping[str, str]) -> Stage:
    return stage.model_copy(
        update={
            "tasks": tuple(_task(task, mode) for task in stage.tasks if _may(task.when, mode)),
            "moves": tuple(move for move in stage.moves if _may(move.when, mode)),
            "on_enter": _robots(stage.on_enter, mode),
            "signals": tuple(one.model_copy(update={"robots": _robots(one.robots, mode)}) for one in stage.signals),
            "timers": tuple(one.model_copy(update={"robots": _robots(one.robots, mode)}) for one in stage.timers),
        }
    )


def _task(task: Task, mode: Mapping[str, str]) -> Task:
    outcomes = tuple(_outcome(one, mode) for one in task.outcomes if _may(one.when, mode))
    return task.model_copy(update={"outcomes": outcomes})


def _outcome(outcome: Outcome, mode: Mapping[str, str]) -> Outcome:
    return outcome.model_copy(update={"robots": _robots(outcome.robots, mode)})


def _robots(robots: tuple[Robot, ...], mode: Mapping[str, str]) -> tuple[Robot, ...]:
    return tuple(robot for robot in robots if _may(robot.when, mode))


def _may(when: str | None, mode: Mapping[str, str]) -> bool:
    return when is None or parse(when).decided(mode) is not False


def _named(card_type: CardType) -> set[str]:
    """Settings that conditions name."""
    found: set[str] = set()
    for stage in card_type.stages:
        outcomes = [outcome for task in stage.tasks for outcome in task.outcomes]
        robots = [*stage.on_enter, *(robot for timer in stage.timers for robot in timer.robots)]
        robots += [robot for signal in stage.signals for robot in signal.robots]
        robots += [robot for outcome in outcomes for robot in outcome.robots]
        for when in (part.when for parts in (stage.tasks, stage.moves, outcomes, robots) for part in parts):
            found |= {name for name in parse(when).names if name.startswith("$")} if when else set()
    return found
