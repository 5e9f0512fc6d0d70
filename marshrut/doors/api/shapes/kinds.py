"""Kinds of documents, rules of their numbers, books, folders."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Path
from pydantic import Field, StringConstraints

from .base import Answer, Body, Id
from .documents import BookLine, DocumentStatus, Family, Key

Filing = Literal["flat", "year", "company_year", "order"]
Title = Annotated[str, StringConstraints(max_length=120)]
Who = Annotated[str, StringConstraints(max_length=60)]
People = Annotated[tuple[Who, ...], Field(max_length=200, examples=[["everyone", "role:lawyer", "department:3"]])]
Year = Annotated[int, Field(ge=1900, le=2200, strict=True, examples=[2026])]
PathKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["contract"])]


class Kind(Answer):
    """`may_add`, `may_keep`: whether the token's person may add documents of it, register them and move them."""

    key: str = Field(examples=["contract"])
    title: str = Field(examples=["Договор"])
    family: Family
    folder: int
    path: tuple[str, ...]
    filing: Filing
    gapless: bool
    statuses: tuple[DocumentStatus, ...]
    archived: bool
    may_add: bool
    may_keep: bool


class KindList(Answer):
    items: tuple[Kind, ...]


class KindChanged(Answer):
    kind: str = Field(examples=["contract"])


class NumberRule(Answer):
    """`organisation` null: of all; `since_year` null: of any year. `example` is the next number."""

    id: int
    kind: str
    organisation: int | None
    since_year: int | None
    template: str = Field(examples=["{case}/{n:3}-{yyyy}"])
    case_index: str = Field(examples=["01-05"])
    unit_index: str
    example: str = Field(examples=["01-05/124-2026"])


class RuleList(Answer):
    items: tuple[NumberRule, ...]


class Made(Answer):
    id: int


class Book(Answer):
    """Latest number first. `last` is the last number given, `preview` what comes next."""

    items: tuple[BookLine, ...]
    next: str | None
    last: int
    preview: str
    years: tuple[int, ...]


class Folder(Answer):
    id: int
    name: str = Field(examples=["Договоры"])
    path: tuple[str, ...]
    count: int = Field(description="Documents the token's person sees in it and below.")


class FolderList(Answer):
    """The tree from the top, a folder before those in it."""

    items: tuple[Folder, ...]


class CounterSet(Answer):
    last: int


class NewKind(Body):
    kind: Key
    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    title_en: Title = ""
    family: Family = "other"
    folder: Id | None = None
    filing: Filing = "flat"
    code: Annotated[str, StringConstraints(max_length=10)] = ""
    gapless: bool = Field(default=True, strict=True)
    readers: People = ("everyone",)
    adders: People = ("everyone",)
    keepers: People = ()


class KindEdit(Body):
    """What is given changes."""

    title: Title = ""
    title_en: Title = ""
    family: Family = "other"
    folder: Id = 1
    filing: Filing = "flat"
    code: Annotated[str, StringConstraints(max_length=10)] = ""
    gapless: bool = Field(default=True, strict=True)
    readers: People = ()
    adders: People = ()
    keepers: People = ()


class KindArchive(Body):
    archived: bool = Field(default=True, strict=True)


class StatusRow(Body):
    key: Key | None = Field(default=None, description="None: a new status.")
    title: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    title_en: Annotated[str, StringConstraints(max_length=80)] = ""
    color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")] = "#5b6472"
    initial: bool = Field(default=False, strict=True)
    final: bool = Field(default=False, strict=True)


class Statuses(Body):
    """The whole set in order; a status left out is removed."""

    statuses: Annotated[tuple[StatusRow, ...], Field(min_length=1, max_length=50)]


class NewRule(Body):
    template: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(examples=["{case}/{n:3}-{yyyy}"])
    case_index: Annotated[str, StringConstraints(max_length=30)] = ""
    unit_index: Annotated[str, StringConstraints(max_length=30)] = ""
    organisation: Id | None = None
    since_year: Year | None = None


class Counter(Body):
    year: Year
    last: int = Field(ge=0, le=999_999_998, strict=True)
    organisation: Id | None = None
    confirm: bool = Field(default=False, strict=True, description="Needed to go more than 1000 numbers ahead.")


class BookWanted(Body):
    organisation: int | None = Field(default=None, ge=1, le=2**53 - 1)
    year: int | None = Field(default=None, ge=1900, le=2200)
    after: str | None = Field(default=None, pattern=r"^[0-9]{1,9}-[0-9]{1,18}$")
    limit: int = Field(default=50, ge=1, le=200)


class NewFolder(Body):
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    parent: Id | None = None


class FolderName(Body):
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
