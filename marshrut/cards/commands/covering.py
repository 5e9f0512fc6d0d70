"""Somebody came or went: open tasks go to who stands in, and back."""

from __future__ import annotations

from typing import Any

from marshrut.engine.happenings import Cover
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import step


@command("card.cover", own_transaction=True)
def cover_card(actor: Actor, *, card: int) -> dict[str, Any]:
    """Let the open tasks of the card be with people who are here today; nothing is written when they are (S4.12)."""
    return step.run(actor, "card.cover", Cover(), card=card)
