"""«Отправления»: the list of all, and carriers with their state, a check step by step."""

from __future__ import annotations

from dataclasses import dataclass

from .listing import Filters
from .mailboxes import CheckStep
from .parts import Badge, Due, Empty, Face, Link, Tab, Tone
from .tracking import ShipmentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentListRow:
    """`faces`: whom it waits for now; `about`: the card it belongs to."""

    shipment: ShipmentRow
    card: int
    company: str = ""
    about: Link | None = None
    faces: tuple[Face, ...] = ()
    due: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentListScreen:
    tabs: tuple[Tab, ...]
    filters: Filters
    #: what the search keeps of the filter
    kept: tuple[tuple[str, str], ...] = ()
    rows: tuple[ShipmentListRow, ...] = ()
    more_url: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRow:
    name: str
    url: str
    badge: Badge
    #: what it does for the company now, or what it needs
    sub: str
    seen: str
    quota: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriersScreen:
    lead: str
    rows: tuple[CarrierRow, ...]
    by_hand: str
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierScreen:
    title: str
    url: str
    badge: Badge
    facts: tuple[tuple[str, str], ...]
    #: what it needs, while it is not connected
    needs: tuple[str, ...] = ()
    warning: str = ""
    advice: str = ""
    tone: Tone = Tone.BAD
    steps: tuple[CheckStep, ...] = ()
    verdict: str = ""
    verdict_tone: Tone = Tone.OK
    connected: bool = False
    #: why it cannot be connected here
    barred: str = ""
    #: address where the carrier may knock
    hook: str = ""
