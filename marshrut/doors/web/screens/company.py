"""One counterparty: requisites to copy, who is who, its tabs; and the sheet that adds one in the middle of a form."""

from __future__ import annotations

from dataclasses import dataclass

from .card import Entry
from .documents import DocumentsPart
from .edocs import EDocsPart
from .forms import Form
from .listing import ListRow
from .partners import PartnerList
from .parts import Badge, Empty, Link, Tab
from .threads import ThreadsPart


@dataclass(frozen=True, slots=True)
class Requisite:
    """`digits` are grouped for the eye in `shown`; `value` is what is copied."""

    label: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """Who somebody is at the company. `edit_url` is empty for whoever may not say so."""

    name: str
    url: str
    title: str = ""
    phone: Link | None = None
    email: Link | None = None
    badges: tuple[Badge, ...] = ()
    edit_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabBody:
    """What the chosen tab shows: cards, documents, history, or a word why there is nothing."""

    tabs: tuple[Tab, ...]
    title: str = ""
    cards: tuple[ListRow, ...] = ()
    more_url: str = ""
    documents: DocumentsPart | None = None
    threads: ThreadsPart | None = None
    edocs: EDocsPart | None = None
    entries: tuple[Entry, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPart:
    """`kit/company_post.html`: where post goes; with `form` while it is being changed.

    `kind` says which address it is, when it is not the one for post. `url` is empty for whoever may not change it.
    """

    text: str
    kind: str = ""
    url: str = ""
    form: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyScreen:
    id: int
    name: str
    kind: str
    requisites: tuple[Requisite, ...]
    #: all of them as one text, for a payment order
    copy_all: str = ""
    #: beside requisites: addresses, telephone, e-mail
    facts: tuple[tuple[str, Link | str], ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    #: whom to ask about a payment
    accounting: ContactRow | None = None
    post: PostPart
    badge: Badge | None = None
    note: str = ""
    added: str = ""
    can_edit: bool = False
    can_place: bool = False
    #: deals and projects
    lists: tuple[PartnerList, ...] = ()
    tab: TabBody
    #: the task that the reader came from to check the requisites
    back: Link | None = None

    @property
    def url(self) -> str:
        return f"/companies/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySheet:
    """The short form inside of another form; `see` is a company that is there already, to be chosen instead."""

    form: Form
    known: tuple[str, str] | None = None  # (id, name)
