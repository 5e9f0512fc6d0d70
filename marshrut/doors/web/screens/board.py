"""The board: one column a stage."""

from __future__ import annotations

from dataclasses import dataclass

from .listing import Filters
from .parts import Badge, Due, Empty, Face, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A card on the board. `moves` are the stage keys a person may drag it to (empty: not draggable)."""

    id: int
    version: int
    title: str
    company: str = ""
    badge: Badge | None = None
    marks: tuple[Badge, ...] = ()
    amount: str = ""
    due: Due | None = None
    files: str = ""
    comments: str = ""
    face: Face | None = None
    moves: tuple[str, ...] = ()
    new: bool = False

    @property
    def url(self) -> str:
        return f"/cards/{self.id}/"

    @property
    def moves_text(self) -> str:
        return " ".join(self.moves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`count`, `late` and `amount` are formatted; "" hides them. `more_url` loads the next 20 tiles."""

    key: str
    name: str
    color: str
    tiles: tuple[Tile, ...] = ()
    count: str = "0"
    late: str = ""
    amount: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardScreen:
    type_key: str
    title: str
    columns: tuple[Column, ...]
    views: tuple[Tab, Tab]  # Канбан, Список (the same filters in both addresses)
    filters: Filters
    create_url: str = ""
    empty: Empty | None = None
    live_url: str = ""  # answers the column heads only (partial "heads")
