"""What the worker does for letters every quarter of an hour: the proof of the day, once."""

from __future__ import annotations

import logging

from marshrut.calendars.queries import today
from marshrut.jobs.registry import on_housekeeping
from marshrut.kernel.actor import Actor

from . import commands
from .queries import proof

log = logging.getLogger(__name__)


@on_housekeeping("letters.prove", every_seconds=900)
def prove() -> None:
    """A new day begins at midnight of the company. Repeating it is harmless: the day has one row."""
    if proof.proved(today()):
        return
    found = commands.prove(Actor.system())
    if outside := found["outside"]:
        log.error("%s registered letters are in no state, № %s first of all.", len(outside), outside[0]["number"])
