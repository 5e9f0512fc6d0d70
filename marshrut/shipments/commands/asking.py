"""Somebody wants to know now: a person, or the carrier that knocks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from marshrut.cards import queries as cards
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.org import access

from .. import rights, sentences
from ..models import Shipment
from ..queries import asking, silence
from ..rules import schedule
from . import steps


@command(rights.POLL_NOW)
def poll_now(actor: Actor, *, card: int, key: str | None = None) -> dict[str, Any]:
    """Ask the carrier about the shipment as soon as may be. Returns {"card", "asked"}.

    Raises NotFound (also for cards the actor may not see), Conflict `polled_lately`, Invalid `not_followed`.
    """
    access.require(actor, rights.POLL_NOW)
    row = steps.locked(card) if cards.may_see(actor, card) else None
    if row is None:
        raise NotFound(sentences.NO_SUCH_SHIPMENT)
    there, now = asking.rows(), clock.now()
    why = silence.why(row, there, now)
    if why in silence.HOPELESS:
        raise Invalid(sentences.WHY_SILENT[why], code="not_followed")
    if silence.polled_lately(row, now):
        raise Conflict(sentences.POLLED_LATELY, code="polled_lately")
    steps.ask_now(row, now, asking.asker(row.provider, there))
    row.save(update_fields=["asked_at", "next_poll_at"])
    return {"card": card, "asked": True}


@command(rights.HINT)
def hint(actor: Actor, *, carrier: str, number: str) -> dict[str, Any]:
    """Somebody says that this number has news: it is asked about soon, nothing is believed. Returns {"shipments"}."""
    access.require(actor, rights.HINT)
    now = clock.now()
    lately = Q(polled_at__gt=now - schedule.HINTED_AGAIN) | Q(asked_at__gt=now - schedule.HINTED_AGAIN)
    waiting = Shipment.objects.select_for_update().filter(provider=carrier, number=number, next_poll_at__isnull=False)
    rows = list(waiting.exclude(lately).order_by("pk")[:100]) if number and carrier in asking.connected() else []
    for row in rows:
        steps.ask_now(row, now, carrier)
        row.save(update_fields=["asked_at", "next_poll_at"])
    return {"shipments": len(rows)}
