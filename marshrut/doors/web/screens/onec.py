"""Bases of 1C for administrators: the list, one with its doctor and its journal, terms, the mapping, oddities."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field
from .mailboxes import CheckStep
from .parts import Badge, Empty, Link, Tab, Tone
from .simple import FormScreen


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRow:
    name: str
    url: str
    badge: Badge
    #: where it is, or what is wrong
    sub: str
    seen: str
    documents: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasesScreen:
    lead: str
    rows: tuple[BaseRow, ...]
    create: Link | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One reading. `said` is what came of it, `trouble` what went wrong."""

    when: str
    iso: str
    what: str
    said: str
    badge: Badge
    trouble: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsPart:
    """Where 1C knocks. `shown` is the key just made: shown once, never again."""

    address: str
    made: bool
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseScreen:
    title: str
    url: str
    badge: Badge
    tabs: tuple[Tab, ...]
    facts: tuple[tuple[str, str], ...]
    warning: str = ""
    advice: str = ""
    tone: Tone = Tone.BAD
    #: what the first reading has come to, while it is not over
    first: str = ""
    steps: tuple[CheckStep, ...] = ()
    verdict: str = ""
    verdict_tone: Tone = Tone.OK
    runs: tuple[RunRow, ...] = ()
    events: EventsPart
    active: bool = True
    #: other places of the base: documents, parties without a company
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFormScreen(FormScreen):
    """`rare`: what hardly anybody changes, folded away while nothing is wrong with it."""

    rare: tuple[Field, ...] = ()

    @property
    def rare_open(self) -> bool:
        return any(field.error for field in self.rare)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """Working days of a kind: when it is overdue, when critically so."""

    title: str
    warn: Field
    critical: Field

    @property
    def fields(self) -> tuple[Field, Field]:
        return self.warn, self.critical


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsScreen:
    title: str
    url: str
    tabs: tuple[Tab, ...]
    rows: tuple[TermRow, ...]
    version: int
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingScreen:
    title: str
    url: str
    tabs: tuple[Tab, ...]
    lead: str
    field: Field
    version: int
    error: str = ""
    #: what is wrong with the text, a line each
    problems: tuple[str, ...] = ()
    #: names of objects that the check did not find
    profile: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OddityRow:
    document: Link
    what: tuple[str, ...]
    badge: Badge
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OdditiesScreen:
    title: str
    url: str
    tabs: tuple[Tab, ...]
    lead: str
    rows: tuple[OddityRow, ...] = ()
    more: str = ""
    empty: Empty | None = None
