"""«Пропуски»: tasks finished without being done, by task and by person. Every figure leads to the list it counts."""

from __future__ import annotations

from dataclasses import dataclass

from .control import ControlFigure
from .listing import Filters
from .load import LoadFigure
from .parts import Badge, Empty, Face, Link, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipRow:
    """What a task, or a person (`face`), has come to. `width` is the share of skips in percent."""

    title: str
    sub: str = ""
    face: Face | None = None
    done: LoadFigure
    skipped: LoadFigure
    share: str
    width: int = 0
    reasons: tuple[LoadFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class SkipTable:
    key: str
    title: str
    column: str
    rows: tuple[SkipRow, ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipsScreen:
    title: str
    lead: str
    filters: Filters
    figures: tuple[ControlFigure, ...]
    tables: tuple[SkipTable, ...] = ()
    export_url: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipLine:
    """A task that was finished."""

    task: str
    card: Link
    face: Face
    at: str
    badge: Badge
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipListScreen:
    title: str
    back: Link
    lead: str
    tabs: tuple[Tab, ...]
    #: what it is narrowed to: each takes itself away
    chosen: tuple[Tab, ...] = ()
    rows: tuple[SkipLine, ...] = ()
    total: str = ""
    more_url: str = ""
    empty: Empty | None = None
