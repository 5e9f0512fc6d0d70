"""How a card gets from stage to stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ...loading import Steps
from ...schema.pack import CardType, Robot, Stage

#: start: the author sends it; outcome: a button; next: all is done; move: by hand; enter, timer: robots;
#: withdraw, restart: the author
#: signal: the outside; child: an awaited card failed; source: what leads e-documents
By = Literal["start", "outcome", "next", "move", "enter", "timer", "withdraw", "restart", "signal", "child", "source"]


@dataclass(frozen=True, slots=True)
class Edge:
    source: str
    to: str
    by: By
    #: of the word that names `to`, inside the card type
    steps: Steps


def edges(card_type: CardType) -> list[Edge]:
    """Every way, also to and from reserved stages."""
    found = [Edge(card_type.start.key, card_type.first, "start", ("first",))]
    for index, stage in enumerate(card_type.stages):
        found += _of_stage(stage, ("stages", index))
        if card_type.withdraw is not None and stage.kind == "work" and not stage.reserved:
            found.append(Edge(stage.key, card_type.withdraw.to, "withdraw", ("withdraw", "to")))
    if card_type.restart is not None:
        for source in card_type.restart.from_:
            found.append(Edge(source, card_type.restart.to, "restart", ("restart", "to")))
    return [*found, *_led(card_type)]


def _led(card_type: CardType) -> Iterator[Edge]:
    """A source puts its cards on each stage of its map, from nowhere and from every other."""
    about = card_type.edoc
    for status, to in about.stages.items() if about is not None else ():
        for stage in card_type.stages:
            if stage.key != to and not stage.reserved:
                yield Edge(stage.key, to, "source", ("edoc", "stages", status))


def _of_stage(stage: Stage, steps: Steps) -> Iterator[Edge]:
    if stage.next is not None:
        yield Edge(stage.key, stage.next, "next", (*steps, "next"))
    if stage.child_failed is not None:
        yield Edge(stage.key, stage.child_failed, "child", (*steps, "child_failed"))
    for index, signal in enumerate(stage.signals):
        if signal.to is not None:
            yield Edge(stage.key, signal.to, "signal", (*steps, "signals", index, "to"))
        yield from _robots(stage, signal.robots, "signal", (*steps, "signals", index, "robots"))
    for index, move in enumerate(stage.moves):
        yield Edge(stage.key, move.to, "move", (*steps, "moves", index, "to"))
    yield from _robots(stage, stage.on_enter, "enter", (*steps, "on_enter"))
    for index, timer in enumerate(stage.timers):
        yield from _robots(stage, timer.robots, "timer", (*steps, "timers", index, "robots"))
    for t, task in enumerate(stage.tasks):
        for o, outcome in enumerate(task.outcomes):
            inside: Steps = (*steps, "tasks", t, "outcomes", o)
            if outcome.to is not None:
                yield Edge(stage.key, outcome.to, "outcome", (*inside, "to"))
            yield from _robots(stage, outcome.robots, "outcome", (*inside, "robots"))


def _robots(stage: Stage, robots: tuple[Robot, ...], by: By, steps: Steps) -> Iterator[Edge]:
    for index, robot in enumerate(robots):
        if robot.stage is not None:
            yield Edge(stage.key, robot.stage, by, (*steps, index, "stage"))


def heard(stage: Stage) -> bool:
    """The outside will surely tell something here: a letter that is sent comes to one end or another."""
    return any(robot.do == "send_letter" and robot.when is None for robot in stage.on_enter)


def reached(start: Iterable[str], ways: Iterable[Edge]) -> set[str]:
    """Stages that can be got to, the start included."""
    out: dict[str, list[str]] = {}
    for edge in ways:
        out.setdefault(edge.source, []).append(edge.to)
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        stage = waiting.pop()
        if stage not in seen:
            seen.add(stage)
            waiting += out.get(stage, ())
    return seen
