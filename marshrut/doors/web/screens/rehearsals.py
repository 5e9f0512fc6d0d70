"""«Прогоны»: the list, the question, the timeline of one; drafts of packs on their way to be published."""

from __future__ import annotations

from dataclasses import dataclass

from .card import Entry
from .control import ControlFigure
from .forms import Field, Form
from .listing import Filters
from .parts import Badge, Empty, Link, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalRow:
    url: str
    title: str
    what: str
    badge: Badge
    who: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalsScreen:
    title: str
    lead: str
    tabs: tuple[Tab, ...]
    rows: tuple[RehearsalRow, ...]
    new: Link | None = None
    empty: Empty | None = None
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskScreen:
    title: str
    back: Link
    lead: str
    form: Form
    groups: tuple[Group, ...]
    #: what the form carries without asking
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlayedLine:
    """A line of the timeline with the card it is about, when there are several."""

    entry: Entry
    card: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class ToldRow:
    name: str
    text: str
    url: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedScreen:
    """`progress`: it is being played; then the page asks again by itself."""

    title: str
    back: Link
    lead: str
    facts: tuple[str, ...] = ()
    progress: str = ""
    done: int = 0
    cards: int = 0
    trouble: str = ""
    verdict: str = ""
    tone: str = "ok"
    figures: tuple[ControlFigure, ...] = ()
    filters: Filters | None = None
    total: str = ""
    lines: tuple[PlayedLine, ...] = ()
    more_url: str = ""
    told: tuple[ToldRow, ...] = ()
    stages: tuple[ToldRow, ...] = ()
    exports: tuple[Link, ...] = ()
    again: Link | None = None
    remove_url: str = ""
    empty: Empty | None = None
