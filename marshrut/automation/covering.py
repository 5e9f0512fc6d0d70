"""Open tasks of people who came or went: at once when an absence or a dismissal says so, and by the clock.

Rights do not wait for this: every step of a card covers it first. What moves here is where people see the task.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from marshrut.cards import commands
from marshrut.cards.queries import covering
from marshrut.jobs import effects
from marshrut.jobs.registry import TakenEffect
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Refused

log = logging.getLogger(__name__)

#: seconds one turn may take
PATIENCE = 20
EVERY = 30
ACTOR = Actor.system()
#: where the next turn of the duty goes on: cards nobody can take must not keep the others waiting
_after: list[int] = [0]


def cover_tasks(payload: dict[str, Any], effect: TakenEffect) -> None:
    """Effect: `{"people": [id, …]}` have new absences, new substitutes, or are dismissed; without it the heads changed.

    What one turn has no time for is left to an effect of its own (`after`: the card it goes on from): no turn fails.
    """
    place = _cover(payload.get("after", 0), payload.get("people"))
    if place is not None:
        dedup = f"{effect.kind}:{effect.id}:{place}"
        effects.enqueue([effects.row(effect.kind, dedup, payload={**payload, "after": place})])


def duty() -> None:
    """Periods begin and end by the clock."""
    _after[0] = _cover(_after[0]) or 0


def _cover(after: int, people: list[int] | None = None) -> int | None:
    """Cover cards above number `after`; returns where to go on, None when all were looked at.

    However slow, one card at least is behind it: the next turn does not begin where this one did.
    """
    began, place = monotonic(), after
    while True:
        cards, following = covering.to_cover(place, people=people)
        for card in cards:
            _one(card)
            if monotonic() - began > PATIENCE:
                return card
        if following is None or monotonic() - began > PATIENCE:
            return following
        place = following


def _one(card: int) -> None:
    try:
        commands.cover_card(ACTOR, card=card)
    except Refused as refusal:  # gone, or too many at once: the next turn looks again
        log.info("card %s is not covered: %s", card, refusal.code)
