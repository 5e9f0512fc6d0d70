"""What this room tells others about letters and threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Direction = Literal["in", "out"]
LinkKind = Literal["reply", "follow_up", "addendum", "related"]
Because = Literal["field", "header", "number", "hand"]


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file of a letter. `field`: the field it lies in, "" when it is an attachment of the card."""

    id: int
    name: str
    size: int
    mime: str
    field: str


@dataclass(frozen=True, slots=True)
class LetterLink:
    """`outward`: this letter answers (…) the other; else the other this one. The reader may see both."""

    kind: LinkKind
    because: Because
    other: int
    outward: bool
    #: label and number of the other letter
    label: str
    number: str


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter the reader may see. `day` is where it stands in time."""

    card: int
    #: like «ПИ-17»
    label: str
    type: str
    definition_id: int
    direction: Direction
    number: str
    dated: date | None
    their_number: str
    their_date: date | None
    subject: str
    day: date
    created_at: datetime
    company_id: int | None
    company: str
    contact_id: int | None
    project_id: int | None
    project: str
    organisation_id: int | None
    organisation: str
    sent_on: date | None
    way: str
    track: str
    term: date | None
    stage: str
    stage_title: str
    #: "start", "work", "success" or "failure"
    stage_kind: str
    stage_color: str
    author: int
    addressee: int | None
    executor: int | None
    #: people whom its open tasks wait for
    holders: tuple[int, ...]
    due_at: datetime | None
    finished_at: datetime | None
    comments: int = 0
    #: everybody whom its fields name, its author and its holders, each once
    people: tuple[int, ...] = ()
    files: tuple[LetterFile, ...] = ()
    links: tuple[LetterLink, ...] = ()

    @property
    def final(self) -> bool:
        return self.stage_kind in ("success", "failure")

    @property
    def lacks_their_number(self) -> bool:
        """Sent, and the counterparty has not told its incoming number (A3.4)."""
        return self.direction == "out" and self.stage_kind == "success" and not self.their_number


@dataclass(frozen=True, slots=True)
class Thread:
    """Letters that stand together, oldest first, as far as the reader may see them.

    `count` is that of all of them; `after` asks for the next page, None on the last.
    """

    subject: str
    project_id: int | None
    project: str
    #: id -> name
    companies: dict[int, str]
    letters: tuple[LetterLine, ...]
    count: int
    first: date
    last: date
    after: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadHead:
    """A thread in a list. `waiting`: letters not final; figures count what the reader may see."""

    subject: str
    project_id: int | None
    project: str
    companies: dict[int, str]
    count: int
    incoming: int
    waiting: int
    first: date
    last: date
    #: newest letter
    newest: LetterLine


@dataclass(frozen=True, slots=True)
class Threads:
    """Newest first. `projects`: of a company, those its letters belong to, id -> title, by title."""

    heads: tuple[ThreadHead, ...]
    after: str | None = None
    projects: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letters:
    """A page of a list, newest first."""

    lines: tuple[LetterLine, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of letters is narrowed to; everything given must hold. Days are those of `LetterLine.day`."""

    direction: Literal["", "in", "out"] = ""
    text: str = ""
    company: int | None = None
    #: 0: those without a project
    project: int | None = None
    organisation: int | None = None
    #: "open", "done" or "" for both
    state: str = ""
    since: date | None = None
    until: date | None = None
    executor: int | None = None
    #: sent, and no incoming number of the counterparty
    no_their_number: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """To what an e-mail belongs. `why`: "header", "number", "address" or "subject"; `quoted`: the number found."""

    card: int
    company: int | None
    project: int | None
    why: Literal["header", "number", "subject"]
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class MessageInfo:
    """An e-mail that is known."""

    id: int
    message_id: str
    direction: Direction
    card: int | None
    mailbox: int | None
    sha256: str
    subject: str
    sender: str
    recipients: str
    in_reply_to: str
    references: tuple[str, ...]
    at: datetime | None
    kind: str
    state: str
    note: str
    file: int | None


@dataclass(frozen=True, slots=True)
class DispatchInfo:
    id: int
    card: int
    visit: int
    message_id: str
    state: str
    at: datetime
    note: str
