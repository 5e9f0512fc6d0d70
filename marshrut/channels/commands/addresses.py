"""Where people are found: addresses come when somebody links an account or a browser, and go off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from marshrut.automation.house import EFFECT as HOUSE
from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, NotFound
from marshrut.org import access

from .. import events, rights, sentences
from ..models import Address
from . import steps

LONGEST = 2000


@command(rights.ADD_ADDRESS)
def add_address(
    actor: Actor, *, person: int, channel: str, address: str, label: str, confirmed: bool = True, key: str | None = None
) -> dict[str, Any]:
    """The person is found there from now on, for programs that know it. Returns {"address"}.

    One that is linked already stays as it is; raises Conflict `taken` when it is another person's.
    """
    access.require(actor, rights.ADD_ADDRESS)
    return {"address": put(actor, person, channel, address, label, confirmed=confirmed).pk}


def put(actor: Actor, person: int, channel: str, address: str, label: str, *, confirmed: bool = True) -> Address:
    """Private step. Raises Conflict `taken`."""
    row = _live(channel, address)
    if row is None:
        row = Address(
            person_id=person, channel=channel, address=address[:LONGEST], label=label[:200], confirmed=confirmed,
            linked_at=clock.now(),
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # somebody else linked it this very moment
            row = _live(channel, address)
        else:
            _tell(actor, row, events.ADDED)
    if row is None or row.person_id != person:
        raise Conflict(sentences.TAKEN, code="taken")
    if confirmed and not row.confirmed:
        row.confirmed = True
        row.save(update_fields=["confirmed"])
    return row


@command(rights.UNLINK)
def unlink_address(actor: Actor, *, address: int, key: str | None = None) -> dict[str, Any]:
    """Own, or anybody's by an administrator. What waits for it goes another way. Returns {"address"}."""
    row = Address.objects.select_for_update().filter(pk=address).first()
    if row is None or not access.may(actor, rights.UNLINK, person=row.person_id):
        raise NotFound(sentences.NO_SUCH_ADDRESS)
    if row.channel == steps.MAIL:
        raise Conflict(sentences.MAIL_STAYS, code="mail_stays")
    if row.state == "on":
        _off(actor, row, "unlinked", clock.now())
    return {"address": row.pk}


@command(rights.UNLINK_ALL)
def unlink_all(actor: Actor, *, person: int, why: str = "lost_phone", key: str | None = None) -> int:
    """All but the mailbox (a lost phone, a dismissal: `why`). Returns how many."""
    if not access.may(actor, rights.UNLINK_ALL, person=person):
        raise NotFound(sentences.NO_SUCH_PERSON)
    now = clock.now()
    rows = Address.objects.select_for_update().filter(person_id=person, state="on").exclude(channel=steps.MAIL)
    found = list(rows.order_by("pk"))
    for row in found:
        _off(actor, row, why, now)
    return len(found)


@command(rights.BLOCK_ADDRESS)
def block_address(actor: Actor, *, address: int, why: str) -> bool:
    """The other side says that nobody is reached there any more; the person is told in the portal."""
    access.require(actor, rights.BLOCK_ADDRESS)
    row = Address.objects.select_for_update().filter(pk=address, state="on").first()
    if row is not None:
        lose(actor, row, why, clock.now())
    return row is not None


def lose(actor: Actor, row: Address, why: str, now: datetime) -> None:
    """Private step."""
    if row.state != "on":
        return
    row.state, row.off_why, row.off_at = "blocked", why, now
    row.save(update_fields=["state", "off_why", "off_at"])
    _tell(actor, row, events.LOST)
    payload = {"person": row.person_id, "notice": "channel_lost", "channel": row.channel}
    effects.enqueue([effects.row(HOUSE, f"channel_lost:{row.pk}:{now.isoformat()}", payload=payload)])


def again(actor: Actor, row: Address) -> None:
    """Private step: what came back before counts no more. Raises Conflict `taken`."""
    row.state, row.off_why, row.off_at, row.linked_at = "on", "", None, clock.now()
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "off_why", "off_at", "linked_at"])
    except IntegrityError:
        raise Conflict(sentences.TAKEN, code="taken") from None
    _tell(actor, row, events.ADDED)


def _live(channel: str, address: str) -> Address | None:
    return Address.objects.select_for_update().filter(channel=channel, address=address, state="on").first()


def _off(actor: Actor, row: Address, why: str, now: datetime) -> None:
    row.state, row.off_why, row.off_at = "off", why, now
    row.save(update_fields=["state", "off_why", "off_at"])
    _tell(actor, row, events.UNLINKED)


def _tell(actor: Actor, row: Address, what: str) -> None:
    values = {"label": row.label}
    events.write(actor, events.person(row.person_id), what, values, channel=row.channel, address=row.pk)
