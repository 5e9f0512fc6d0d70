"""What is not kept for ever: when chats were written to, words heard and said, buttons and links that are over.

What came of them is in the history. The log of deliveries stays, with the code of what went wrong: only the other
side's own words go, for they name addresses, and so do tests, which told nobody anything.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Now

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import rights
from ..models import Action, Bucket, Channel, Delivery, Inbound, Spoken, Ticket

#: after the last message to a chat; after words were heard or said; after a button or a link was over
WRITTEN, HEARD, OVER = timedelta(days=1), timedelta(days=90), timedelta(days=30)
#: rows of a kind of one turn
MOST: Final = 2000


@command(rights.TIDY)
def tidy(actor: Actor) -> int:
    """Forget what is old. Returns how many rows: more than none may have left some."""
    access.require(actor, rights.TIDY)
    codes, now = Channel.objects.values_list("code", flat=True), clock.now()
    buckets = Bucket.objects.filter(at__lt=Now() - WRITTEN).exclude(key__in=list(codes))
    return (
        _forget(buckets)
        # what nobody has answered yet is not over
        + _forget(Inbound.objects.filter(at__lt=now - HEARD).exclude(state="new"))
        + _forget(Spoken.objects.filter(inbound=None, at__lt=now - HEARD))
        + _forget(Delivery.objects.filter(kind="test", ended_at__lt=now - HEARD))
        + _hush(Delivery.objects.filter(ended_at__lt=now - HEARD).exclude(said=""))
        + _forget(Action.objects.filter(expires_at__lt=now - OVER))
        + _forget(Ticket.objects.filter(expires_at__lt=now - OVER))
    )


def _forget(rows: QuerySet[Any]) -> int:
    return int(_some(rows).delete()[0])


def _hush(rows: QuerySet[Delivery]) -> int:
    return _some(rows).update(said="")


def _some(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=rows.order_by("pk").values("pk")[:MOST])
    return found
