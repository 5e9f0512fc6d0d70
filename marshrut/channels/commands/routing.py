"""Where a notice goes: a row for the way it takes now, and another when that way comes to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from marshrut.automation.queries.carrying import Told, told
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import events, rights, wire
from ..models import Address, Delivery
from ..queries.reach import Reach, active_codes, reach
from ..rules.groups import PRESSING, URGENT, Group, group_of
from ..rules.routing import TOGETHER, Way, way
from . import steps


@command(rights.ROUTE)
def route(actor: Actor, *, notice: int) -> list[int]:
    """The first way of a notice, once. Returns deliveries: none when nothing reaches the person, or it is read."""
    access.require(actor, rights.ROUTE)
    found = told([notice]).get(notice)
    if found is None or found.read:
        return []
    steps.alone(found.person)
    if Delivery.objects.filter(notice=notice).exists():
        return []
    return [row.pk for row in _go(actor, found, tried=())]


@command(rights.ONWARD)
def pass_on(actor: Actor, *, delivery: int) -> list[int]:
    """The next way of what is late or failed, unless another way has brought it (A4.15). Returns the deliveries."""
    access.require(actor, rights.ONWARD)
    row = steps.locked(delivery)
    return [made.pk for made in onward(actor, row)] if row is not None and not row.passed_on else []


def onward(actor: Actor, row: Delivery) -> list[Delivery]:
    """The same for a row that is locked; of a digest, each of its parts."""
    row.passed_on = True
    row.save(update_fields=["passed_on"])
    if row.kind not in ("notice", "digest"):
        return []
    wanted = told(one for one in (row.notice, *_parts(row)) if one is not None)
    made: list[Delivery] = []
    for notice, found in wanted.items():
        others = Delivery.objects.filter(notice=notice).exclude(pk=row.pk)
        brought = others.filter(state__in=("sent", "acknowledged")).exclude(together=row).exists()
        # of several browsers another may still be reached
        coming = others.filter(channel=row.channel, state__in=steps.WAITING, passed_on=False).exclude(together=row)
        if not (found.read or brought or coming.exists()):
            tried = set(Delivery.objects.filter(notice=notice).values_list("channel", flat=True))
            made += _go(actor, found, tried=tried)
    return made


def _parts(row: Delivery) -> list[int | None]:
    return list(Delivery.objects.filter(together=row).values_list("notice", flat=True))


def _go(actor: Actor, found: Told, *, tried: Iterable[str]) -> list[Delivery]:
    steps.alone(found.person)
    if steps.MAIL in active_codes():
        steps.follow_mail(found.person)
    reached = reach(found.person)
    if reached is None:
        return []
    now, group = clock.now(), group_of(found.about)
    chosen = way(group, reached.choices, reached.addresses, reached.hours, now, set(tried))
    return _rows(actor, found, group, chosen, reached, now) if chosen is not None else []


def _rows(actor: Actor, found: Told, group: Group, chosen: Way, reached: Reach, now: datetime) -> list[Delivery]:
    made = [_row(found, group, chosen, address, now) for address in reached.addresses[chosen.channel]]
    if len(made) == 1 and group not in PRESSING and not chosen.why:
        _join(made[0], now)
    Delivery.objects.bulk_create(made)
    steps.post(row for row in made if row.state == "queued" and row.together_id is None)
    for row in made:
        if row.state == "held":
            steps.tell(actor, row, events.HELD)
        elif row.together is not None and row.together.state == "sent":
            steps.post([row.together], mark=f"with{row.pk}")
    return made


def _row(found: Told, group: Group, chosen: Way, address: Address, now: datetime) -> Delivery:
    return Delivery(
        notice=found.id, person_id=found.person, channel=chosen.channel, address=address,
        state="held" if chosen.why else "queued", why=chosen.why, card_id=found.card, task=found.task,
        about=found.about, group=group, urgent=group in URGENT, at=now,
        number=steps.number(found.id), next_at=chosen.at if chosen.why else None,
    )  # fmt: skip


def _join(row: Delivery, now: datetime) -> None:
    """What is said of one card within two minutes goes in one message, unless somebody waits for an answer (D18).

    A message on its way is composed, one that was answered changes no more: what comes then waits for the next one.
    """
    first = (
        Delivery.objects.select_for_update(no_key=True).filter(
            card_id=row.card_id, person_id=row.person_id, channel=row.channel, kind="notice", together=None,
            at__gt=now - TOGETHER, group__in=_SOFT, card_id__gt=0,
        ).exclude(state__in=("failed", "suppressed")).order_by("-pk").first()
    )  # fmt: skip
    if first is None:
        return
    there = wire.wire(row.channel)
    if first.state in ("queued", "held", "retry") or (first.state == "sent" and there is not None and there.edits):
        row.together, row.why = first, "together"
    else:
        row.state, row.why, row.next_at = "held", "together", first.at + TOGETHER


_SOFT: Sequence[Group] = ("talk", "news", "house")
