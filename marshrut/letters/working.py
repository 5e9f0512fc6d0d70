"""What the worker does for threads: looks at letters that changed, and at those whose papers were read since."""

from __future__ import annotations

from typing import Any

from marshrut.jobs.registry import TakenEffect, on_effect, on_housekeeping
from marshrut.kernel.actor import Actor

from . import commands, queries

EFFECT = "letter_changed"
#: seconds between looks for papers that were read meanwhile
EVERY = 60


@on_effect(EFFECT, lease=60)
def changed(_payload: dict[str, Any], effect: TakenEffect) -> None:
    commands.relink(Actor.robot("letters"), card=effect.subject or 0)


@on_housekeeping("letters.papers", EVERY)
def read_papers() -> None:
    """Papers are read after their letters were looked at: numbers in their texts count then."""
    for card in queries.unread():
        commands.relink(Actor.robot("letters"), card=card)
