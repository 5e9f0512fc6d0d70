"""E-documents: the register, one of them on its card, those of a company or a deal, and the queue of unmatched."""

from __future__ import annotations

from dataclasses import dataclass

from .card import FieldRow
from .formal import FormalScreen
from .forms import Field
from .listing import Filters
from .parts import Badge, Empty, Face, Link, Tab, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshBar:
    """`kit/edoc_refresh.html`: how old what is shown is, and the button that asks for more.

    `silent`: what is said in red while the source says nothing; `url`: "" when nobody can be asked.
    """

    text: str = ""
    url: str = ""
    silent: tuple[str, ...] = ()
    #: hidden values of the form
    kept: tuple[tuple[str, str], ...] = ()
    #: what is read anew a moment after the press: its address, and the selector of what it replaces
    again: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EDocRow:
    """`wait`: how long somebody is awaited; `level` 1 is overdue, 2 critically so. `note` says why or who signed."""

    card: int
    url: str
    title: str
    day: str
    out: bool
    status: Badge
    party: str = ""
    company: Link | None = None
    wait: str = ""
    level: int = 0
    note: str = ""
    unproved: bool = False
    deal: Link | None = None
    manager: Face | None = None
    amount: str = ""

    @property
    def wait_tone(self) -> Tone:
        return (Tone.NEUTRAL, Tone.WARN, Tone.BAD)[min(self.level, 2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EDocsScreen:
    tabs: tuple[Tab, ...]
    filters: Filters
    refresh: RefreshBar
    #: what the search keeps of the filter
    kept: tuple[tuple[str, str], ...] = ()
    rows: tuple[EDocRow, ...] = ()
    more_url: str = ""
    export_url: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EDocsPart:
    """`kit/edocs.html`: those of a company or a deal."""

    rows: tuple[EDocRow, ...]
    refresh: RefreshBar | None = None
    #: "company" or "deal": whose page it is
    place: str
    #: all of them, in the register
    all: Link | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed. `whom`: the certificate as it is written, when the name was read out of it."""

    name: str
    when: str
    whom: str = ""
    invalid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EDocSide:
    """A side: who they are, whether they signed. `state` says it in a word, with its tone and icon."""

    title: str
    party: str
    state: Badge
    url: str = ""
    details: str = ""
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EDocStop:
    """A line of the history of signing. `day` is set on the first of a day; `comment` in their own words."""

    text: str
    time: str = ""
    iso: str = ""
    day: str = ""
    who: str = ""
    comment: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = "point"


@dataclass(frozen=True, slots=True, kw_only=True)
class EDocFile:
    """A file that the source has. `look`: its address as a part of the page, "" when it is only saved."""

    name: str
    kind: str
    meta: str
    url: str
    look: str = ""

    @property
    def icon(self) -> str:
        return {"pdf": "file-type-pdf", "doc": "file-type-doc", "xls": "file-type-xls", "photo": "photo"}.get(
            self.kind, "file"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EDocPart:
    """`kit/card_edoc.html`: an e-document on its card. `sentence` is what everybody understands."""

    card: int
    title: str
    sentence: str
    tone: Tone
    icon: str
    note: str = ""
    badge: Badge | None = None
    level: int = 0
    unproved: bool = False
    sides: tuple[EDocSide, ...] = ()
    stops: tuple[EDocStop, ...] = ()
    files: tuple[EDocFile, ...] = ()
    #: why there are no files, and where the document can be looked at
    no_files: str = ""
    operator: Link | None = None
    links: tuple[FieldRow, ...] = ()
    can_link: bool = False
    #: under «Подробнее»: what the source itself says
    details: tuple[FieldRow, ...] = ()
    refresh: RefreshBar

    @property
    def url(self) -> str:
        return f"/edocs/{self.card}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class EDocLook:
    """`screens/edoc_look.html`: a file as a part of the page, or why there is none."""

    title: str
    back: Link
    #: addresses of page images, and of the file itself
    pages: tuple[str, ...] = ()
    url: str = ""
    reason: str = ""
    operator: Link | None = None
    #: a УПД or an act of ФНС as a paper
    formal: FormalScreen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedRow:
    """A party that is nobody of ours yet. `fields` choose its company; `create` says what would be added."""

    base: str
    party: str
    name: str
    ids: str
    why: str
    count: str
    field: Field
    documents: Link | None = None
    source: str = ""
    create: str = ""
    suggested: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedScreen:
    lead: str
    rows: tuple[UnmatchedRow, ...]
    owner: str = ""
    empty: Empty | None = None
    #: the company that a party was linked with just now
    linked: Link | None = None
