"""What others may read of shipments; every answer is filtered by the access to cards."""

from .shapes import (
    CarrierField,
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
    "CarrierField",
    "CarrierInfo",
    "Chip",
    "EventLine",
    "Filter",
    "ShipmentLine",
    "ShipmentPage",
    "Shipments",
    "Silence",
    "State",
]
