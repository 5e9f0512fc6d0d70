"""Registration journals: one book as a table with its filters, and the same for paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .forms import Field
from .parts import Empty, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """`facts` are further columns (heading, text) without the empty ones; `void` crosses the row out."""

    number: str
    date: str
    partner: str
    subject: str
    url: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    final: bool = False
    void: bool = False


@dataclass(frozen=True, slots=True)
class JournalExport:
    """A file to take: `url` is where the button sends, `form` what it asks for."""

    form: str
    text: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalScreen:
    title: str
    tabs: tuple[Tab, ...]
    fields: tuple[Field, ...]
    action: str
    partner_heading: str
    rows: tuple[JournalRow, ...] = ()
    total: str = ""
    more_url: str = ""
    print_url: str = ""
    export_url: str = ""
    exports: tuple[JournalExport, ...] = ()
    clear_url: str = ""
    error: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSheet:
    """The journal for a printer. `rows` come one by one: (cells, crossed out)."""

    title: str
    organisation: str
    notes: tuple[str, ...]
    heading: tuple[str, ...]
    rows: Iterator[tuple[tuple[str, ...], bool]]
    back_url: str
    made: str
