"""Robots: what the system does by itself on entering a stage, on an outcome, on a timer.

Changing fields and moving are decided here, in the same transaction; telling people, creating cards and what happens
to papers are effects.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import CardType, Robot

from . import children, correspondence, papers, telling
from .decision import Refusal
from .fields import BadValue, clean
from .opening import readdress, redate
from .run import Run

Enter = Callable[[Run, str, dict[str, Any]], None]


#: what expressions over this card say of the card itself, where a new card is made from it
THIS_CARD = "this_card"


def robot_at(card_type: CardType, place: str, index: int) -> Robot:
    """The robot an effect's payload names, e.g. ("enter/paid", 0) or ("outcome/finance/finance/rejected", 1)."""
    where, *keys = place.split("/")
    stage = card_type.by_stage[keys[0]]
    if where == "enter":
        return stage.on_enter[index]
    if where == "signal":
        signal = stage.signal(keys[1])
        assert signal is not None
        return signal.robots[index]
    if where == "timer":
        return next(timer for timer in stage.timers if timer.key == keys[1]).robots[index]
    task = stage.task(keys[1])
    outcome = task.outcome(keys[2]) if task else None
    assert outcome is not None
    return outcome.robots[index]


def work(run: Run, robots: tuple[Robot, ...], place: str, enter: Enter, time: int = 1) -> None:
    """Let the robots of a place do their work, in order; one that moves the card is the last.

    `time` tells calls of one place on one visit apart.
    """
    for index, robot in enumerate(robots):
        if not run.holds(robot.when):
            continue
        if robot.do == "notify":
            telling.notify(run, robot, place, index, time)
        elif robot.do == "set":
            _set(run, robot, place)
        elif robot.do == "create_card":
            children.create(run, robot, place, index)
        elif robot.do == "document_status":
            papers.status(run, robot, place, index)
        elif robot.do == "register_document":
            papers.register(run, robot, place, index, time)
        elif robot.do == "send_letter":
            correspondence.send(run, place, index)
        elif robot.stage is not None:
            enter(run, robot.stage, {"rule": "robot", "place": place})
            return


def _set(run: Run, robot: Robot, place: str) -> None:
    values = run.values()
    changes: dict[str, list[Any]] = {}
    for key, source in robot.fields.items():
        try:
            value = clean(run.definition.card_type.fields[key], _plain(parse(source).evaluate(values)))
        except BadValue as trouble:
            raise Refusal("conflict", "robot_value", field=key, place=place) from trouble
        if value != run.fields.get(key):
            changes[key] = [run.fields.get(key), value]
    if changes:
        run.write(changes, automatic=True, place=place)
        readdress(run, set(changes))
        redate(run, set(changes))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return list(value) if isinstance(value, tuple) else value
