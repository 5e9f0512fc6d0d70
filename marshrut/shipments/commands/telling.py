"""What the card is told, each news once. The card itself is written by `working`, in the same transaction."""

from __future__ import annotations

from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import rights
from . import steps


@command(rights.TAKE_NEWS)
def take_news(actor: Actor, *, card: int) -> dict[str, Any] | None:
    """What the card does not know yet, told from now on; None when it knows everything.

    Returns {"change", "signal", "trouble", "way", "number"}; the shipment stays locked until the transaction ends.
    """
    access.require(actor, rights.TAKE_NEWS)
    row = steps.locked(card)
    if row is None or row.told == row.change:
        return None
    row.told = row.change
    row.save(update_fields=["told"])
    signal = "" if row.heard else row.signal
    return {"change": row.change, "signal": signal, "trouble": row.trouble, "way": row.way, "number": row.number}


@command(rights.SETTLE_NEWS)
def settle_news(actor: Actor, *, card: int, change: int, heard: bool, visit: int) -> None:
    """How the card took the news of this count: a stage heard the signal or not; `visit`: the card's now."""
    access.require(actor, rights.SETTLE_NEWS)
    row = steps.locked(card)
    if row is None or row.change != change:
        return
    row.heard = heard or row.signal in ("", "moved")  # the next movement comes anyway
    row.trouble_visit = visit if row.trouble else row.trouble_visit
    row.save(update_fields=["heard", "trouble_visit"])
