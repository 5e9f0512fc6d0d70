"""Links made by hand."""

from __future__ import annotations

from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import rights


@command(rights.LINK)
def link_letters(
    actor: Actor, *, card: int, other: int, kind: str = "related", key: str | None = None
) -> dict[str, Any]:
    """`card` is a reply to / follow-up of / addendum to / related to `other`. Returns {"card", "other", "thread"}."""
    access.require(actor, rights.LINK)
    return {"card": card, "other": other, "thread": None}


@command(rights.UNLINK)
def unlink_letters(
    actor: Actor, *, card: int, other: int, kind: str = "related", key: str | None = None
) -> dict[str, Any]:
    """Take back a link made by hand. Returns {"card", "other"}."""
    access.require(actor, rights.UNLINK)
    return {"card": card, "other": other}
