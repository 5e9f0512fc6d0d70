"""Routes: the list of them, and one drawn."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Badge, Link, Tab


@dataclass(frozen=True, slots=True)
class RouteRow:
    link: Link
    pack: str
    version: str
    #: on their way, and overdue among them; empty: none
    cards: str
    late: str
    proof: Badge


@dataclass(frozen=True, slots=True)
class RoutesScreen:
    title: str
    lead: str
    rows: tuple[RouteRow, ...]
    actions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a box. `look`: title, task, who, rung, child; `url`: where it leads."""

    text: str
    look: str
    x: int
    y: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class BoxView:
    """A stage in the drawing. `cards` leads to those that stand there."""

    key: str
    kind: str
    color: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]
    cards: Link | None
    late: Link | None
    #: what the proof says of this stage: bad, warn or nothing
    mark: str


@dataclass(frozen=True, slots=True)
class WireView:
    """`path`: of an SVG path; `auto`: nobody presses anything; `back`: against the order of the rows."""

    path: str
    #: positive, negative, neutral
    tone: str
    auto: bool
    back: bool
    label: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Part:
    """A task of a stage in words."""

    title: str
    who: str
    due: str
    rungs: tuple[str, ...]
    buttons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageWords:
    """The same as the drawing, to be read: on a phone, on paper, by a screen reader."""

    key: str
    title: str
    color: str
    kind: str
    cards: Link | None
    late: Link | None
    parts: tuple[Part, ...]
    #: cards that the stage makes; `url` is empty where the reader has no such route
    children: tuple[Link, ...]
    ways: tuple[str, ...]
    flaws: tuple[FlawRow, ...]


@dataclass(frozen=True, slots=True)
class FlawRow:
    """`way`: how a card gets there."""

    text: str
    way: tuple[str, ...]
    warning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteScreen:
    title: str
    back: Link
    lead: str
    tabs: tuple[Tab, ...]
    actions: tuple[Link, ...]
    proof: Badge
    flaws: tuple[FlawRow, ...]
    width: int
    height: int
    boxes: tuple[BoxView, ...]
    wires: tuple[WireView, ...]
    stages: tuple[StageWords, ...]
    settings: tuple[tuple[str, str], ...]
    settings_url: str
    stories: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
