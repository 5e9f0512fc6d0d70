"""Shipments and carriers as JSON."""

from __future__ import annotations

from dataclasses import asdict

from marshrut.shipments import queries

from ..shapes.base import Links
from ..shapes.cards import StageName
from ..shapes.shipments import Carrier, Shipment, ShipmentEvent, ShipmentPage, ShipmentWay


def shipment(line: queries.ShipmentLine) -> Shipment:
    told = {name: value for name, value in asdict(line).items() if name in Shipment.model_fields}
    return Shipment(
        **{
            **told,
            "company": line.company_id,
            "company_name": line.company,
            "status": line.chip.status,
            "status_title": line.chip.title,
            "leg": line.chip.leg,
            "stage": StageName(key=line.stage, title=line.stage_title, kind=line.stage_kind),
            "links": links(line.card),
        }
    )


def page(found: queries.Shipments) -> ShipmentPage:
    return ShipmentPage(items=tuple(map(shipment, found.lines)), next=found.after)


def way(found: queries.ShipmentPage) -> ShipmentWay:
    events = tuple(
        ShipmentEvent(**{name: getattr(one, name) for name in ShipmentEvent.model_fields}) for one in found.events
    )
    return ShipmentWay(
        shipment=shipment(found.line), events=events, may_poll=found.may_poll, why_not_poll=found.why_not_poll
    )


def carrier(one: queries.CarrierInfo) -> Carrier:
    where = Links(self=f"/api/carriers/{one.code}", page=f"/carriers/{one.code}/")
    told = {name: getattr(one, name) for name in Carrier.model_fields if name not in ("links", "quota")}
    return Carrier(links=where, quota=one.quota_limit, **told)


def links(card: int) -> Links:
    return Links(self=f"/api/shipments/{card}", page=f"/cards/{card}/")
