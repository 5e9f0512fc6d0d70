"""What a stage or a button demands can be filled in before: on the create form, by an earlier task, by a robot.

The create form holds every field that no task asks for and that the system does not fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ...loading import Steps
from ...schema.pack import CardType, Robot, Stage
from ..problem import Finding
from .edges import Edge, reached


def check(card_type: CardType, ways: list[Edge]) -> Iterator[Finding]:
    first_round = [edge for edge in ways if edge.by not in ("withdraw", "restart")]
    asked = card_type.only_in_tasks | {key for key, field in card_type.fields.items() if field.by_system}
    filled = {key: [s.key for s in card_type.stages if key in _filled_on(s)] for key in asked}
    for s, stage in enumerate(card_type.stages):
        if not stage.reserved:
            yield from _to_enter(card_type, stage, ("stages", s), filled, first_round)
            yield from _to_press(stage, ("stages", s), filled, first_round)
    yield from _marked(card_type)


def _filled_on(stage: Stage) -> set[str]:
    robots: list[Robot] = [*stage.on_enter, *(robot for timer in stage.timers for robot in timer.robots)]
    robots += [robot for signal in stage.signals for robot in signal.robots]
    robots += [robot for task in stage.tasks for outcome in task.outcomes for robot in outcome.robots]
    forms = {entry.field for task in stage.tasks for entry in task.form}
    numbers = {key for robot in robots for key in (robot.number_field, robot.date_field) if key is not None}
    forms |= {signal.mail.files for signal in stage.signals if signal.mail is not None}
    return forms | numbers | {key for robot in robots if robot.do == "set" for key in robot.fields}


def _to_enter(
    card_type: CardType, stage: Stage, steps: Steps, filled: Mapping[str, list[str]], ways: list[Edge]
) -> Iterator[Finding]:
    """Some stage that fills the field lies on a way here."""
    before = reached([card_type.start.key], [edge for edge in ways if edge.to != stage.key])
    for index, key in enumerate(stage.require):
        if key in filled and not any(one in before and stage.key in reached([one], ways) for one in filled[key]):
            said = _("“%(field)s” is needed to enter this stage, but it is filled in only later.")
            yield Finding((*steps, "require", index), said % {"field": key})


def _to_press(stage: Stage, steps: Steps, filled: Mapping[str, list[str]], ways: list[Edge]) -> Iterator[Finding]:
    for t, task in enumerate(stage.tasks):
        for o, outcome in enumerate(task.outcomes):
            for index, key in enumerate(outcome.needs):
                if key in filled and not any(stage.key in reached([one], ways) for one in filled[key]):
                    said = _("“%(field)s” is needed for this button, but it is filled in only later.")
                    yield Finding((*steps, "tasks", t, "outcomes", o, "needs", index), said % {"field": key})


def _marked(card_type: CardType) -> Iterator[Finding]:
    """The mark on the form promises what the first stage demands."""
    first = card_type.by_stage[card_type.first]
    for key, field in card_type.fields.items():
        if field.required and key not in first.require:
            said = _("“%(field)s” is marked as required, but the stage “%(stage)s” does not require it.")
            yield Finding(("fields", key, "required"), said % {"field": key, "stage": first.key})
        elif field.later and key in first.require:
            said = _("“%(field)s” is needed to enter this stage, but it is filled in only later.")
            yield Finding(("fields", key, "later"), said % {"field": key})
