"""The timeline of a story, for whoever writes it: what happened when, to which card, and who was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from marshrut.engine.play.cast import MOSCOW
from marshrut.engine.play.expecting import say
from marshrut.engine.play.played import Moment
from marshrut.engine.play.told import Told


def lines(told: Told) -> Iterator[str]:
    """Plain text: a line for each moment, and indented ones for what came of it."""
    begun = 0
    for step, mark in enumerate(told.marks):
        yield f"-- {step} --"
        for moment in told.log[begun:mark]:
            yield from _moment(told, moment)
        begun = mark


def _moment(told: Told, moment: Moment) -> Iterator[str]:
    at = moment.at.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M")
    who = told.names.get(moment.actor or 0, "")
    card = told.cards[moment.card]
    state = moment.decision.card
    yield f"{at}  {card.card_type} {moment.card}  {_act(told, moment.happening)}{f'  ({who})' if who else ''}"
    for line in moment.decision.lines:
        yield f"    {line.kind}  {_body(line.body)}".rstrip()
    for effect in moment.decision.effects:
        if effect.kind == "notify":
            name = told.names.get(effect.payload["person"], "")
            yield f"    → {name}: {say(told.cards, moment, effect.payload)}"
        else:
            yield f"    ⇒ {effect.kind}  {_body(effect.payload)}"
    open_tasks = ", ".join(f"{task.key}: {told.names.get(task.assignee, '')}" for task in state.open_tasks)
    yield f"    = {state.stage}  {{{open_tasks}}}"


def _act(told: Told, happening: Any) -> str:
    """The happening with what was said in it."""
    if not is_dataclass(happening):
        return str(happening)
    given = {one.name: getattr(happening, one.name) for one in fields(happening)}
    people = {
        key: told.names.get(given[key], given[key]) for key in ("to", "person") if isinstance(given.get(key), int)
    }
    return f"{type(happening).__name__} {_body({**given, **people})}".rstrip()


def _body(body: Any) -> str:
    return " ".join(f"{key}={value}" for key, value in body.items() if value not in (None, "", (), {}))
