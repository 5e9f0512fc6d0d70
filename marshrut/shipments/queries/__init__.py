"""What others may read of shipments; every answer is filtered by the access to cards."""

from .accounts import account, pollable
from .carriers import carrier, carriers, may_tend, silent_carriers
from .reading import about, counts, listing, of_cards, shipment, troubles, unfollowed, untold
from .shapes import (
    CarrierInfo,
    Chip,
    EventLine,
    Filter,
    ShipmentLine,
    ShipmentPage,
    Shipments,
    Silence,
    State,
)

__all__ = [
    "CarrierInfo",
    "Chip",
    "EventLine",
    "Filter",
    "ShipmentLine",
    "ShipmentPage",
    "Shipments",
    "Silence",
    "State",
    "about",
    "account",
    "carrier",
    "carriers",
    "counts",
    "listing",
    "may_tend",
    "of_cards",
    "pollable",
    "shipment",
    "silent_carriers",
    "troubles",
    "unfollowed",
    "untold",
]
