"""Open tasks of people who came or went: at once when an absence or a dismissal says so, and by the clock.

Rights do not wait for this: every step of a card covers it first. What moves here is where people see the task.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from marshrut.cards import commands
from marshrut.cards.queries import covering
from marshrut.jobs.registry import TakenEffect, Temporary
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Refused

log = logging.getLogger(__name__)

#: seconds one turn may take
PATIENCE = 20
EVERY = 30
ACTOR = Actor.system()
#: where the next turn of the duty goes on: cards nobody can take must not keep the others waiting
_after: list[int] = [0]


def cover_tasks(payload: dict[str, Any], _effect: TakenEffect) -> None:
    """Effect: `{"people": [id, …]}` have new absences, new substitutes, or are dismissed."""
    if _cover(0, payload["people"]) is not None:
        raise Temporary("more cards than one turn can take", after=1)


def duty() -> None:
    """Periods begin and end by the clock."""
    _after[0] = _cover(_after[0]) or 0


def _cover(after: int, people: list[int] | None = None) -> int | None:
    """Cover cards above number `after`; returns where to go on, None when all were looked at."""
    began, place = monotonic(), after
    while True:
        cards, following = covering.to_cover(place, people=people or ())
        for card in cards:
            if monotonic() - began > PATIENCE:
                return place
            _one(card)
            place = card
        if following is None:
            return None
        place = following


def _one(card: int) -> None:
    try:
        commands.cover_card(ACTOR, card=card)
    except Refused as refusal:  # gone, or too many at once: the next turn looks again
        log.info("card %s is not covered: %s", card, refusal.code)
