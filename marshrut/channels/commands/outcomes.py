"""What is learned later about a message that was sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import events, rights
from ..models import Address, Delivery
from . import steps
from .addresses import lose
from .routing import onward

#: so many mails that came back for good within the time, and the mailbox is left alone: one may be a mistake of theirs
HARD: Final = 3
WITHIN: Final = timedelta(days=30)


@command(rights.ACKNOWLEDGE)
def acknowledge(actor: Actor, *, delivery: int, outside: str = "") -> bool:
    """The person has pressed or answered, so it is there. False when that is known.

    `outside`: its number, of a message that nobody has noted as sent yet (its worker is slow, or lost).
    """
    access.require(actor, rights.ACKNOWLEDGE)
    rows = Delivery.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=delivery, state__in=("sent", "sending", "retry")).first()
    if row is None:
        return False
    if row.state != "sent":
        steps.end(row, row.state, "", clock.now())
        steps.tell(actor, row, events.SENT)
    row.state, row.outside = "acknowledged", row.outside or outside[:1000]
    row.save(update_fields=["state", "why", "said", "next_at", "ended_at", "outside"])
    return True


@command(rights.BOUNCED)
def bounced(actor: Actor, *, delivery: int, said: str, gone: bool) -> bool:
    """The mail came back, so the next channel is asked; `gone`: their server knows no such address."""
    access.require(actor, rights.BOUNCED)
    row = steps.locked(delivery)
    if row is None or row.state not in ("sent", "sending"):
        return False
    now = clock.now()
    steps.end(row, "failed", "bounced", now, said)
    row.save(update_fields=["state", "why", "said", "next_at", "ended_at"])
    Delivery.objects.filter(together=row).update(state="failed", why="bounced")
    steps.tell(actor, row, events.FAILED)
    if gone and row.address is not None and _came_back(row.address, now) >= HARD:
        lose(actor, row.address, "bounced", now)
    if not row.passed_on:
        onward(actor, row)
    return True


def _came_back(address: Address, now: datetime) -> int:
    """Since it was linked, or switched on again."""
    since = max(address.linked_at, now - WITHIN)
    found = Delivery.objects.filter(person_id=address.person_id, address=address, ended_at__gte=since, why="bounced")
    return found.filter(together=None).count()
