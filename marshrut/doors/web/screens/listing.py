"""The list of cards, and the filters the board and the list share. The state of the filters lives in the address."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field
from .parts import Badge, Due, Empty, Face, StageMark, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """`action` gets the form of the filter sheet; `chosen` are the active filters, each a link that removes it."""

    action: str
    saved: tuple[Tab, ...] = ()
    quick: tuple[Tab, ...] = ()
    chosen: tuple[Tab, ...] = ()
    fields: tuple[Field, ...] = ()
    query: str = ""
    reset_url: str = ""
    can_save: bool = False
    dirty: bool = False
    save_url: str = ""
    remove_url: str = ""  # the chosen view is the reader's own
    kept: tuple[tuple[str, str], ...] = ()  # what the sheet does not ask for and keeps


@dataclass(frozen=True, slots=True)
class Heading:
    """A table column. `direction` is "up", "down" or "" (not sorted by it)."""

    text: str
    url: str = ""
    direction: str = ""
    end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    id: int
    number: str
    title: str
    company: str
    amount: str
    stage: StageMark
    due: Due | None = None
    face: Face | None = None
    author: str = ""
    date: str = ""
    badge: Badge | None = None
    marks: tuple[Badge, ...] = ()
    preview: str = ""  # address of the first page image

    @property
    def url(self) -> str:
        return f"/cards/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListScreen:
    type_key: str
    title: str
    views: tuple[Tab, Tab]
    filters: Filters
    headings: tuple[Heading, ...]
    rows: tuple[ListRow, ...]
    total: str = ""
    sum: str = ""
    next_url: str = ""
    previous_url: str = ""
    create_url: str = ""
    empty: Empty | None = None
    bulk: bool = False
    select_all: str = ""  # «Выбрать все 128 по фильтру»
    export_url: str = ""  # the reader may take the list away
    export_note: str = ""  # «Только первые 20 000 из 45 000 карточек…»
