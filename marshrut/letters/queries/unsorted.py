"""Mails that came and became no card: mailings, notices of programs, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import rights
from ..models import Mailbox, Message

MOST = 200


@dataclass(frozen=True, slots=True)
class Unsorted:
    id: int
    at: datetime
    sender: str
    subject: str
    kind: str
    note: str
    #: put aside with a mistake, and not only left alone
    aside: bool
    #: it is kept and may be made a letter of; else it lies in the mailbox only
    kept: bool
    #: the mailbox and the folder it lies in; "" when nobody knows them any more
    mailbox: str = ""
    folder: str = ""


def unsorted(actor: Actor) -> list[Unsorted]:
    """The newest, those put aside first; none for whoever may not see every letter."""
    if not access.may(actor, rights.TAKE_MAIL):
        return []
    rows = Message.objects.filter(direction="in", card=None, state__in=("done", "error")).order_by("-id")[:MOST]
    found = _told(list(rows))
    return sorted(found, key=lambda one: not one.aside)


def came(actor: Actor, since: datetime, until: datetime) -> list[Unsorted]:
    """Of them, those of that time, by mailboxes that the actor looks after: is registrar of, or no registrar does."""
    found = [one for one in unsorted(actor) if since <= one.at < until]
    others = Mailbox.objects.exclude(registrar=actor.person_id).values_list("address", "registrar")
    may = {one: access.may(Actor.person(one, "system"), rights.TAKE_MAIL) for one in {who for _address, who in others}}
    tended = {address for address, registrar in others if may[registrar]}
    return [one for one in found if one.mailbox not in tended]


def _told(rows: list[Message]) -> list[Unsorted]:
    boxes = Mailbox.objects.in_bulk({one.mailbox for one in rows if one.mailbox is not None})
    found = []
    for one in rows:
        box, aside = boxes.get(one.mailbox or 0), one.state == "error"
        folder = "" if box is None else (box.folder_error if aside else box.folder_done) or box.folder_in
        address = box.address if box is not None else ""
        found.append(
            Unsorted(
                one.pk, one.created_at, one.sender, one.subject, one.kind, one.note, aside, one.file is not None,
                address, folder,
            )
        )  # fmt: skip
    return found
