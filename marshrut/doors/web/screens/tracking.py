"""Shipments on cards: what a number is, what is on its way, the way of one shipment."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Badge, Link, Tone


@dataclass(frozen=True, slots=True)
class NumberSaid:
    """`kit/track_said.html`: what is said of a number while it is typed."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentRow:
    """A shipment on the card it belongs to. Times and sentences are formatted or empty."""

    url: str
    label: str
    title: str
    #: «Почта России», its number, and the page of the carrier on it
    way: str
    number: str
    carrier_url: str
    status: Badge
    to_us: bool
    last: str = ""
    last_at: str = ""
    next: str = ""
    trouble: str = ""
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentsPart:
    """`kit/card_shipments.html`."""

    card: int
    rows: tuple[ShipmentRow, ...]

    @property
    def count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayStop:
    """An event of the way. `day` is set on the first of a day, `turn` where the way back begins."""

    text: str
    place: str
    time: str
    iso: str
    tone: Tone
    icon: str
    day: str = ""
    turn: str = ""
    #: carrier's own code and words, where nobody knows what they mean
    unknown: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WayPart:
    """`kit/card_way.html`: where a shipment is and has been, newest first."""

    card: int
    way: str
    number: str
    carrier: Link | None
    status: Badge
    #: «следующая проверка сегодня в 18:40», or why nobody is asked
    note: str
    stops: tuple[WayStop, ...]
    #: stops beyond those, under a fold
    earlier: tuple[WayStop, ...] = ()
    trouble: str = ""
    silent: bool = False
    may_check: bool = False
    why_not: str = ""
    key: str = ""
