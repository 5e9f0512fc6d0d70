"""Reactions to e-documents: the list, the form of one, what fired, what would."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field, Form
from .parts import Badge, Empty, Link, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionRow:
    """«Когда …» is `when`, `what` follows; `only` narrows it. `did` leads to its lines of the log."""

    url: str
    what: str
    when: str
    only: str = ""
    title: str = ""
    active: bool = True
    did: Link | None = None
    failed: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionsScreen:
    tabs: tuple[Tab, ...]
    rows: tuple[ReactionRow, ...]
    create: Link
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionScreen:
    """The form. `acts`: of a new one, what may be done instead; `look`: what was made of the sentence so far."""

    title: str
    back: Link
    form: Form
    lead: str = ""
    acts: tuple[Tab, ...] = ()
    see: Link | None = None
    danger: Link | None = None
    danger_confirm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredRow:
    """`card`, `made`: None when the reader may not see them; `name`: kind and number of such a document."""

    what: str
    what_url: str
    badge: Badge
    said: str
    when: str
    iso: str
    card: Link | None = None
    name: str = ""
    made: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredScreen:
    tabs: tuple[Tab, ...]
    rows: tuple[FiredRow, ...]
    chips: tuple[Tab, ...] = ()
    more_url: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRow:
    what: str
    url: str
    badge: Badge
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TryScreen:
    """`rows` None: nothing was asked yet."""

    tabs: tuple[Tab, ...]
    fields: tuple[Field, ...]
    about: Link | None = None
    error: str = ""
    rows: tuple[TriedRow, ...] | None = None
