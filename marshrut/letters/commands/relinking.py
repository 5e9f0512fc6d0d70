"""Threads from what letters say: fields, headers of their e-mails, numbers in their texts (decision 0016)."""

from __future__ import annotations

from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import rights


@command(rights.RELINK)
def relink(actor: Actor, *, card: int) -> dict[str, Any]:
    """Look at the letter again. May be repeated. Returns {"card", "thread", "links"}; thread None: no letter."""
    access.require(actor, rights.RELINK)
    return {"card": card, "thread": None, "links": 0}


@command(rights.REBUILD)
def rebuild(actor: Actor) -> dict[str, Any]:
    """Look at all letters again. Returns {"letters", "threads", "links"}."""
    access.require(actor, rights.REBUILD)
    return {"letters": 0, "threads": 0, "links": 0}
