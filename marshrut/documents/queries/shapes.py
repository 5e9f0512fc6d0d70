"""What reads of papers answer with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from marshrut.history.queries import Event

from ..places import Spot
from .files import FileInfo

#: text and whether it is what was searched for
Run = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class StatusInfo:
    """`title` is in the reader's language; `color` is "#rrggbb"."""

    key: str
    title: str
    color: str
    final: bool = False
    initial: bool = False


@dataclass(frozen=True, slots=True)
class KindInfo:
    """A kind as the reader may use it. `path` is the way to its folder from the top."""

    id: int
    key: str
    title: str
    family: str
    folder: int
    path: tuple[str, ...]
    filing: str
    gapless: bool
    statuses: tuple[StatusInfo, ...]
    archived: bool = False
    may_add: bool = False
    may_keep: bool = False


@dataclass(frozen=True, slots=True)
class KindSettings:
    """A kind as administrators edit it: both languages, rights as they are stored."""

    info: KindInfo
    title: str
    title_en: str
    code: str
    readers: tuple[str, ...]
    adders: tuple[str, ...]
    keepers: tuple[str, ...]
    statuses: tuple[StatusSettings, ...]
    rules: tuple[RuleInfo, ...]
    version: int
    #: processes that file papers of this kind: (title of the process, keys of the statuses it sets)
    used_by: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class StatusSettings:
    key: str
    title: str
    title_en: str
    color: str
    initial: bool
    final: bool
    #: papers that have it
    papers: int = 0


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What numbers look like. `organisation` None: of every organisation. `example` is the next number today."""

    id: int
    kind: str
    organisation: int | None
    organisation_title: str
    since_year: int | None
    template: str
    case_index: str
    unit_index: str
    example: str


@dataclass(frozen=True, slots=True)
class FolderNode:
    """`count`: papers the reader sees in it and below. `path`: names from the top, its own last."""

    id: int
    name: str
    count: int
    path: tuple[str, ...]
    children: tuple[FolderNode, ...] = ()
    #: kinds whose papers come here
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A paper in a list. `spots` are what it lies on, of that what the reader may see."""

    id: int
    title: str
    kind: str
    kind_title: str
    family: str
    status: StatusInfo
    status_at: datetime
    number: str
    doc_date: date | None
    signed_on: date | None
    sent_on: date | None
    folder: int
    folder_name: str
    organisation: int | None
    organisation_title: str
    file: FileInfo
    version_n: int
    author: int | None
    created_at: datetime
    updated_at: datetime
    owner_card: int | None
    registered: bool
    version: int
    spots: tuple[Spot, ...] = ()
    #: where the words were found in the text
    snippet: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """`card`, `card_title`: where it came from, if the reader may see that card."""

    n: int
    file: FileInfo
    added_by: int | None
    added_at: datetime
    note: str
    card: int | None = None
    card_title: str = ""
    card_url: str = ""


@dataclass(frozen=True, slots=True)
class LinkInfo:
    spot: Spot
    field: str
    added_by: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the reader may do with the paper now; `why_*` says in words why not, where that is worth saying."""

    rename: bool = False
    move: bool = False
    set_status: bool = False
    add_version: bool = False
    date: bool = False
    register: bool = False
    void: bool = False
    link: bool = False
    remove: bool = False
    #: among the statuses to set also the final ones
    set_final: bool = False
    #: «Статус ведёт карточка ДГ-12»
    why_status: str = ""
    #: why the author of the paper may change it no more
    why_sealed: str = ""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    row: DocumentRow
    kind: KindInfo
    path: tuple[str, ...]
    #: newest first
    versions: tuple[VersionInfo, ...]
    links: tuple[LinkInfo, ...]
    #: newest first
    entries: tuple[BookEntry, ...]
    may: Abilities
    #: the process that owns the status, when the reader may see its card
    owner: Spot | None = None
    #: what it has to say even to those who may not see the card
    owned: str = ""
    #: the number a registration today would give; "" when registered or not allowed
    next_number: str = ""
    timeline: tuple[Event, ...] = ()
    status_by: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted of the library; empty values want all. `kind`, `status` are keys, `folder` reaches below, too."""

    folder: int | None = None
    kind: str = ""
    status: str = ""
    family: str = ""
    place: str = ""
    ref: int | None = None
    year: int | None = None
    registered: bool | None = None
    organisation: int | None = None
    author: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """Newest first. `next` is `after` of the next page; None: this is the last."""

    rows: tuple[DocumentRow, ...]
    next: int | None = None
    #: of how many, when cheap to know (at most `CAPPED`, then `more` is True)
    found: int | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class BookEntry:
    """A line of the registration book. `title` is "" when the reader may not see the paper."""

    id: int
    text: str
    n: int
    kind: str
    kind_title: str
    organisation: int | None
    organisation_title: str
    year: int
    on: date
    at: datetime
    by: int | None
    document: int | None
    title: str
    status: StatusInfo | None = None
    void_at: datetime | None = None
    void_by: int | None = None
    void_why: str = ""
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class BookPage:
    entries: tuple[BookEntry, ...]
    next: str | None
    kind: KindInfo
    #: the last number given
    last: int
    #: what comes next
    preview: str
    may_set_counter: bool = False
    years: tuple[int, ...] = ()
    organisations: tuple[tuple[int | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NumberPreview:
    """`text` is the next number; `problem` says what is wrong with the template, then `text` is "".

    `examples`: how the template looks at 1, at 12 and at 1 234.
    """

    text: str
    problem: str = ""
    examples: tuple[str, ...] = field(default=())
