"""Archives of letters for a tender or a dispute."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .absences import Day
from .base import Answer, Body, Id, Instant, Links

About = Annotated[Literal["thread", "project", "company", "cards"], Field(examples=["thread"])]


class NewArchive(Body):
    """`ref` is a card of the thread, a project or a company; with `kind` cards say `cards` instead.

    The days bound the letters of a project or a company; `others`: also its cards that are no letters.
    """

    kind: About
    ref: Id | None = None
    cards: tuple[Id, ...] = Field(default=(), max_length=3000)
    since: Day | None = Field(default=None, examples=["2026-01-01"])
    until: Day | None = Field(default=None, examples=["2026-12-31"])
    others: bool = Field(default=False, strict=True)


class ArchiveAsked(Answer):
    """It will hold so many cards."""

    id: Id
    cards: int
    links: Links


class Archive(Answer):
    """`state` is waiting, ready or failed, then `why` says why. Of `asked` cards `done` are looked at, `inside` are in.

    `sha256` is that of the ZIP, `sums` that of the list SHA256SUMS inside, which check.py prints, too.
    """

    id: Id
    title: str
    kind: About
    ref: Id | None
    since: date | None
    until: date | None
    others: bool
    state: Literal["waiting", "ready", "failed"]
    why: str
    asked: int
    done: int
    inside: int
    size: int
    sha256: str
    sums: str
    asked_at: Instant
    ready_at: Instant | None
    expires_at: Instant
    links: Links


class ArchiveList(Answer):
    items: tuple[Archive, ...]


class ArchiveRemoved(Answer):
    id: Id
