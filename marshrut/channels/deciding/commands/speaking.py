"""What is noted about something said in a chat."""

from __future__ import annotations

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from ... import rights
from ...models import Asking, Delivery, Spoken


@command(rights.SPEAK)
def spoken(actor: Actor, *, spoken: int, outside: str) -> None:
    """It is there; a question is known by its message from now on."""
    access.require(actor, rights.SPEAK)
    Spoken.objects.filter(pk=spoken).update(outside=outside[:1000])
    asking = Spoken.objects.filter(pk=spoken).values_list("asking_id", flat=True).first()
    if asking is not None:
        Asking.objects.filter(pk=asking).update(message=outside[:1000])


def shown(delivery: int, edition: int | None) -> None:
    """A step of sending: the message shows this content of the card now."""
    Delivery.objects.filter(pk=delivery).update(edition=edition)
