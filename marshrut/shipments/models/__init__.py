"""Tables of shipments. `Shipment` can be rebuilt from cards; what carriers said and how they are reached cannot."""

from .carriers import Carrier
from .shipments import Shipment, ShipmentEvent

__all__ = ["Carrier", "Shipment", "ShipmentEvent"]
