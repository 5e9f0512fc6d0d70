"""Letters and their threads."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .absences import Day
from .base import Answer, Body, Id, Instant, Links, PathId
from .cards import StageName

Direction = Literal["in", "out"]
LinkKind = Literal["reply", "follow_up", "addendum", "related"]
#: of the page before
After = Annotated[str | None, Field(max_length=40, examples=["2026-11-05:17"])]


class LetterFilter(Body):
    """Everything given must hold. `project` 0: letters without one. Days are those of `day`."""

    direction: Literal["", "in", "out"] = ""
    q: str = Field(default="", max_length=200)
    company: PathId | None = None
    project: int | None = Field(default=None, ge=0, le=2**53 - 1)
    organisation: PathId | None = None
    state: Literal["", "open", "done"] = ""
    since: Day | None = None
    until: Day | None = None
    executor: PathId | None = None
    no_their_number: bool = False
    overdue: bool = False
    after: After = None
    limit: int = Field(default=50, ge=1, le=200)


class ThreadPages(Body):
    """`newest`: the newest letters come first."""

    after: After = None
    limit: int = Field(default=100, ge=1, le=200)
    newest: bool = False


class ThreadsPages(Body):
    """Of a company `project` chooses one; 0: letters without one."""

    project: int | None = Field(default=None, ge=0, le=2**53 - 1)
    after: After = None
    limit: int = Field(default=30, ge=1, le=100)


class LetterFile(Answer):
    id: Id
    name: str
    size: int
    field: str


class LetterLink(Answer):
    """`outward`: this letter is the reply (…) to the other. `because`: field, header, number or hand."""

    kind: LinkKind
    because: Literal["field", "header", "number", "hand"]
    other: Id
    outward: bool
    number: str


class Letter(Answer):
    """`day` is where it stands in time: sent, registered or begun. In lists `files` and `links` are left out."""

    card: Id
    label: str = Field(examples=["ПИ-17"])
    type: str
    direction: Direction
    number: str
    dated: date | None
    their_number: str
    their_date: date | None
    subject: str
    day: date
    company: Id | None
    company_name: str
    project: Id | None
    project_title: str
    organisation: Id | None
    stage: StageName
    author: Id
    executor: Id | None
    holders: tuple[Id, ...]
    people: tuple[Id, ...]
    term: date | None
    sent_on: date | None
    due_at: Instant | None
    finished_at: Instant | None
    lacks_their_number: bool
    files: tuple[LetterFile, ...]
    relations: tuple[LetterLink, ...]
    links: Links


class LetterPage(Answer):
    items: tuple[Letter, ...]
    next: str | None


class Thread(Answer):
    """Letters you may see, in time order; `count` is that of all pages."""

    subject: str
    project: Id | None
    project_title: str
    companies: dict[str, str]
    count: int
    first: date
    last: date
    items: tuple[Letter, ...]
    next: str | None


class ThreadHead(Answer):
    """`waiting` letters are not final."""

    subject: str
    project: Id | None
    project_title: str
    companies: dict[str, str]
    count: int
    incoming: int
    waiting: int
    first: date
    last: date
    newest: Letter


class ThreadPage(Answer):
    items: tuple[ThreadHead, ...]
    next: str | None


class NewLink(Body):
    other: Id
    kind: LinkKind = "related"


class OldLink(Body):
    other: Id


class Linked(Answer):
    card: Id
    other: Id
    links: Links
