"""Absences: a person's own, those of subordinates, the company's month, the form and its forecast; broken routes."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field, Form
from .parts import Badge, Empty, Face, Link, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """`stands_in` has a line per substitute; `open` tells that nobody is named and the head decides."""

    id: int
    face: Face
    period: str
    badges: tuple[Badge, ...]
    stands_in: tuple[str, ...]
    open: bool = False
    note: str = ""
    may_change: bool = False

    @property
    def url(self) -> str:
        return f"/absences/{self.id}/"


@dataclass(frozen=True, slots=True)
class AbsenceGroup:
    title: str
    rows: tuple[AbsenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencesScreen:
    title: str
    tabs: tuple[Tab, ...]
    groups: tuple[AbsenceGroup, ...]
    create: Link
    #: what is with somebody else now
    now: Forecast | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class HeirRow:
    """Who gets how many tasks; without a face nobody does."""

    face: Face | None
    words: str
    tasks: tuple[Link, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """`title` says how many tasks; `note` what is not in the number."""

    title: str
    heirs: tuple[HeirRow, ...] = ()
    note: str = ""
    warn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceForm:
    """`times` and `more` are folded; they are open when something stands in them."""

    title: str
    back: Link
    form: Form
    period: tuple[Field, ...]
    times: tuple[Field, ...]
    substitute: tuple[Field, ...]
    more: tuple[tuple[Field, ...], ...]
    rest: tuple[Field, ...]
    #: how many rows `more` has
    rows: int = 0
    times_open: bool = False
    more_open: bool = False
    lead: str = ""
    #: address and words of ending it early
    end: Link | None = None
    end_confirm: str = ""


@dataclass(frozen=True, slots=True)
class DayHead:
    number: int
    weekday: str
    off: bool
    today: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """`away` is the reason ("hidden" for those who may not know) or "" on a day at work; `open`: nobody is named."""

    away: str = ""
    open: bool = False
    first: bool = False
    last: bool = False
    off: bool = False
    today: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class MonthRow:
    face: Face
    cells: tuple[Cell, ...]
    absences: tuple[AbsenceRow, ...]


@dataclass(frozen=True, slots=True)
class MonthGroup:
    name: str
    rows: tuple[MonthRow, ...]

    @property
    def away(self) -> bool:
        return any(row.absences for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthScreen:
    title: str
    month: str
    tabs: tuple[Tab, ...]
    before: Link
    after: Link
    now: Link
    days: tuple[DayHead, ...]
    groups: tuple[MonthGroup, ...]
    #: people away today, with «по 5 декабря, замещает …»
    away: tuple[tuple[Face, str], ...] = ()
    #: «Показаны только те, кто отсутствует»
    note: str = ""
    create: Link
    departments: Field | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class BrokenRow:
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenGroup:
    title: str
    lead: str
    rows: tuple[BrokenRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenScreen:
    title: str
    tabs: tuple[Tab, ...]
    groups: tuple[BrokenGroup, ...] = ()
    empty: Empty | None = None
