"""The working calendar: a year of days, the hours of the company, days it declared itself."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Form
from .parts import Link, Tab


@dataclass(frozen=True, slots=True)
class Day:
    """`kind` is "full", "short" or "off"; `mark` is set on days that differ from the plain week."""

    number: int
    kind: str
    words: str
    mark: bool = False
    today: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """«1–8 января: Новый год»."""

    days: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    weeks: tuple[tuple[Day | None, ...], ...]
    totals: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """A day that the company or its region declared; `iso` and `region` are sent back to remove it."""

    iso: str
    region: str
    day: str
    kind: str
    words: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarScreen:
    year: int
    tabs: tuple[Tab, ...]
    years: tuple[Tab, ...]
    weekdays: tuple[str, ...]
    months: tuple[Month, ...]
    totals: tuple[tuple[str, str], ...]
    decree: str = ""
    warning: str = ""
    week: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    declared: tuple[Declared, ...] = ()
    add: Form | None = None
    edit: Link | None = None
