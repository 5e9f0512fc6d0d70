"""One paper may lie on many things: cards, companies, contacts, deals, projects."""

from __future__ import annotations

from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, NotFound, Refused

from .. import events, places, rights
from ..sentences import LINK_OF_PROCESS, LINKED_ALREADY, NOT_LINKED
from . import steps


@command(rights.LINK)
def link_document(actor: Actor, *, document: int, place: str, ref: int, key: str | None = None) -> dict[str, Any]:
    """Put the paper on a thing as well; whoever may put papers there and tends this one. Returns {"id", "version"}."""
    row, kind, _found = steps.under_lock(actor, document)
    steps.allowed(actor, rights.LINK, row, kind)
    places.of(place).require_link(actor, ref)
    spot = places.titles(place, [ref]).get(ref)
    if not steps.put(actor, row, place, ref, title=spot.title if spot else ""):
        raise Conflict(LINKED_ALREADY, code="linked_already")
    return {"id": row.pk, "version": row.version}


@command(rights.UNLINK)
def unlink_document(actor: Actor, *, document: int, place: str, ref: int, key: str | None = None) -> dict[str, Any]:
    """Take the paper off a thing the actor sees. What lies in a field of a card is taken out there."""
    row, kind, _found = steps.under_lock(actor, document)
    steps.allowed(actor, rights.UNLINK, row, kind)
    link = row.links.filter(place=place, ref=ref).first()
    spot = places.seen(actor, [(place, ref)]).get((place, ref))
    if link is None or spot is None:
        raise NotFound(NOT_LINKED)
    if link.field:
        raise Refused(LINK_OF_PROCESS, code="link_of_process")
    link.delete()
    events.write(actor, row.pk, events.UNLINKED, {"place": place, "ref": ref}, spot=spot.title)
    return {"id": row.pk, "version": row.version}
