"""Every way a card may take, read from the definition of its type: what a walker takes, and how it gets there.

Pure. Nothing here knows any pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import CardType, Outcome, Pack, Robot, Rung, Stage, Task

Kind = Literal[
    "start", "outcome", "signal", "move", "timer", "ladder", "pause", "child", "withdraw", "restart", "place",
]  # fmt: skip
#: what children come to
ENDS = ("success", "failure")


@dataclass(frozen=True)
class Branch:
    """`key`: of the outcome, the signal, the timer or the child; where a move leads or a source puts the card.
    `more`: the listed reason of an outcome, the end a child comes to, or which of several moves there."""

    kind: Kind
    stage: str
    task: str = ""
    key: str = ""
    more: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.stage, self.kind, self.task, self.key, self.more) if part)


@dataclass(frozen=True)
class Scene:
    """How the company has set the pack, and what stands on the card besides."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


class Route:
    """The ways of one card type in one scene. Conditions that need what only the card knows are taken as open."""

    def __init__(self, pack: Pack, card_type: CardType, scene: Scene) -> None:
        self.card_type = card_type
        settings = {name: one.default for name, one in pack.settings.items()} | dict(scene.settings)
        #: a tick is empty until somebody sets it
        ticks = {key: None for key, one in card_type.fields.items() if one.kind == "yes_no"}
        self.known = {**{f"${name}": value for name, value in settings.items()}, **ticks, **scene.fields}

    # -- what there is -------------------------------------------------------------------------------------------------

    def branches(self, stage: str) -> Iterator[Branch]:
        """Every branch that begins on the stage, in the order of the definition."""
        here = self.card_type.by_stage[stage]
        yield from self._begun(here)
        for task in here.tasks:
            if self.open(task.when):
                yield from self._of_task(here, task)
        for signal in here.signals:
            yield Branch("signal", stage, key=signal.key)
        no_task = {"no_task": not any(self.open(task.when) for task in here.tasks)}
        for index, move in enumerate(here.moves if here.kind != "start" else ()):
            if self.open(move.when, no_task):
                same = [one for one in here.moves[:index] if one.to == move.to]
                yield Branch("move", stage, key=move.to, more=str(index) if same else "")
        for timer in here.timers:
            yield Branch("timer", stage, key=timer.key)
        for robot in awaited(here):
            if self.open(robot.when):
                yield from (Branch("child", stage, key=str(robot.key), more=end) for end in ENDS)
        back = self.card_type.withdraw
        if back is not None and stage in (self.card_type.first, *back.late):  # on the first one nobody has decided yet
            yield Branch("withdraw", stage)
        if self.card_type.restart is not None and stage in self.card_type.restart.from_:
            yield Branch("restart", stage)

    def _begun(self, stage: Stage) -> Iterator[Branch]:
        """A draft sets out; what a source leads is put on each other stage of its map."""
        led = self.card_type.edoc
        if stage.kind == "start":
            yield from [Branch("start", stage.key)] if led is None else ()
        elif led is not None:
            others = dict.fromkeys(to for to in led.stages.values() if to != stage.key)
            yield from (Branch("place", stage.key, key=to) for to in others)

    def _of_task(self, stage: Stage, task: Task) -> Iterator[Branch]:
        for outcome in task.outcomes:
            if self.open(outcome.when):
                reasons = [one.key for one in outcome.reasons] or [""]
                yield from (Branch("outcome", stage.key, task.key, outcome.key, one) for one in reasons)
        if task.ladder:
            yield Branch("ladder", stage.key, task.key)
        if task.pause is not None:
            yield Branch("pause", stage.key, task.key)

    # -- where it leads ------------------------------------------------------------------------------------------------

    def leads(self, branch: Branch, values: Mapping[str, Any] | None = None, *, last: bool = True) -> str:
        """The stage where the card stands after the branch.

        `values`: what the card knows by then; `last`: of an outcome, that no other task is open any more.
        """
        stage = self.card_type.by_stage[branch.stage]
        to = self._target(stage, branch, values, last)
        return self._settled(to, values) if to != branch.stage else to

    def _target(self, stage: Stage, branch: Branch, values: Mapping[str, Any] | None, last: bool) -> str:
        if branch.kind == "start":
            return self.card_type.first
        if branch.kind in ("move", "place"):
            return branch.key
        if branch.kind == "withdraw":
            return self.card_type.withdraw.to if self.card_type.withdraw else stage.key
        if branch.kind == "restart":
            return self.card_type.restart.to if self.card_type.restart else stage.key
        if branch.kind == "child":
            return (stage.child_failed if branch.more == "failure" else None) or stage.next or stage.key
        if branch.kind == "outcome":
            outcome = outcome_of(stage, branch)
            to = outcome.to or (stage.next if last else None) or stage.key
            return self._moved(outcome.robots, values) or to
        if branch.kind == "signal":
            signal = stage.signal(branch.key)
            assert signal is not None
            return self._moved(signal.robots, values) or signal.to or stage.key
        if branch.kind == "timer":
            timer = next(one for one in stage.timers if one.key == branch.key)
            return self._moved(timer.robots, values) or stage.key
        return stage.key

    def _settled(self, key: str, values: Mapping[str, Any] | None) -> str:
        """What a stage does by itself as soon as the card comes there."""
        stage = self.card_type.by_stage[key]
        if moved := self._moved(stage.on_enter, values):
            return self._settled(moved, values)
        waits = any(self.sure(task.when, values) for task in stage.tasks)
        waits = waits or any(self.sure(robot.when, values) for robot in awaited(stage))
        return self._settled(stage.next, values) if stage.next is not None and not waits else key

    def _moved(self, robots: Iterable[Robot], values: Mapping[str, Any] | None) -> str | None:
        return next((one.stage for one in robots if one.stage is not None and self.sure(one.when, values)), None)

    # -- how to get there ----------------------------------------------------------------------------------------------

    def way(self, start: str, *ends: str) -> list[Branch] | None:
        """The shortest way from a stage to one of `ends`, people's own acts before what happens to them."""
        ways: dict[str, list[Branch]] = {start: []}
        waiting = [start]
        while waiting:
            here = waiting.pop(0)
            if here in ends:
                return ways[here]
            for branch in sorted(self.branches(here), key=_plainness):
                to = self.leads(branch)
                if to not in ways and branch.kind != "restart":
                    ways[to] = [*ways[here], branch]
                    waiting.append(to)
        return None

    def open(self, condition: str | None, more: Mapping[str, Any] = MappingProxyType({})) -> bool:
        """Nothing that is known speaks against it; `more` is known here."""
        return condition is None or parse(condition).decided({**self.known, **more}) is not False

    def sure(self, condition: str | None, values: Mapping[str, Any] | None) -> bool:
        if condition is None:
            return True
        known = parse(condition).decided(self.known) if values is None else parse(condition).holds(values)
        return bool(known)


def outcome_of(stage: Stage, branch: Branch) -> Outcome:
    task = stage.task(branch.task)
    found = task.outcome(branch.key) if task else None
    assert found is not None
    return found


def awaited(stage: Stage) -> list[Robot]:
    """What makes cards that the stage waits for."""
    return [robot for robot in stage.on_enter if robot.wait]


def _plainness(branch: Branch) -> int:
    order: tuple[Kind, ...] = ("start", "outcome", "child", "signal", "move", "timer", "place")
    return order.index(branch.kind) if branch.kind in order else len(order)  # to withdraw is the last resort


def scenes_of(card_type: CardType, scenes: Iterable[Scene]) -> list[Scene]:
    """Those in which the type behaves differently: it asks for the setting, or has the field."""
    text = card_type.model_dump_json(by_alias=True)
    return [
        one
        for one in scenes
        if not (one.settings or one.fields)
        or (any(f"${name}" in text for name in one.settings) and one.fields.keys() <= card_type.fields.keys())
        or (not one.settings and one.fields.keys() <= card_type.fields.keys())
    ]


def comes_untaken(rule: Task, rung: Rung) -> bool:
    """Also when nobody takes the task into work."""
    above = next((one for one in rule.ladder if one.key == rung.since), None)
    if rung.while_ == "taken" or rung.since == "taken":
        return False
    return above is None or comes_untaken(rule, above)
