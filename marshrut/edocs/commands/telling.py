"""Cards are told what is new of their documents, each change once; cards of paperwork that theirs are signed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import F

from marshrut.cards import commands as cards
from marshrut.cards import queries
from marshrut.cards.queries.awaiting import awaiting
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access
from marshrut.org import queries as org

from .. import rights, rowing, telling
from ..models import EDoc
from ..rules import paperwork
from ..rules.turns import FINAL, SIGNED
from ..types import edoc_types
from . import owning, steps
from .paperwork import SIGNED_EDO, put

log = logging.getLogger(__name__)
#: a record of the document, as the card of paperwork keeps it
LINK: Final = "edo_link"


@command(rights.TELL)
def tell(actor: Actor, *, documents: Sequence[int]) -> dict[str, Any]:
    """Have these cards say what their documents say. Returns {"told", "refused": {card: why}}."""
    access.require(actor, rights.TELL)
    rows = list(EDoc.objects.select_for_update().filter(card__in=documents).exclude(told=F("change")).order_by("card"))
    if not rows:
        return {"told": 0, "refused": {}}
    types, zone = edoc_types(), org.chart().company_time.schedule.tz
    rows = [row for row in rows if row.type in types]
    there = queries.raw(actor, [row.card for row in rows])
    for row in rows:
        if row.card in there:
            telling.hear(row, types[row.type], there[row.card].fields)
    wanted = [
        cards.Placed(row.card, telling.stage_of(row, types[row.type]), telling.values_of(row, types[row.type], zone),
                     telling.note_of(row))
        for row in rows
    ]  # fmt: skip
    refused = cards.place_cards(actor, rows=wanted)
    told = [row for row in rows if row.card not in refused]
    for row in told:
        row.told, row.linked = row.change, telling.links_of(row)
    rowing.update(told)
    return {"told": len(told), "refused": {str(card): why for card, why in refused.items()}}


@command(rights.FOLLOW)
def follow(actor: Actor, *, card: int) -> dict[str, Any]:
    """A person has changed the card: its deal, contact, manager and paperwork are what it says now.

    Returns {"card", "changed"}.
    """
    access.require(actor, rights.FOLLOW)
    row, types = steps.locked(card), edoc_types()
    there = queries.raw(actor, [card]).get(card)
    if row is None or there is None or row.type not in types:
        return {"card": card, "changed": False}
    changed = telling.hear(row, types[row.type], there.fields)
    if changed:
        owning.settle(row.base, [row], clock.now())
        row.change += 1
        rowing.update([row])
        steps.tell([row])
        put(row)
    return {"card": card, "changed": changed}


@command(rights.SIGNAL)
def signal(actor: Actor, *, card: int) -> dict[str, Any]:
    """Tell a card of paperwork that its documents are signed (A0.6), once, when all of them are and its stage listens.

    Returns {"card", "told"}.
    """
    access.require(actor, rights.SIGNAL)
    rows = list(EDoc.objects.select_for_update().filter(about_id=card, gone_at=None).order_by("pk"))
    signed = [row for row in rows if row.status in SIGNED and row.kind in paperwork.KINDS]
    new = [row for row in signed if not row.signal_told]
    open_ones = [row for row in rows if row.kind in paperwork.KINDS and row.status not in FINAL]
    there = awaiting(SIGNED_EDO, cards=[card]) if new and not open_ones else []
    if not there:
        return {"card": card, "told": False}
    record = ", ".join(f"{row.kind_title or row.kind} № {row.number} /cards/{row.card}/" for row in signed)[:500]
    fields = {LINK: record} if LINK in there[0].fields else {}
    cards.signal_card(actor, card=card, key=SIGNED_EDO, visit=there[0].visit, note=record, fields=fields)
    EDoc.objects.filter(pk__in=[row.pk for row in rows]).update(signal_told=True)
    return {"card": card, "told": True}
