"""Contacts, deals and projects: their lists, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass

from .card import Entry, FieldRow, Stage
from .documents import DocumentsPart
from .edocs import EDocsPart
from .parts import Badge, Empty, Face, Link, Tab
from .threads import ThreadsPart


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """`sub` stands under the title; `amount` is formatted."""

    title: str
    url: str
    sub: str = ""
    detail: str = ""
    badge: Badge | None = None
    face: Face | None = None
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersScreen:
    """A list with a search that is read anew as one types."""

    title: str
    path: str
    tabs: tuple[Tab, ...]
    columns: tuple[str, ...]
    placeholder: str
    query: str = ""
    chips: tuple[Tab, ...] = ()
    rows: tuple[PartnerRow, ...] = ()
    total: str = ""
    next_url: str = ""
    previous_url: str = ""
    create: Link | None = None
    #: where what the list is made of is kept in order
    manage: Link | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class PartnerList:
    """Rows under a heading on the page of something else."""

    title: str
    rows: tuple[PartnerRow, ...]
    add: Link | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerScreen:
    """One contact, deal or project."""

    title: str
    back: Link
    rows: tuple[FieldRow, ...]
    badge: Badge | None = None
    #: of a deal, in their order
    stages: tuple[Stage, ...] = ()
    note: str = ""
    added: str = ""
    acts: tuple[Link, ...] = ()
    lists: tuple[PartnerList, ...] = ()
    documents: DocumentsPart | None = None
    threads: ThreadsPart | None = None
    #: of a deal
    edocs: EDocsPart | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class DealStageRow:
    """A stage of deals; `badge` says whether it is open, won or lost."""

    title: str
    url: str
    badge: Badge
    deals: str
    deals_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DealStagesScreen:
    back: Link
    rows: tuple[DealStageRow, ...]
    create: Link
