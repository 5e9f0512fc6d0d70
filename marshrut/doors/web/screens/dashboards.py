"""«Отчёты»: numbers with bars, tables and columns by month. Every number leads to the rows it counts.

Bars are drawn by the server as plain boxes beside the number they show, so readers and printers have the number.
"""

from __future__ import annotations

from dataclasses import dataclass

from .control import ControlFigure
from .listing import Filters
from .parts import Badge, Empty, Face, Link, Tab


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a line: `width` in percent of the longest one; `look` is a word of the style sheet, `color` #rrggbb."""

    width: float
    look: str = ""
    color: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A number or a time; `name` is the column, said again on a phone. `heat`: how strong its ground is, in percent."""

    text: str = ""
    url: str = ""
    name: str = ""
    tone: str = ""
    end: bool = False
    bars: tuple[Bar, ...] = ()
    heat: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    title: str
    url: str = ""
    sub: str = ""
    face: Face | None = None
    color: str = ""
    badge: Badge | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    text: str
    end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`wide`: many narrow columns of numbers, which stay a table on a phone. `note` says what is counted.

    `rest`: further rows, folded under `more`. `legend`: look and name of each part of a bar.
    """

    key: str
    title: str
    first: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    more: str = ""
    wide: bool = False
    rest: tuple[Row, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Of a column: what it is called, its number, how tall it stands in percent."""

    name: str
    text: str
    url: str = ""
    look: str
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pillar:
    """A month: its parts from the ground up."""

    name: str
    full: str
    total: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    key: str
    title: str
    pillars: tuple[Pillar, ...]
    #: look and name of each part
    legend: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardScreen:
    title: str
    #: the title on paper, where no tab says which report it is
    printed: str = ""
    back: Link | None = None
    tabs: tuple[Tab, ...]
    lead: str
    filters: Filters
    figures: tuple[ControlFigure, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    #: other reports: name, address, picture, and what each answers
    others: tuple[tuple[Link, str], ...] = ()
    export_url: str = ""
    #: for the printed page: who made it and when
    made: str = ""
    empty: Empty | None = None
