"""What the commands of this room share. Private: a command never calls a command.

Locks are taken in one order: the person (`alone`), deliveries, addresses, history, the row of a channel. Deliveries
never FOR UPDATE: the key of a message does not change, and what joins it refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, LiteralString

from django.conf import settings
from django.utils import translation

from marshrut.automation.queries.carrying import read_among
from marshrut.history import record
from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import prepared
from marshrut.org import queries as org

from .. import events, sentences
from ..models import Address, Delivery
from ..queries.channels import title_of
from ..rules.groups import PRESSING

#: the wire whose address is the person's own e-mail
MAIL: Final = "email"
#: not over yet
WAITING: Final = ("queued", "held", "sending", "retry")
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def kind(channel: str, *, bulk: bool) -> str:
    """Effect that sends; each has a lane of its own, so no channel waits for another and no decision for the news."""
    return f"send_{channel}-bulk" if bulk else f"send_{channel}"


def number(pk: int) -> str:
    """Short, and the same in a repeat: four letters that do not show how many there are."""
    scattered = pk * 693_451 % 32**4
    return "".join(_LETTERS[scattered // 32**place % 32] for place in (3, 2, 1, 0))


def post(rows: Iterable[Delivery], *, mark: str = "") -> None:
    """Have them sent by the next free hand. `mark`: what makes another sending of the same one."""
    effects.enqueue(
        [
            effects.row(
                kind(row.channel, bulk=row.group not in PRESSING and row.kind == "notice"),
                f"channel_send:{row.pk}:{mark}",
                payload={"delivery": row.pk},
            )
            for row in rows
        ]
    )


def alone(person: int) -> None:
    """Notices to one person are looked at one after the other: the second of a card finds the first."""
    prepared("SELECT pg_advisory_xact_lock(hashtext('channels.route'), hashtext(%s))", [str(person)])


def locked(delivery: int) -> Delivery | None:
    """With its person, for it may be passed on."""
    prepared(_ALONE, [delivery])
    return held(delivery)


def held(delivery: int) -> Delivery | None:
    """The delivery only: nothing else of the person is looked at."""
    rows = Delivery.objects.select_for_update(of=("self",), no_key=True).select_related("address")
    return rows.filter(pk=delivery).first()


_ALONE: LiteralString = """
    SELECT pg_advisory_xact_lock(hashtext('channels.route'), hashtext(person_id::text))
    FROM channels_delivery WHERE id = %s
"""


def behead(row: Delivery, now: datetime) -> Delivery | None:
    """It was read, and what joined it perhaps not: the first of those takes its place, with the others. None: all is
    read. Its caller ends the row and sends the heir."""
    parts = Delivery.objects.select_for_update(no_key=True).filter(together=row, state__in=WAITING)
    waiting = {one.notice: one for one in parts.order_by("pk") if one.notice is not None}
    read = read_among(waiting)
    gone = [one.pk for notice, one in waiting.items() if notice in read]
    Delivery.objects.filter(pk__in=gone).update(state="suppressed", why="read", next_at=None, ended_at=now)
    heir = next((one for notice, one in waiting.items() if notice not in read), None)
    if heir is not None:
        heir.together, heir.why, heir.tried_at = None, "", row.tried_at
        heir.save(update_fields=["together", "why", "tried_at"])
        Delivery.objects.filter(together=row, state__in=WAITING).update(together=heir)
    return heir


def end(row: Delivery, state: str, why: str, now: datetime, said: str = "") -> None:
    """Without the save."""
    row.state, row.why, row.said, row.next_at, row.ended_at = state, why, said[:1000], None, now


def tell(actor: Actor, row: Delivery, what: str, **body: Any) -> None:
    """One line for one attempt (A4.15), at the notices that go in the message."""
    with translation.override(settings.LANGUAGE_CODE):  # what is on record is in the language of the house
        named = {"channel": title_of(row.channel), "why": sentences.why(row.why)}
    told = {**named, "delivery": row.pk, "n": row.tries or 1, "code": row.why, **body}
    line = record.line(what, actor=actor, at=clock.now(), body=told)
    if row.notice is not None:
        record.append(events.notice(row.notice), [line])
        return
    parts = Delivery.objects.filter(together=row, notice__isnull=False).values_list("notice", flat=True)
    record.append_many({events.notice(one): [line] for one in parts if one is not None})


def follow_mail(person: int) -> None:
    """The mailbox is that of the address book: a new one is used at once, and so is one that is named again."""
    mail = org.emails([person]).get(person, "")
    known = {one.address: one for one in Address.objects.filter(person_id=person, channel=MAIL)}
    now = clock.now()
    for one in known.values():
        if one.address != mail and one.state != "off":
            _switch(one, "off", "changed", now)
    ours = known.get(mail)
    if mail and ours is None:
        made = Address(person_id=person, channel=MAIL, address=mail, label=mail, linked_at=now)
        Address.objects.bulk_create([made], ignore_conflicts=True)
    elif ours is not None and ours.state == "off" and ours.off_why == "changed":
        _switch(ours, "on", "", None)


def _switch(row: Address, state: str, why: str, at: datetime | None) -> None:
    row.state, row.off_why, row.off_at = state, why, at
    row.save(update_fields=["state", "off_why", "off_at"])
