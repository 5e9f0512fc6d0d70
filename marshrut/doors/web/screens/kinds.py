"""Kinds of documents: their statuses, folders, numbers; and the registration book."""

from __future__ import annotations

from dataclasses import dataclass

from .access import Checks
from .documents import FolderRow, StatusChip
from .forms import Field, Form
from .parts import Badge, Empty, Link, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    title: str
    url: str
    folder: str
    statuses: tuple[StatusChip, ...]
    number: str
    count: str = ""
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsScreen:
    title: str
    back: Link
    rows: tuple[KindRow, ...]
    archived: tuple[KindRow, ...] = ()
    add_url: str = ""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour to choose; `name` is said to those who do not see it."""

    color: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """A status as a row of inputs named with its place `n`; `why_kept` says why it cannot be removed."""

    n: int
    key: str
    title: str
    title_en: str
    initial: bool
    final: bool
    chip: StatusChip
    swatches: tuple[Swatch, ...]
    why_kept: str = ""
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class StatusesForm:
    rows: tuple[StatusRow, ...]
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A number rule: for whom, since when, the template and the number it would give now."""

    organisation: str
    since: str
    template: str
    example: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRow:
    organisation: str
    year: str
    last: str
    next: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleField:
    """Who may: everyone, roles and departments to tick, and people added by name."""

    checks: Checks
    person: Field
    summary: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KindScreen:
    """One kind: its form, statuses, number rules and counters. A new kind has only the form."""

    title: str
    back: Link
    form: Form
    people: tuple[PeopleField, ...] = ()
    tabs: tuple[Tab, ...] = ()
    part: str = "kind"
    statuses: StatusesForm | None = None
    rules: tuple[RuleRow, ...] = ()
    counters: tuple[CounterRow, ...] = ()
    add_rule_url: str = ""
    archive_url: str = ""
    archived: bool = False
    used: str = ""
    see: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """An entry of the registration book; a voided one stays, crossed out, with who and why."""

    number: str
    date: str
    title: str
    url: str
    status: StatusChip | None
    who: str
    when: str
    companies: str = ""
    void: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookScreen:
    title: str
    back: Link
    fields: tuple[Field, ...]
    action: str
    rows: tuple[BookRow, ...] = ()
    total: str = ""
    lead: str = ""
    more_url: str = ""
    export_url: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldersScreen:
    title: str
    back: Link
    rows: tuple[FolderRow, ...]
    form: Form
