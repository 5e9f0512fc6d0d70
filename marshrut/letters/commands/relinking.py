"""Threads from what letters say: fields, headers of their e-mails, numbers in their texts (decision 0016)."""

from __future__ import annotations

from typing import Any

from marshrut.cards import queries as cards
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import rights
from ..models import Letter, Link
from ..types import letter_types
from . import deriving, joining, looking, steps

#: letters looked at in one transaction
BATCH = 500


@command(rights.RELINK)
def relink(actor: Actor, *, card: int) -> dict[str, Any]:
    """Look at the letter again. May be repeated. Returns {"card", "thread", "links"}; thread None: no letter."""
    access.require(actor, rights.RELINK)
    steps.again([card])
    row = Letter.objects.filter(card=card).first()
    links = Link.objects.filter(card=card).exclude(kind="apart").count()
    return {"card": card, "thread": row.thread if row else None, "links": links}


@command(rights.REBUILD)
def rebuild(actor: Actor, *, step: str = "look", after: int = 0, limit: int = BATCH) -> dict[str, Any]:
    """Look at the next letters again. Returns {"step", "after", "letters"}: how to go on; step "done" at the end.

    First all are looked at, then all are linked: a letter may name one that comes later.
    """
    access.require(actor, rights.REBUILD)
    looking.alone()
    if step == "look":
        wanted = cards.of_types(looking.ROBOT, list(letter_types()), after, limit)
        known = Letter.objects.filter(card__gt=after)
        known = known.filter(card__lte=wanted[-1]) if len(wanted) == limit else known
        looking.look(sorted({*wanted, *known.values_list("card", flat=True)}))
    else:
        wanted = list(Letter.objects.filter(card__gt=after).order_by("card").values_list("card", flat=True)[:limit])
        deriving.derive(wanted)
        joining.rethread(wanted)
    if len(wanted) == limit:
        return {"step": step, "after": wanted[-1], "letters": len(wanted)}
    return {"step": "link" if step == "look" else "done", "after": 0, "letters": len(wanted)}
