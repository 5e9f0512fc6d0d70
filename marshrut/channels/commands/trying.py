"""Sending by hand: a message that tries the way, and one that failed once more."""

from __future__ import annotations

from typing import Any

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, NotFound
from marshrut.org import access

from .. import rights, sentences
from ..models import Address, Delivery
from ..queries.reach import active_codes
from . import steps


@command(rights.SEND_TEST)
def send_test(actor: Actor, *, channel: str, person: int, key: str | None = None) -> dict[str, Any]:
    """To every live address of the person there. Returns {"deliveries": [ids]}. Conflict `no_address`, `off`."""
    if not access.may(actor, rights.SEND_TEST, person=person):
        raise NotFound(sentences.NO_SUCH_PERSON)
    if channel not in active_codes():
        raise Conflict(sentences.OFF, code="off")
    if channel == steps.MAIL:
        steps.follow_mail(person)
    found = Address.objects.filter(person_id=person, channel=channel, state="on", confirmed=True).order_by("pk")
    now = clock.now()
    made = [
        Delivery(kind="test", person_id=person, channel=channel, address=one, group="house", at=now, about="test")
        for one in found
    ]
    if not made:
        raise Conflict(sentences.NO_ADDRESS, code="no_address")
    _write(made)
    return {"deliveries": [row.pk for row in made]}


@command(rights.RETRY)
def retry_delivery(actor: Actor, *, delivery: int, key: str | None = None) -> dict[str, Any]:
    """Once more what failed or was not sent, as a new attempt. Returns {"delivery"}.

    Conflict `not_over` while it is on its way or when it arrived, `no_address` when nobody is reached there any more.
    """
    access.require(actor, rights.RETRY)
    row = Delivery.objects.select_for_update().filter(pk=delivery).first()
    if row is None:
        raise NotFound(sentences.NO_SUCH_DELIVERY)
    if row.state not in ("failed", "suppressed") or row.kind not in ("notice", "test"):
        raise Conflict(sentences.NOT_OVER, code="not_over")
    found = Address.objects.filter(person_id=row.person_id, channel=row.channel, state="on", confirmed=True)
    address = found.filter(pk=row.address_id or 0).first() or found.order_by("pk").first()
    if address is None or row.channel not in active_codes():
        raise Conflict(sentences.NO_WAY, code="no_address")
    last = row  # a test is of no notice: others have nothing to do with it
    if row.notice is not None:
        last = Delivery.objects.filter(notice=row.notice, channel=row.channel).order_by("-n").first() or row
    again = Delivery(
        kind=row.kind, notice=row.notice, person_id=row.person_id, channel=row.channel, address=address, n=last.n + 1,
        number=row.number, card_id=row.card_id, task=row.task, about=row.about, group=row.group, urgent=row.urgent,
        at=clock.now(),
    )  # fmt: skip
    _write([again])
    return {"delivery": again.pk}


def _write(made: list[Delivery]) -> None:
    Delivery.objects.bulk_create(made)
    for row in made:
        row.number = row.number or steps.number(row.pk)
    Delivery.objects.bulk_update(made, ["number"])
    steps.post(made)
