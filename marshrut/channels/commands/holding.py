"""What was held goes when its hour has come: several in one message, what was read meanwhile not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from marshrut.automation.queries.carrying import read_among
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import events, rights
from ..models import Delivery
from ..rules.groups import PRESSING
from . import steps

#: rows of one turn; the last person is not cut
MOST = 500


@command(rights.RELEASE)
def release(actor: Actor) -> int:
    """Send what is held and due. Returns how many rows are no longer held."""
    access.require(actor, rights.RELEASE)
    now = clock.now()
    due = Delivery.objects.select_for_update(skip_locked=True, no_key=True).filter(state="held", next_at__lte=now)
    rows = list(due.order_by("person_id", "channel", "address_id", "id")[:MOST])
    rows += _rest_of(rows[-1], due) if len(rows) == MOST else []
    read = read_among(row.notice for row in rows if row.notice is not None)
    left = []
    for row in rows:
        heir: Delivery | None = row
        if row.notice in read:
            heir = _read(actor, row, now)
        if heir is not None:
            left.append(heir)
    for _whose, group in groupby(left, key=lambda row: (row.person_id, row.channel, row.address_id)):
        _go(list(group), now)
    return len(rows)


def _rest_of(last: Delivery, due: QuerySet[Delivery]) -> list[Delivery]:
    """Whom a turn begins with it ends with: two turns would make two digests."""
    same = due.filter(person_id=last.person_id, channel=last.channel, address=last.address, pk__gt=last.pk)
    return list(same.order_by("pk"))


def _read(actor: Actor, row: Delivery, now: datetime) -> Delivery | None:
    why = row.why
    heir = steps.behead(row, now)
    steps.end(row, "suppressed", "read", now)
    row.save(update_fields=["state", "why", "said", "next_at", "ended_at"])
    steps.tell(actor, row, events.SUPPRESSED)
    if heir is not None:
        heir.why = why  # it goes the way the first would have gone
    return heir


def _go(rows: Sequence[Delivery], now: datetime) -> None:
    """Each decision in a message of its own, for it is pressed there; the rest in one."""
    alone = [row for row in rows if row.group in PRESSING and row.why != "digest"]
    rest = [row for row in rows if row not in alone]
    if len(rest) == 1 and rest[0].why != "digest":
        alone, rest = [*alone, *rest], []
    for row in alone:
        row.state, row.why, row.next_at = "queued", "", now  # from now on it may be late
    Delivery.objects.bulk_update(alone, ["state", "why", "next_at"])
    if rest:
        alone.append(_digest(rest, now))
    steps.post(alone)


def _digest(rows: Sequence[Delivery], now: datetime) -> Delivery:
    first = rows[0]
    made = Delivery(
        kind="digest", person_id=first.person_id, channel=first.channel, address_id=first.address_id, group="news",
        number=first.number, at=now,
    )  # fmt: skip
    made.save()
    for row in rows:
        row.state, row.next_at, row.together = "queued", None, made
    Delivery.objects.bulk_update(rows, ["state", "next_at", "together"])
    Delivery.objects.filter(together__in=rows).update(together=made)
    return made
