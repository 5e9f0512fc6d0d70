"""Shipments: find, read the way, ask the carrier now. Carriers: read and check.

Carriers are connected on their page and at the console, where their keys and passwords are typed.
"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query

from marshrut.cards import queries as cards
from marshrut.kernel.errors import NotFound
from marshrut.shipments import commands, queries

from ..bearer import caller
from ..door import api
from ..present import shipments as present
from ..shapes.base import Key, PathId
from ..shapes.shipments import (
    Carrier,
    CarrierCheck,
    CarrierList,
    Polled,
    Shipment,
    ShipmentCounts,
    ShipmentFilter,
    ShipmentList,
    ShipmentPage,
    ShipmentWay,
)

Code = Annotated[str, Path(max_length=40, examples=["cdek"])]


@api.get("/shipments", response=ShipmentPage, tags=["shipments"], summary="Find shipments")
def list_shipments(request: HttpRequest, wanted: Annotated[ShipmentFilter, Query()]) -> ShipmentPage:
    """Newest first, without drafts."""
    found = queries.listing(caller(request).actor, _narrowed(wanted), wanted.after, wanted.limit)
    return present.page(found)


@api.get("/shipments/counts", response=ShipmentCounts, tags=["shipments"], summary="Count shipments by state")
def count_shipments(request: HttpRequest, wanted: Annotated[ShipmentFilter, Query()]) -> ShipmentCounts:
    """Of those that fit, whatever `state`, `after` and `limit` say."""
    return ShipmentCounts(**queries.counts(caller(request).actor, _narrowed(wanted)))


@api.get("/shipments/{card}", response=ShipmentWay, tags=["shipments"], summary="Read the way of a shipment")
def read_shipment(request: HttpRequest, card: PathId) -> ShipmentWay:
    """What the carrier said, word by word; `/cards/{card}` has its fields and tasks."""
    return present.way(queries.shipment(caller(request).actor, card))


@api.get("/cards/{card}/shipments", response=ShipmentList, tags=["shipments"], summary="Shipments of a card")
def list_card_shipments(request: HttpRequest, card: PathId) -> ShipmentList:
    """Newest first: what was sent because of this card, as far as you may see it."""
    return ShipmentList(items=tuple(_of_card(request, card)))


@api.post("/shipments/{card}/poll", response=Polled, tags=["shipments"], summary="Ask the carrier now")
def poll_now(request: HttpRequest, card: PathId, key: Key = None) -> Polled:
    """Once in ten minutes (409 polled_lately). 422 not_followed: nobody can be asked, and why."""
    done = commands.poll_now(caller(request).actor, card=card, key=key)
    return Polled(card=done["card"], asked=done["asked"], links=present.links(card))


@api.get("/carriers", response=CarrierList, tags=["shipments"], summary="List carriers")
def list_carriers(request: HttpRequest) -> CarrierList:
    """For administrators, others get none. Keys and passwords are never told."""
    return CarrierList(items=tuple(map(present.carrier, queries.carriers(caller(request).actor))))


@api.get("/carriers/{carrier}", response=Carrier, tags=["shipments"], summary="Read a carrier")
def read_carrier(request: HttpRequest, carrier: Code) -> Carrier:
    """When it answered last, what is wrong with it, how many requests are spent today."""
    return present.carrier(queries.carrier(caller(request).actor, carrier))


@api.post("/carriers/{carrier}/check", response=CarrierCheck, tags=["shipments"], summary="Check a carrier")
def check_carrier(request: HttpRequest, carrier: Code, key: Key = None) -> CarrierCheck:
    """Tries the account step by step; changes nothing there. Takes as long as the carrier does."""
    return CarrierCheck(**commands.check_carrier(caller(request).actor, carrier=carrier, key=key))


def _narrowed(wanted: ShipmentFilter) -> queries.Filter:
    return queries.Filter(text=wanted.q.strip(), **wanted.model_dump(exclude={"q", "after", "limit"}))


def _of_card(request: HttpRequest, card: int) -> list[Shipment]:
    actor = caller(request).actor
    if not cards.may_see(actor, card):
        raise NotFound(_("There is no such card."))
    return [present.shipment(one) for one in queries.about(actor, card)]
