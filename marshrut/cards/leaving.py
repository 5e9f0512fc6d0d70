"""What a robot needs from outside, asked before a decision that leads to it: a refusal now beats a failure later.

The room that talks to the outside registers here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.errors import Conflict

from .step import Check, Seen

#: the sentence why it cannot be done with a card that has these fields, "" when it can
Ask = Callable[[CardType, Mapping[str, Any]], str]
_asks: dict[str, Ask] = {}


def register(do: str, ask: Ask) -> None:
    """Raises RuntimeError when another room answers for this robot already."""
    if _asks.setdefault(do, ask) is not ask:
        raise RuntimeError(f"two rooms answer for {do}")


def check(task: int, outcome: str, given: Mapping[str, Any], then: Check | None = None) -> Check:
    """For `step`, before the outcome of the task (by its id); raises Conflict with the code "cannot_leave"."""

    def look(seen: Seen) -> str:
        for do in _robots(seen, task, outcome):
            why = _asks[do](seen.definition.card_type, {**seen.state.fields, **given})
            if why:
                raise Conflict(why, code="cannot_leave")
        return then(seen) if then else ""

    return look


def _robots(seen: Seen, task: int, outcome: str) -> list[str]:
    """Of those that work on the stage the outcome leads to, the ones somebody answers for."""
    card_type = seen.definition.card_type
    found = next((row for row in seen.row["tasks"] or () if row["id"] == task and row["state"] == "open"), None)
    place = card_type.task(found["key"]) if found else None
    chosen = place[1].outcome(outcome) if place else None
    if chosen is None or chosen.to is None:
        return []
    return [robot.do for robot in card_type.by_stage[chosen.to].on_enter if robot.do in _asks]
