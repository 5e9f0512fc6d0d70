"""Mails that came and became no card: mailings, notices of programs, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import rights
from ..models import Message

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


def unsorted(actor: Actor) -> list[Unsorted]:
    """The newest, those put aside first; none for whoever may not see every letter."""
    if not access.may(actor, rights.TAKE_MAIL):
        return []
    rows = Message.objects.filter(direction="in", card=None, state__in=("done", "error")).order_by("-id")[:MOST]
    found = [
        Unsorted(one.pk, one.created_at, one.sender, one.subject, one.kind, one.note, one.state == "error",
                 one.file is not None)
        for one in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.aside)
