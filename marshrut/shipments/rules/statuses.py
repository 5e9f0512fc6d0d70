"""One list of statuses for all carriers, and which of them follows from what was said (decision 0020). Pure."""

from __future__ import annotations

from typing import Final, Literal

Status = Literal[
    "unknown", "registered", "accepted", "in_transit", "arrived", "out_for_delivery", "delivered", "delivery_failed",
    "returning", "returned", "lost", "cancelled",
]  # fmt: skip
Leg = Literal["forward", "return"]
#: what an event may say: a status; "note": understood, changes nothing; "unknown_event": nobody knows what it means
Said = Literal[
    "unknown", "registered", "accepted", "in_transit", "arrived", "out_for_delivery", "delivered", "delivery_failed",
    "returning", "returned", "lost", "cancelled", "note", "unknown_event",
]  # fmt: skip

STATUSES: Final[tuple[Status, ...]] = (
    "unknown", "registered", "accepted", "in_transit", "arrived", "out_for_delivery", "delivered", "delivery_failed",
    "returning", "returned", "lost", "cancelled",
)  # fmt: skip
SAID: Final[tuple[Said, ...]] = (*STATUSES, "note", "unknown_event")
LEGS: Final[tuple[Leg, ...]] = ("forward", "return")
TERMINAL: Final[frozenset[Status]] = frozenset({"delivered", "returned", "lost", "cancelled"})
