"""«Документы» on a card: the papers of its fields with their versions, and those linked beside."""

from __future__ import annotations

from dataclasses import dataclass

from .documents import StatusChip
from .files import FileRow
from .parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperVersion:
    n: int
    file: FileRow
    who: str
    note: str = ""
    compare_url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`url` is the page of the document, empty while the file is not filed yet (`waiting` says so)."""

    file: FileRow
    title: str
    url: str = ""
    facts: str = ""
    status: StatusChip | None = None
    status_note: str = ""
    waiting: str = ""
    versions: tuple[PaperVersion, ...] = ()
    replace: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSlot:
    """A field of the card that holds documents of one kind. `locked` says why nothing may be put in."""

    key: str
    label: str
    help: str = ""
    papers: tuple[Paper, ...] = ()
    add: Link | None = None
    locked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersPart:
    """`again_url` asks for the part once more while a file waits to be filed."""

    slots: tuple[PaperSlot, ...]
    linked: tuple[Paper, ...] = ()
    acts: tuple[Link, ...] = ()
    #: the first paper that can be read in the page
    preview: FileRow | None = None
    again_url: str = ""

    @property
    def count(self) -> int:
        return sum(len(slot.papers) for slot in self.slots) + len(self.linked)
