"""Every way from stage to stage that a card type knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..schema.base import Text
from ..schema.pack import CardType, Outcome, Robot, Stage, Task

Kind = Literal["outcome", "next", "child_failed", "move", "signal", "robot", "withdraw", "restart"]
Tone = Literal["positive", "negative", "neutral"]


@dataclass(frozen=True, slots=True)
class Way:
    """From a stage to another one. `text`: the button or the signal, None where `kind` says all."""

    here: str
    there: str
    kind: Kind
    text: Text | None = None
    tone: Tone = "neutral"
    #: a condition may keep the card from going it
    condition: bool = False

    @property
    def by_itself(self) -> bool:
        """Nobody presses anything for it."""
        return self.kind in ("next", "child_failed", "signal", "robot")


def ways(card_type: CardType) -> tuple[Way, ...]:
    """Each once, in the order of the stages. Reserved stages have none."""
    found = [way for stage in card_type.stages if not stage.reserved for way in _of_stage(card_type, stage)]
    known = {stage.key for stage in card_type.stages if not stage.reserved}
    return tuple(dict.fromkeys(way for way in found if way.there in known and way.here != way.there))


def children(stage: Stage) -> dict[str, bool]:
    """The card types that robots of the stage make, and whether the stage waits for such a card to end."""
    made: dict[str, bool] = {}
    for robot in _all_robots(stage):
        if robot.card_type is not None:
            made[robot.card_type] = robot.wait or made.get(robot.card_type, False)
    return made


def _all_robots(stage: Stage) -> Iterator[Robot]:
    yield from stage.on_enter
    for task in stage.tasks:
        for outcome in task.outcomes:
            yield from outcome.robots
    for signal in stage.signals:
        yield from signal.robots
    for timer in stage.timers:
        yield from timer.robots


def _of_stage(card_type: CardType, stage: Stage) -> Iterator[Way]:
    here = stage.key
    yield from _robots(here, stage.on_enter)
    for task in stage.tasks:
        yield from _of_task(stage, task)
    if stage.next is not None:
        yield Way(here, stage.next, "next")
    if stage.child_failed is not None:
        yield Way(here, stage.child_failed, "child_failed", tone="negative")
    for move in stage.moves:
        yield Way(here, move.to, "move", condition=move.when is not None)
    for signal in stage.signals:
        if signal.to is not None:
            yield Way(here, signal.to, "signal", signal.done)
        yield from _robots(here, signal.robots)
    for timer in stage.timers:
        yield from _robots(here, timer.robots)
    if card_type.withdraw is not None and here in (card_type.first, *card_type.withdraw.late):
        yield Way(here, card_type.withdraw.to, "withdraw")  # later only while nobody has decided
    if card_type.restart is not None and here in card_type.restart.from_:
        yield Way(here, card_type.restart.to, "restart")


def _of_task(stage: Stage, task: Task) -> Iterator[Way]:
    for outcome in task.outcomes:
        if outcome.to is not None:
            yield Way(stage.key, outcome.to, "outcome", outcome.title, outcome.style, _depends(task, outcome))
        yield from _robots(stage.key, outcome.robots)


def _depends(task: Task, outcome: Outcome) -> bool:
    return task.when is not None or outcome.when is not None


def _robots(here: str, robots: tuple[Robot, ...]) -> Iterator[Way]:
    for robot in robots:
        if robot.do == "move" and robot.stage is not None:
            yield Way(here, robot.stage, "robot", condition=robot.when is not None)
