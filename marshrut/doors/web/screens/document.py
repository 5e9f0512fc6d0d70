"""One document: what it is, its paper, versions, links and history; two versions side by side; adding some."""

from __future__ import annotations

from dataclasses import dataclass

from .card import Entry
from .documents import StatusChip
from .files import FileRow
from .forms import Field, Form
from .parts import Face, Link, Tab


@dataclass(frozen=True, slots=True)
class Act:
    """A press that opens a form: `url` is its page, shown as a sheet where there are scripts."""

    text: str
    url: str
    icon: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class StatusChoice:
    key: str
    chip: StatusChip
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line about the document: text or link, and the act that changes it."""

    label: str
    value: str = ""
    url: str = ""
    note: str = ""
    act: Act | None = None
    big: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    n: int
    file: FileRow
    who: str
    when: str
    note: str = ""
    face: Face | None = None
    card: Link | None = None
    current: bool = False
    compare_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    title: str
    url: str
    icon: str
    place: str
    detail: str = ""
    unlink_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScreen:
    """`owner` is the card whose process moves the paper: its status is not set by hand then."""

    id: int
    version: int
    title: str
    kind: str
    path: tuple[Link, ...]
    status: StatusChip
    status_note: str = ""
    statuses: tuple[StatusChoice, ...] = ()
    status_url: str = ""
    owner: Link | None = None
    owner_note: str = ""
    number: str = ""
    facts: tuple[Fact, ...] = ()
    links: tuple[LinkRow, ...] = ()
    link_act: Act | None = None
    versions: tuple[Version, ...] = ()
    journal: tuple[Entry, ...] = ()
    main_acts: tuple[Act, ...] = ()
    acts: tuple[Act, ...] = ()
    paper: FileRow | None = None
    #: a Word file as safe HTML
    html: str = ""
    no_paper: str = ""
    download_url: str = ""
    compare_url: str = ""

    @property
    def url(self) -> str:
        return f"/documents/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScreen:
    """One act as a page, or as a sheet over the page it was pressed on."""

    title: str
    form: Form
    back: Link
    lead: str = ""
    warning: str = ""
    danger: bool = False
    tabs: tuple[Tab, ...] = ()
    #: address that answers with a line about what is typed, e.g. the number that would be given
    hint_url: str = ""
    hint: str = ""
    see: Link | None = None
    remove_url: str = ""
    remove_text: str = ""


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind to choose before the file is dropped."""

    key: str
    title: str
    url: str
    note: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """How one of several files fared: added, with its address, or refused, with the reason."""

    name: str
    text: str
    url: str = ""
    bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadScreen:
    title: str
    kinds: tuple[KindChoice, ...]
    back: Link
    form: Form | None = None
    file: Field | None = None
    kind: str = ""
    kind_title: str = ""
    #: where it will lie and which status it gets
    goes_to: str = ""
    status: StatusChip | None = None
    again_url: str = ""
    #: what it will hang on, e.g. the company it was opened from
    hangs_on: str = ""
    place: str = ""
    ref: str = ""
    told: tuple[Told, ...] = ()
    none: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow:
    """`kind` is same, changed, added, removed or folded; each side is runs of (text, hit)."""

    kind: str
    left: tuple[tuple[str, bool], ...] = ()
    right: tuple[tuple[str, bool], ...] = ()
    left_n: str = ""
    right_n: str = ""
    #: «24 строки без изменений — показать»
    folded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareScreen:
    title: str
    back: Link
    choose: tuple[Field, ...]
    action: str
    left_title: str = ""
    right_title: str = ""
    summary: str = ""
    rows: tuple[CompareRow, ...] = ()
    #: the next part of a long comparison
    rest: Link | None = None
    why_not: str = ""
    by_ocr: str = ""
    swap_url: str = ""
    unfold_url: str = ""
    fold_url: str = ""
    fold_text: str = ""
