"""What the operations of shipments and carriers need: a parcel under way, and carriers that are connected."""

from __future__ import annotations

from typing import Any

from marshrut.cards import commands as cards
from marshrut.kernel.actor import Actor
from marshrut.shipments import commands
from tests.support import parcels
from tests.support.office import Office, install_pack

#: for administrators; the carrier of the training story talks to nobody
OF_CARRIERS = {"list_carriers", "read_carrier", "check_carrier"}
OF_SHIPMENTS = {
    *("list_shipments", "count_shipments", "read_shipment", "list_card_shipments", "poll_now"),
    *OF_CARRIERS,
}


def who(name: str) -> str:
    return "admin" if name in OF_CARRIERS else "alisa"


def lay(office: Office, ids: dict[str, Any]) -> None:
    install_pack(parcels.pack())
    commands.set_carrier(Actor.person(office.id("admin"), "demo"), carrier="demo")
    fields = {"what": "Акты", "way": "cdek", "track": parcels.NUMBER}
    made = cards.create_card(office.actor("alisa"), card_type="parcel", fields=fields)
    ids |= {"card": made["card"], "carrier": "demo"}
