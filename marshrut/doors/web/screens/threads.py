"""Correspondence: the list of letters, threads of a company or a project, one thread, the block on a card."""

from __future__ import annotations

from dataclasses import dataclass

from .files import FileRow
from .listing import Filters
from .parts import Badge, Due, Empty, Face, Link, StageMark, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """What a letter is to another: words and the other one; `why` for the tooltip. `unlink` is its id, 0: not here."""

    words: str
    other: Link
    why: str
    icon: str
    unlink: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter in a list or in its thread. Numbers and days are formatted or empty."""

    card: int
    label: str
    title: str
    incoming: bool
    direction: str
    #: our number with its day, the counterparty's number with its day
    number: str
    theirs: str
    day: str
    stage: StageMark
    company: Link | None = None
    project: Link | None = None
    due: Due | None = None
    badge: Badge | None = None
    sent: str = ""
    term: str = ""
    comments: str = ""
    #: who has it in work now, else who wrote it
    face: Face | None = None
    people: tuple[Face, ...] = ()
    files: tuple[FileRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    may_link: bool = False

    @property
    def url(self) -> str:
        return f"/cards/{self.card}/"

    @property
    def thread_url(self) -> str:
        return f"/letters/{self.card}/thread/#letter-{self.card}"

    @property
    def icon(self) -> str:
        return "arrow-down" if self.incoming else "arrow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """A thread in a list, with its newest letter."""

    title: str
    count: str
    period: str
    sub: str
    badge: Badge | None
    newest: LetterRow

    @property
    def url(self) -> str:
        return f"/letters/{self.newest.card}/thread/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadsPart:
    """`kit/threads.html`: threads of a company or a project; `kind` and `ref` say whose, for the archive."""

    rows: tuple[ThreadRow, ...]
    more_url: str = ""
    all_url: str = ""
    #: projects of a company; empty when there is one at most
    chips: tuple[Tab, ...] = ()
    kind: str = ""
    ref: int = 0
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadScreen:
    """One thread. `order` are the two ways through time; `card` is the letter it was opened from."""

    card: int
    title: str
    facts: tuple[str, ...]
    companies: tuple[Link, ...]
    project: Link | None
    order: tuple[Tab, Tab]
    letters: tuple[LetterRow, ...]
    more_url: str = ""
    may_link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersScreen:
    filters: Filters
    rows: tuple[LetterRow, ...]
    more_url: str = ""
    empty: Empty | None = None
    #: further pages about letters
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardThread:
    """The block on a card: the newest letters of its thread beside it."""

    card: int
    count: str
    letters: tuple[LetterRow, ...]
    links: tuple[LinkRow, ...]
    may_link: bool = False
