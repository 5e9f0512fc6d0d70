"""«Архивы переписки»: what was asked for, how far it is, and the way to the file."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Badge, Empty


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRow:
    """While it is built: `done` of `asked`, and `progress` says it in words. `sums` is what check.py prints, too."""

    id: int
    title: str
    what: str
    badge: Badge
    asked_at: str
    progress: str = ""
    done: int = 0
    asked: int = 0
    why: str = ""
    facts: tuple[str, ...] = ()
    sums: str = ""
    download_url: str = ""
    remove_url: str
    again_url: str = ""


@dataclass(frozen=True, slots=True)
class ArchivesScreen:
    """`building`: the rows are asked for again every two seconds."""

    rows: tuple[ArchiveRow, ...]
    building: bool
    lead: str
    empty: Empty | None = None
