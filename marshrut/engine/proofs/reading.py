"""Which stages, robots, conditions and people a route has: what it looks at, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import CardType, Resolver, Robot, Stage


def robots_of(stage: Stage) -> list[Robot]:
    """Every robot of the stage."""
    found = [*stage.on_enter, *chain.from_iterable(timer.robots for timer in stage.timers)]
    found += chain.from_iterable(signal.robots for signal in stage.signals)
    return found + [robot for task in stage.tasks for outcome in task.outcomes for robot in outcome.robots]


def conditions_of(stage: Stage) -> Iterator[str]:
    whens = [task.when for task in stage.tasks] + [move.when for move in stage.moves]
    whens += [robot.when for robot in robots_of(stage)]
    whens += [outcome.when for task in stage.tasks for outcome in task.outcomes]
    yield from (when for when in whens if when is not None)
    yield from (demand.holds for demand in stage.require_that)


def people_of(stage: Stage) -> set[str]:
    """Fields that say who acts on the stage."""
    found: list[Resolver] = [one for move in stage.moves for one in move.by]
    for task in stage.tasks:
        found += [*task.assignee, *task.otherwise, *task.may_also]
        found += [one for rung in task.ladder for one in rung.to]
    keys = {key for one in found for key in (one.person_in, one.head_of, one.heads_of, one.up_to_field)}
    return {key for key in keys if key is not None and key != "author"}


def needed_on(stage: Stage) -> set[str]:
    """Fields without which it is not entered, or a button does not work."""
    outcomes = [outcome for task in stage.tasks for outcome in task.outcomes]
    forms = {entry.field for task in stage.tasks for entry in task.form if entry.required}
    return {*stage.require, *forms, *(key for outcome in outcomes for key in outcome.needs)}


def named_on(stage: Stage) -> set[str]:
    sources = [*conditions_of(stage), *(text for robot in robots_of(stage) for text in robot.fields.values())]
    return {name for text in sources for name in parse(text).names}


def targets(card_type: CardType, key: str) -> set[str]:
    """Stages that can be entered from this one."""
    stage = card_type.by_stage[key]
    found = {stage.next, stage.child_failed, *(move.to for move in stage.moves)}
    found |= {signal.to for signal in stage.signals} | {robot.stage for robot in robots_of(stage)}
    found |= {outcome.to for task in stage.tasks for outcome in task.outcomes}
    if stage.kind == "start":
        found.add(card_type.first)
    if card_type.withdraw is not None and stage.kind == "work":
        found.add(card_type.withdraw.to)
    if card_type.restart is not None and key in card_type.restart.from_:
        found.add(card_type.restart.to)
    if card_type.edoc is not None:
        found |= set(card_type.edoc.stages.values())
    return {one for one in found if one is not None}


def after(card_type: CardType, key: str) -> set[str]:
    """Stages that can come after this one."""
    seen, waiting = set[str](), list(targets(card_type, key))
    while waiting:
        stage = waiting.pop()
        if stage not in seen:
            seen.add(stage)
            waiting += targets(card_type, stage)
    return seen


def after_at_once(card_type: CardType, key: str) -> set[str]:
    """This stage, and those that a card may have come to when it was let into this one."""
    seen, waiting = set[str](), [key]
    while waiting:
        stage = card_type.by_stage[waiting.pop()]
        if stage.key not in seen:
            seen.add(stage.key)
            waiting += [robot.stage for robot in stage.on_enter if robot.do == "move" and robot.stage is not None]
            if stage.next is not None and all(task.when is not None for task in stage.tasks):
                waiting.append(stage.next)
    return seen


def sources_of(card_type: CardType) -> list[tuple[str, str]]:
    """Fields that robots fill in, each with what of."""
    robots = [robot for stage in card_type.stages for robot in robots_of(stage) if robot.do == "set"]
    return [(key, text) for robot in robots for key, text in robot.fields.items()]
