"""Whoever is dismissed is found nowhere any more. They are refused at once anyway: every press asks the company."""

from __future__ import annotations

from typing import Final

from marshrut.kernel.actor import Actor

from .. import commands
from ..commands.steps import MAIL
from ..models import Address

ROBOT: Final = Actor.robot("channels")


def leave() -> int:
    """Returns how many accounts were unlinked."""
    gone = Address.objects.filter(state="on", person__is_active=False).exclude(channel=MAIL)
    people = sorted(set(gone.values_list("person_id", flat=True)))
    return sum(commands.unlink_all(ROBOT, person=one, why="dismissed") for one in people)
