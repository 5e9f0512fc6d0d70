"""Documents in lists: the library with its folders, and the documents of a company, a deal, a project or a card."""

from __future__ import annotations

from dataclasses import dataclass

from .listing import Filters
from .parts import Empty, Face, Link


@dataclass(frozen=True, slots=True)
class StatusChip:
    """A status of a document in the colour (#rrggbb) that its kind gives it; a `final` one is drawn stronger."""

    title: str
    color: str
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """`number` and `date` are formatted or empty. `found` are pieces of the text around what was searched (text, hit).

    `pages` are addresses of page images for the look without opening.
    """

    id: int
    title: str
    kind: str
    status: StatusChip
    number: str = ""
    date: str = ""
    companies: str = ""
    icon: str = "file-text"
    look: str = "other"  # pdf, doc, xls, photo or other
    version: int = 1
    face: Face | None = None
    author: str = ""
    added: str = ""
    found: tuple[tuple[str, bool], ...] = ()
    pages: tuple[str, ...] = ()
    file_url: str = ""

    @property
    def url(self) -> str:
        return f"/documents/{self.id}/"

    @property
    def sub(self) -> str:
        return " · ".join(filter(None, (self.number, self.date, self.companies)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPart:
    """`kit/documents.html`: the documents of one place. `add_url` opens the upload dialog with the place filled in."""

    rows: tuple[DocumentRow, ...]
    total: str = ""
    add_url: str = ""
    all_url: str = ""
    zip_url: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRow:
    """A folder of the shared disk; `depth` from 0."""

    id: int
    name: str
    url: str
    count: str = ""
    depth: int = 0
    current: bool = False
    open: bool = False
    children: tuple[FolderRow, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryScreen:
    title: str
    folders: tuple[FolderRow, ...]
    all_folder: FolderRow
    filters: Filters
    rows: tuple[DocumentRow, ...]
    total: str = ""
    more_url: str = ""
    empty: Empty | None = None
    add_url: str = ""
    #: pages beside the library: the registration book, kinds, templates
    links: tuple[Link, ...] = ()
    edit_folders_url: str = ""
    #: the rest of the filter, which a search by words keeps
    kept: tuple[tuple[str, str], ...] = ()
    path: tuple[Link, ...] = ()
