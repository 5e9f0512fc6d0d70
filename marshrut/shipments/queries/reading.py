"""One shipment with its way, those of an order, and the list of all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from marshrut.cards import queries as cards
from marshrut.definitions.schema import tracks
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.sql import any_of

from .. import sentences
from ..models import Shipment, ShipmentEvent
from ..types import shipment_types
from . import asking, silence
from .lines import lines
from .shapes import EventLine, Filter, ShipmentLine, ShipmentPage, Shipments, State

MOST = 200
#: of the newest so many are looked at before all that a person may see is gathered
HEAD = 1000
_WRONG = Q(place="trouble") | (Q(place="") & ~Q(trouble=""))
_HERE = ~_WRONG & (Q(place="arrived") | Q(status="arrived", leg="forward"))
#: draft cards stand in no list
STATES: dict[State, Q] = {
    "transit": Q(phase="open") & ~_WRONG & ~_HERE,
    "arrived": Q(phase="open") & _HERE,
    "trouble": Q(phase="open") & _WRONG,
    "delivered": Q(phase="success"),
    "stopped": Q(phase="failure"),
}
#: of all that ever was, few are under way
_UNDER_WAY: Collection[State] = ("transit", "arrived", "trouble")


def shipment(actor: Actor, card: int) -> ShipmentPage:
    """Raises NotFound, also for whoever may not see the card."""
    row = Shipment.objects.filter(card=card).first()
    there = asking.rows()
    found = lines(actor, [row], there) if row is not None else ()
    if row is None or not found:
        raise NotFound(sentences.NO_SUCH_SHIPMENT)
    why = str(sentences.WHY_SILENT[found[0].silence]) if found[0].silence in silence.HOPELESS else ""
    if not why and silence.polled_lately(row, clock.now()):
        why = str(sentences.POLLED_LATELY)
    said = ShipmentEvent.objects.filter(shipment=row, number=row.number).order_by("-at", "-pk")
    return ShipmentPage(found[0], tuple(_event(one) for one in said), not why, why)


def of_cards(actor: Actor, wanted: Collection[int]) -> dict[int, ShipmentLine]:
    """Of these cards, those that are shipments the reader may see."""
    rows = list(Shipment.objects.filter(any_of("card", wanted))) if wanted else []
    return {one.card: one for one in lines(actor, rows)}


def about(actor: Actor, card: int) -> tuple[ShipmentLine, ...]:
    """Shipments of this card that the reader may see, newest first."""
    return lines(actor, list(Shipment.objects.filter(about=card).exclude(phase="draft").order_by("-card")[:MOST]))


def listing(actor: Actor, wanted: Filter, after: str | None = None, limit: int = 50) -> Shipments:
    """Shipments the reader may see, newest first."""
    limit = max(1, min(limit, MOST))
    start = int(after) if after and after.isascii() and after.isdigit() and len(after) < 19 else None
    rows = _head(actor, wanted, start, limit + 1)
    if rows is None:
        found = narrowed(actor, wanted)
        found = found.filter(card__lt=start) if start is not None else found
        rows = list(found.order_by("-card")[: limit + 1])
    return Shipments(lines(actor, rows[:limit]), str(rows[limit - 1].card) if len(rows) > limit else None)


def _head(actor: Actor, wanted: Filter, start: int | None, limit: int) -> list[Shipment] | None:
    """The page as whoever sees most of them gets it: the newest, looked at one by one. None: ask about all."""
    if wanted.text.strip():
        return None
    newest = _exact(Shipment.objects.exclude(phase="draft"), wanted)
    newest = newest.filter(card__lt=start) if start is not None else newest
    some = list(newest.order_by("-card").values_list("card", flat=True)[:HEAD])
    seen = cards.matching_ids(actor, cards.Filter(), few=True)
    rows = list(Shipment.objects.filter(any_of("card", some), card__in=seen).order_by("-card")[:limit]) if some else []
    return rows if len(rows) == limit or len(some) < HEAD else None


def counts(actor: Actor, wanted: Filter) -> dict[State, int]:
    """How many there are of each state, whatever state is wanted. One query."""
    each = {state: Count("pk", filter=rule) for state, rule in STATES.items()}
    counted: dict[Any, int] = narrowed(actor, wanted, any_state=True).aggregate(**each)
    return counted


def troubles(actor: Actor) -> int:
    """Shipments that somebody must look at. One query."""
    return narrowed(actor, Filter(state="trouble")).count()


def unfollowed() -> list[int]:
    """For programs: open cards whose shipment is missing or ended, and open shipments whose card is not.

    Only of types that are active: of others nothing can be known, and they must not stand before those. Two queries.
    """
    types = list(shipment_types())
    going = cards.matching_ids(_ROBOT, cards.Filter(types=tuple(types), state="open"))
    followed = Shipment.objects.filter(type__in=types, phase__in=("draft", "open"))
    missing = going.exclude(pk__in=Shipment.objects.filter(phase__in=("draft", "open")).values("card"))
    left = followed.exclude(card__in=going)
    return sorted({*missing.order_by("pk").values_list("pk", flat=True)[:MOST],
                   *left.order_by("card").values_list("card", flat=True)[:MOST]})  # fmt: skip


def untold() -> list[int]:
    """For programs: cards that were not told their news."""
    rows = Shipment.objects.filter(told__lt=F("change")).order_by("pk")
    return list(rows.values_list("card", flat=True)[:MOST])


def narrowed(actor: Actor, wanted: Filter, *, any_state: bool = False) -> QuerySet[Shipment]:
    """Shipments that the reader may see and that fit."""
    few = wanted.state in _UNDER_WAY and not any_state
    found = Shipment.objects.filter(card__in=cards.matching_ids(actor, cards.Filter(), few=few)).exclude(phase="draft")
    found = _exact(found, replace(wanted, state="") if any_state else wanted)
    if wanted.text.strip():
        number = tracks.plain(wanted.text)
        words = Q(card__in=cards.matching_ids(actor, cards.Filter(text=wanted.text)))
        found = found.filter(words | Q(number__contains=number) if number else words)
    return found


def _exact(found: QuerySet[Shipment], wanted: Filter) -> QuerySet[Shipment]:
    if wanted.state:
        found = found.filter(STATES[wanted.state])
    exact: dict[str, Any] = {
        "way": wanted.way or None,
        "company_id": wanted.company,
        "direction": wanted.direction or None,
        "created_at__date__gte": wanted.since,
        "created_at__date__lte": wanted.until,
    }
    return found.filter(**{name: value for name, value in exact.items() if value is not None})


_ROBOT = Actor.robot("shipments")


def _event(one: ShipmentEvent) -> EventLine:
    known = sentences.STATUSES.get(one.status)
    return EventLine(
        id=one.pk,
        at=one.at,
        code=one.code,
        text=one.text,
        place=one.place,
        leg=one.leg,  # type: ignore[arg-type]
        status=one.status,  # type: ignore[arg-type]
        title=str(known[0]) if known else "",
        alert=str(sentences.TROUBLES.get(one.alert, "")),
        understood=one.status != "unknown_event",
        void=one.void,
    )
