"""What comes of a reaction to a turn: claimed before anything is done, settled with it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.sql import prepared
from marshrut.org import access

from .. import rights
from ..models import Fired, Reaction


@command(rights.TAKE)
def take_reaction(actor: Actor, *, reaction: int, turn: int, card: int) -> dict[str, Any] | None:
    """{"fired", "why"}: do it, unless `why` says why not. None: it was seen to already.

    To be called inside the transaction that does it: whoever comes second waits for the end of that one.
    """
    access.require(actor, rights.TAKE)
    # a document at a time: what is done once for a document finds what was done
    prepared("SELECT pg_advisory_xact_lock(hashtext('automation.react'), hashtext(%s))", [f"{reaction}:{card}"])
    row = Reaction.objects.filter(pk=reaction).first()
    if row is None:
        return None
    fired, made = Fired.objects.get_or_create(
        reaction=row, turn=turn, defaults={"card_id": card, "state": "doing", "at": clock.now()}
    )
    if not made and fired.state != "doing":
        return None
    before = Fired.objects.filter(reaction=row, card_id=card, state__in=("done", "sending")).exclude(pk=fired.pk)
    why = "off" if row.removed or not row.active else "once" if row.once and before.exists() else ""
    return {"fired": fired.pk, "why": why}


@command(rights.SETTLE)
def settle_reaction(
    actor: Actor,
    *,
    fired: int,
    state: str,
    code: str = "",
    said: Mapping[str, Any] | None = None,
    made: int | None = None,
) -> bool:
    """Note what came of it. False when that is known already."""
    access.require(actor, rights.SETTLE)
    row = Fired.objects.select_for_update().get(pk=fired)
    if row.state not in ("doing", "sending"):
        return False
    row.state, row.code, row.said, row.made_id, row.at = state, code, dict(said or {}), made, clock.now()
    row.save(update_fields=["state", "code", "said", "made_id", "at"])
    return True
