"""Whether a link that was shown has been used: asked by the page that waits for it."""

from __future__ import annotations

from typing import Literal

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .. import sentences
from ..models import Address, Ticket

LinkState = Literal["open", "opened", "linked", "unconfirmed", "over"]


def link_state(actor: Actor, ticket: int) -> LinkState:
    """ "opened": «Это я» is to be pressed now; "unconfirmed": the account is to be confirmed in the portal.

    Own ones only: NotFound.
    """
    row = Ticket.objects.filter(pk=ticket, person_id=actor.person_id or 0).first()
    if row is None:
        raise NotFound(sentences.NO_SUCH_ADDRESS)
    if row.used_at is not None:
        mine = {"channel": row.channel, "address": row.sender, "person_id": row.person_id, "state": "on"}
        confirmed = Address.objects.filter(**mine).values_list("confirmed", flat=True).first()
        return "over" if confirmed is None else "linked" if confirmed else "unconfirmed"
    if row.expires_at <= clock.now():
        return "over"
    return "opened" if row.sender else "open"


def unconfirmed(actor: Actor, ticket: int) -> tuple[int, str] | None:
    """The account that waits for its person: (address, masked name). Own ones only."""
    row = Ticket.objects.filter(pk=ticket, person_id=actor.person_id or 0).first()
    if row is None:
        return None
    mine = Address.objects.filter(channel=row.channel, address=row.sender, person_id=row.person_id, state="on")
    return mine.filter(confirmed=False).values_list("pk", "label").first()
