"""Running cards on their way to another version: what is chosen, where each would land, what was moved before."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field
from .parts import Badge, Empty, Face, Link, Tab


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Cards of a version on a stage; `value` is what the tick sends."""

    value: str
    version: str
    stage: str
    cards: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Cards that land alike; `value` is the numbers of the cards."""

    value: str
    cards: str
    version: str
    here: str
    there: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Cards that cannot go, with the reason; `links` are the first of them, `more` says how many there are beside."""

    cards: str
    version: str
    here: str
    reason: str
    links: tuple[Link, ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePreview:
    """`hidden`: what goes with the press, (name, value)."""

    title: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    groups: tuple[GroupRow, ...]
    held: tuple[HeldRow, ...]
    reason: Field
    proof: Badge | None = None
    flaws: tuple[str, ...] = ()
    more: str = ""
    #: what the button says
    submit: str = ""


@dataclass(frozen=True, slots=True)
class MovingRow:
    url: str
    at: str
    who: Face
    text: str
    reason: str
    badge: Badge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingScreen:
    title: str
    action: str
    tabs: tuple[Tab, ...]
    card_type: str
    places: tuple[PlaceRow, ...]
    to: Field
    redate: Field
    #: stages that the new version lacks: a choice for each
    stages: tuple[Field, ...] = ()
    #: numbers of cards that were asked about, for the form
    cards: str = ""
    #: of the one card that was asked about
    card: Link | None = None
    error: str = ""
    preview: MovePreview | None = None
    rows: tuple[MovingRow, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class MovedRow:
    link: Link
    name: str
    version: str
    badge: Badge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedScreen:
    title: str
    back: Link
    lead: str
    reason: str
    rows: tuple[MovedRow, ...]
    revert: str = ""
