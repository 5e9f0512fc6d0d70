"""Who may do what with cards: the table of a card type, one row of it, and why somebody sees a card."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field, Option
from .parts import Badge, Link, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """`sentence` says the row in words; `url` opens it for change."""

    who: str
    scope: str
    stages: str
    acts: tuple[str, ...]
    sentence: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessScreen:
    title: str
    lead: str
    rows: tuple[GrantRow, ...]
    tabs: tuple[Tab, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    add_url: str = ""
    #: empty while the rows are those of the pack
    reset_url: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Boxes to tick under one heading."""

    name: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    error: str = ""
    #: many of them: they scroll
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantScreen:
    """One row as a form."""

    title: str
    action: str
    back: Link
    who: Field
    person: Field
    scope: Field
    departments: Checks
    stages: Checks
    may: Checks
    fields: Checks
    seen: str
    errors: tuple[str, ...] = ()
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A row of access that opens something, why it does, and what it opens."""

    whom: str
    because: str
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingScreen:
    """`form` is there for those who ask about others; `verdict` is the answer in one line."""

    title: str
    back: Link
    fields: tuple[Field, ...] = ()
    verdict: str = ""
    mark: Badge | None = None
    grounds: tuple[Ground, ...] = ()
    missing: tuple[Ground, ...] = ()
    error: str = ""
    lead: str = ""
