"""Documents: papers with their versions, numbers and places; what is sent to change them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .absences import Day
from .base import Answer, Body, Id, Instant, Links, Ref
from .cards import File

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Family = Literal["contract", "accounting", "order", "letter", "other"]
PlaceKey = Literal["card", "company", "contact", "deal", "project"]
Text = Annotated[str, StringConstraints(max_length=500)]
Number = Annotated[str, StringConstraints(max_length=60)]
Act = Literal["rename", "move", "set_status", "set_final", "add_version", "date", "register", "void", "link", "remove"]
Version = Annotated[
    int | None,
    Field(strict=True, ge=1, le=10**9, description="As you saw it; changed since: 409 stale.", examples=[3]),
]


class DocumentStatus(Answer):
    key: str = Field(examples=["signed"])
    title: str = Field(examples=["Подписан"])
    color: str = Field(examples=["#1a7f37"])
    final: bool


class Spot(Answer):
    """What a document lies on."""

    place: PlaceKey
    id: int = Field(examples=[7])
    title: str = Field(examples=["Стеклозавод"])
    page: str = Field(examples=["/companies/7/"])


class DocumentLine(Answer):
    """`number` is empty until the document is registered; `snippet` is where the words were found."""

    id: int = Field(examples=[12])
    title: str = Field(examples=["Договор поставки"])
    kind: str = Field(examples=["contract"])
    kind_title: str = Field(examples=["Договор"])
    family: Family
    status: DocumentStatus
    number: str = Field(examples=["01-05/123-2026"])
    doc_date: date | None
    signed_on: date | None
    sent_on: date | None
    folder: int
    organisation: Ref | None
    file: File
    version_n: int = Field(examples=[1], description="Of the current file.")
    author: Ref | None
    created_at: Instant
    updated_at: Instant
    owner_card: int | None = Field(description="The card whose process leads the status.")
    places: tuple[Spot, ...]
    snippet: str
    version: int = Field(examples=[3], description="Counts changes.")
    links: Links


class DocumentList(Answer):
    """Newest first. `next` is `after` of the next page; `found` is counted to 1000, then `more` is true."""

    items: tuple[DocumentLine, ...]
    next: int | None
    found: int | None
    more: bool


class DocumentVersion(Answer):
    n: int
    file: File
    added_by: Ref | None
    added_at: Instant
    note: str


class BookLine(Answer):
    """A line of the registration book. `document` and `title` only when the document may be seen."""

    number: str = Field(examples=["01-05/123-2026"])
    n: int = Field(examples=[123])
    kind: str = Field(examples=["contract"])
    organisation: int | None
    year: int = Field(examples=[2026])
    on: date
    at: Instant
    by: Ref | None
    document: int | None
    title: str
    void_at: Instant | None
    void_by: Ref | None
    void_why: str


class Document(DocumentLine):
    path: tuple[str, ...] = Field(description="Names of its folders from the top.")
    versions: tuple[DocumentVersion, ...] = Field(description="Newest first.")
    entries: tuple[BookLine, ...] = Field(description="Its lines of the registration book, newest first.")
    may: tuple[Act, ...] = Field(description="What the token's person may do with it now.")
    next_number: str = Field(description="What a registration now would give.")


class DocumentChanged(Answer):
    id: int = Field(examples=[12])
    version: int = Field(examples=[3])
    links: Links


class DocumentRegistered(DocumentChanged):
    number: str = Field(examples=["01-05/123-2026"])


class DocumentRemoved(Answer):
    id: int = Field(examples=[12])


class DocumentSearch(Body):
    """Empty values want all. `folder` reaches below, too."""

    q: str = Field(default="", max_length=200, description="Words of title and text, a number or a part of it.")
    kind: Key | None = None
    status: Key | None = None
    family: Family | None = None
    folder: int | None = Field(default=None, ge=1, le=2**53 - 1)
    place: PlaceKey | None = None
    ref: int | None = Field(default=None, ge=1, le=2**53 - 1, description="Id of the thing at `place`.")
    year: int | None = Field(default=None, ge=1900, le=2200)
    registered: bool | None = None
    organisation: int | None = Field(default=None, ge=1, le=2**53 - 1)
    author: int | None = Field(default=None, ge=1, le=2**53 - 1)
    after: int | None = Field(default=None, ge=1, le=2**53 - 1, description="`next` of the page before.")
    limit: int = Field(default=50, ge=1, le=200)


class Link(Body):
    place: PlaceKey
    ref: Id


class NewDocument(Body):
    """The kind first, then the id of a file you have just uploaded."""

    kind: Key
    file: Id
    title: Annotated[str, StringConstraints(max_length=300)] = Field(default="", description="Else the file's name.")
    organisation: Id | None = None
    doc_date: Day | None = None
    note: Text = ""
    folder: Id | None = Field(default=None, description="Else the folder of its kind.")
    places: Annotated[tuple[Link, ...], Field(max_length=50)] = ()


class Seen(Body):
    version: Version = None


class NewVersion(Seen):
    file: Id
    note: Text = ""


class Rename(Seen):
    title: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class MoveTo(Seen):
    folder: Id


class SetStatus(Seen):
    status: Key
    note: Text = ""


class Dates(Seen):
    """Change what is given; null empties."""

    doc_date: Day | None = None
    signed_on: Day | None = None
    sent_on: Day | None = None
    organisation: Id | None = None


class Registration(Seen):
    on: Day | None = Field(default=None, description="Date of the paper: says which year's book.")
    organisation: Id | None = None
    number: Number = Field(default="", description="Typed by hand, for kinds whose numbers may have gaps.")


class Reason(Seen):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]
