"""One list of statuses for all carriers, and which of them follows from what was said (decision 0020). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast

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
#: the carrier says that it does not arrive as it should
WRONG: Final[frozenset[Status]] = frozenset({"delivery_failed", "returning", "returned", "lost", "cancelled"})
#: a wrong clock of a carrier counts for so much at most
AHEAD: Final = timedelta(days=1)
#: what an event says on the way back
_BACK: Final[dict[str, Status]] = {
    "unknown": "returning", "registered": "returning", "accepted": "returning", "in_transit": "returning",
    "out_for_delivery": "returning", "delivered": "returned",
}  # fmt: skip
Signal = Literal["", "moved", "arrived", "delivered", "trouble"]


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as far as it counts. `order`: that of receipt."""

    at: datetime
    received_at: datetime
    order: int
    said: Said
    leg: Leg | Literal[""] = ""
    void: bool = False

    @property
    def place(self) -> tuple[datetime, int]:
        """By the carrier's time, ties by receipt."""
        return min(self.at, self.received_at + AHEAD), self.order


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows from all events. `newest`: order of the last one, whatever it says; None without any."""

    status: Status = "unknown"
    leg: Leg = "forward"
    newest: int | None = None

    @property
    def final(self) -> bool:
        return self.status in TERMINAL


def standing(events: Iterable[Happened]) -> Standing:
    """The last event decides; a final status stays whatever comes later, but for an explicit return."""
    now = Standing()
    for one in sorted((one for one in events if not one.void), key=lambda one: one.place):
        status, leg = _after(now, one)
        now = Standing(status, leg, one.order)
    return now


def _after(now: Standing, one: Happened) -> tuple[Status, Leg]:
    if one.said in ("note", "unknown_event"):
        return now.status, now.leg
    back = one.leg == "return" or one.said in ("returning", "returned")
    if now.final and (now.status == "returned" or not back):
        return now.status, now.leg
    if not back and now.leg == "forward":
        return cast("Status", one.said), "forward"
    return _BACK.get(one.said, cast("Status", one.said)), "return"


@dataclass(frozen=True, slots=True)
class News:
    """What the card is told: a signal, "" when it is only written down; and the code of what a person must look at."""

    signal: Signal
    trouble: str = ""


def news(before: Standing, after: Standing, alert: str = "") -> News | None:
    """None when nothing is new. `alert`: the last one among events that were not known before."""
    same = (before.status, before.leg) == (after.status, after.leg)
    if same and alert and not after.final:
        return News("trouble", alert)
    if same:
        return News("") if before.newest != after.newest else None
    if before.final and not after.final and after.leg == "forward":
        return News("trouble", "taken_back")
    if after.leg == "return" and after.status == "arrived":
        return News("trouble", "arrived_back")
    if after.status in WRONG:
        return News("trouble", after.status)
    if after.status == "delivered":
        return News("delivered")
    if alert:
        return News("trouble", alert)
    return News("arrived" if after.status == "arrived" else "moved")
