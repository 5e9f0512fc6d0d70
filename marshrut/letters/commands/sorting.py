"""«Это письмо»: a person says that a mail the program left alone is a letter."""

from __future__ import annotations

from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access

from .. import post, rights
from ..mail_sentences import MAIL_GONE, MAIL_NOT_KEPT
from ..models import Message


@command(rights.TAKE_MAIL)
def take_mail(actor: Actor, *, message: int, key: str | None = None) -> dict[str, Any]:
    """Make a letter of a mail that was left alone. Returns {"card"}: the draft, the same one if it is there already."""
    access.require(actor, rights.TAKE_MAIL)
    row = Message.objects.filter(pk=message, direction="in").first()
    if row is None:
        raise NotFound(MAIL_GONE)
    take = post.taker()
    card = row.card or (take(row.pk) if take and row.file else None)
    if card is None:
        raise Invalid(MAIL_NOT_KEPT, code="not_kept")
    return {"card": card}
