"""The small office with real providers, connected to the fake carriers; shipments travel on the fake clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshrut.integrations.carriers import polling
from marshrut.shipments import commands
from marshrut.shipments.models import Carrier, Shipment, ShipmentEvent
from tests.support.parcels import Parcels

from . import accounts
from .driving import Driven

WAYS = {"russian_post": "post", "cdek": "cdek", "dellin": "dellin"}


@dataclass
class Shipping:
    parcels: Parcels
    carriers: Mapping[str, Driven]

    def connect(self, name: str, **fields: Any) -> None:
        settings, secrets = accounts.given(self.carriers[name])
        self.set(name, settings=settings, secrets=secrets, **fields)

    def set(self, name: str, **fields: Any) -> None:
        commands.set_carrier(self.parcels.office.actor("admin"), carrier=name, **fields)

    def ship(self, name: str, number: str = "") -> int:
        return self.parcels.parcel(way=WAYS[name], track=number or accounts.NUMBERS[name])

    def turn(self) -> None:
        """A minute of the installation has come: the duty, then the worker."""
        polling.duty()
        self.parcels.settle()

    def pass_time(self, hours: float, step: float = 30) -> None:
        """Turn after turn, so many minutes apart."""
        for _ in range(int(hours * 60 / step)):
            self.parcels.later(minutes=step)
            self.turn()

    def stage(self, card: int) -> str:
        return self.parcels.stage(card)

    def row(self, card: int) -> Shipment:
        return self.parcels.row(card)

    def carrier(self, name: str) -> Carrier:
        return Carrier.objects.get(key=name)

    def said(self, card: int) -> list[str]:
        return list(ShipmentEvent.objects.filter(shipment__card=card).order_by("at").values_list("status", flat=True))
