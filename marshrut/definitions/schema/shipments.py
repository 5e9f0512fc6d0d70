"""Shipments: what the fields of a card mean while something sent is followed."""

from __future__ import annotations

from .base import Key, Model

#: where something sent can be; each is a choice of the field
STATUSES = (
    "unknown",
    "registered",
    "accepted",
    "in_transit",
    "arrived",
    "out_for_delivery",
    "delivered",
    "delivery_failed",
    "returning",
    "returned",
    "lost",
    "cancelled",
)
DIRECTIONS = ("to_us", "from_us")


class Shipment(Model):
    """Makes cards of the type shipments: whoever follows them at the carriers reads and fills these fields."""

    #: choice of ways, and the number to follow it by
    way: Key
    number: Key
    #: where it is: a choice filled in by the system
    status: Key
    #: a choice of to_us and from_us
    direction: Key | None = None
    #: what happened last, and on which day
    last_event: Key | None = None
    last_at: Key | None = None
    delivered_on: Key | None = None
    #: what is wrong with it
    trouble: Key | None = None
