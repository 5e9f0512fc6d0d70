"""Kinds of documents with their statuses and rules of numbers, registration books, folders."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Status

from marshrut.documents import commands, queries
from marshrut.org import queries as org

from ..bearer import caller
from ..door import api
from ..present import documents as present
from ..shapes.base import Key, PathId
from ..shapes.kinds import (
    Book,
    BookWanted,
    Counter,
    CounterSet,
    FolderList,
    FolderName,
    KindArchive,
    KindChanged,
    KindEdit,
    KindList,
    Made,
    NewFolder,
    NewKind,
    NewRule,
    PathKey,
    RuleList,
    Statuses,
)

TAGS = ["kinds"]


@api.get("/kinds", response=KindList, tags=TAGS, summary="List kinds of documents")
def list_kinds(request: HttpRequest) -> KindList:
    """Those whose documents the token's person reads or adds."""
    found = queries.kinds(caller(request).actor)
    return KindList(items=tuple(map(present.kind, found)))


@api.post("/kinds", response={201: KindChanged}, tags=TAGS, summary="Add a kind of documents")
def add_kind(request: HttpRequest, body: NewKind, key: Key = None) -> Status[KindChanged]:
    """For administrators. It begins with one status and no rule of numbers."""
    made = commands.add_kind(caller(request).actor, **body.model_dump(), key=key)
    return Status(201, KindChanged(kind=made["kind"]))


@api.patch("/kinds/{kind}", response=KindChanged, tags=TAGS, summary="Change a kind")
def edit_kind(request: HttpRequest, kind: PathKey, body: KindEdit, key: Key = None) -> KindChanged:
    """For administrators: what is given changes."""
    given = body.model_dump(exclude_unset=True)
    return KindChanged(kind=commands.edit_kind(caller(request).actor, kind=kind, **given, key=key)["kind"])


@api.post("/kinds/{kind}/archive", response=KindChanged, tags=TAGS, summary="Archive a kind or bring it back")
def archive_kind(request: HttpRequest, kind: PathKey, body: KindArchive, key: Key = None) -> KindChanged:
    """Refused while a process files documents of it (400 named_by_process)."""
    made = commands.archive_kind(caller(request).actor, kind=kind, archived=body.archived, key=key)
    return KindChanged(kind=made["kind"])


@api.post("/kinds/{kind}/statuses", response=KindChanged, tags=TAGS, summary="Set the statuses of a kind")
def set_statuses(request: HttpRequest, kind: PathKey, body: Statuses, key: Key = None) -> KindChanged:
    """The whole set. One that documents have or a process sets cannot be left out."""
    rows = body.model_dump()["statuses"]
    made = commands.set_statuses(caller(request).actor, kind=kind, statuses=rows, key=key)
    return KindChanged(kind=made["kind"])


@api.get("/kinds/{kind}/rules", response=RuleList, tags=TAGS, summary="Rules of numbers of a kind")
def list_number_rules(request: HttpRequest, kind: PathKey) -> RuleList:
    """For administrators."""
    found = queries.number_rules(caller(request).actor, kind)
    return RuleList(items=tuple(map(present.rule, found)))


@api.post("/kinds/{kind}/rules", response=Made, tags=TAGS, summary="Set a rule of numbers")
def set_number_rule(request: HttpRequest, kind: PathKey, body: NewRule, key: Key = None) -> Made:
    """Anew or instead of the one for the same organisation and year."""
    made = commands.set_number_rule(caller(request).actor, kind=kind, **body.model_dump(), key=key)
    return Made(id=made["id"])


@api.post("/number-rules/{rule}/remove", response=Made, tags=TAGS, summary="Remove a rule of numbers")
def remove_number_rule(request: HttpRequest, rule: PathId, key: Key = None) -> Made:
    """For administrators. Numbers that are given stay; the next ones follow the rule that is left."""
    return Made(id=commands.remove_number_rule(caller(request).actor, rule=rule, key=key)["id"])


@api.get("/kinds/{kind}/book", response=Book, tags=TAGS, summary="Read a registration book")
def read_book(request: HttpRequest, kind: PathKey, wanted: Annotated[BookWanted, Query()]) -> Book:
    """Of an organisation and a year, this one unless told; void numbers too."""
    found = queries.book(
        caller(request).actor, kind, wanted.organisation, wanted.year, after=wanted.after, limit=wanted.limit
    )
    items = present.entries(found.entries, org.chart())
    return Book(items=items, next=found.next, last=found.last, preview=found.preview, years=found.years)


@api.post("/kinds/{kind}/counter", response=CounterSet, tags=TAGS, summary="Go on after another book")
def set_counter(request: HttpRequest, kind: PathKey, body: Counter, key: Key = None) -> CounterSet:
    """The next number is `last` + 1. Never back over a number that is given (409 counter_back).

    More than 1000 ahead only with `confirm` (422 counter_jump).
    """
    made = commands.set_counter(caller(request).actor, kind=kind, **body.model_dump(), key=key)
    return CounterSet(last=made["last"])


@api.get("/folders", response=FolderList, tags=TAGS, summary="Folders of the shared disk")
def list_folders(request: HttpRequest) -> FolderList:
    """With the number of documents the token's person sees in each."""
    return FolderList(items=tuple(present.folders(queries.folders(caller(request).actor))))


@api.post("/folders", response={201: Made}, tags=TAGS, summary="Add a folder")
def add_folder(request: HttpRequest, body: NewFolder, key: Key = None) -> Status[Made]:
    """For administrators."""
    made = commands.add_folder(caller(request).actor, **body.model_dump(), key=key)
    return Status(201, Made(id=made["id"]))


@api.post("/folders/{folder}/rename", response=Made, tags=TAGS, summary="Rename a folder")
def rename_folder(request: HttpRequest, folder: PathId, body: FolderName, key: Key = None) -> Made:
    """For administrators. Refused when its neighbour has the name (409 folder_taken)."""
    return Made(id=commands.rename_folder(caller(request).actor, folder=folder, name=body.name, key=key)["id"])


@api.post("/folders/{folder}/remove", response=Made, tags=TAGS, summary="Remove an empty folder")
def remove_folder(request: HttpRequest, folder: PathId, key: Key = None) -> Made:
    """For administrators. Refused while it holds something (400 folder_full) or a kind uses it (400 folder_of_kind)."""
    return Made(id=commands.remove_folder(caller(request).actor, folder=folder, key=key)["id"])
