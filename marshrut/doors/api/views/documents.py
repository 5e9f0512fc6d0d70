"""Documents: find, read, add, change, register."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Status

from marshrut.documents import commands, queries

from ..bearer import caller
from ..door import api
from ..present import documents as present
from ..shapes.base import Key, PathId
from ..shapes.documents import (
    Dates,
    Document,
    DocumentChanged,
    DocumentList,
    DocumentRegistered,
    DocumentRemoved,
    DocumentSearch,
    Link,
    MoveTo,
    NewDocument,
    NewVersion,
    Reason,
    Registration,
    Rename,
    SetStatus,
)

TAGS = ["documents"]


@api.get("/documents", response=DocumentList, tags=TAGS, summary="Find documents")
def list_documents(request: HttpRequest, wanted: Annotated[DocumentSearch, Query()]) -> DocumentList:
    """Those the token's person may see, newest first."""
    asked = queries.Filter(
        folder=wanted.folder,
        kind=wanted.kind or "",
        status=wanted.status or "",
        family=wanted.family or "",
        place=wanted.place or "",
        ref=wanted.ref,
        year=wanted.year,
        registered=wanted.registered,
        organisation=wanted.organisation,
        author=wanted.author,
        text=wanted.q,
    )
    return present.page(queries.library(caller(request).actor, asked, after=wanted.after, limit=wanted.limit))


@api.post("/documents", response={201: DocumentChanged}, tags=TAGS, summary="Add a document")
def add_document(
    request: HttpRequest, response: HttpResponse, body: NewDocument, key: Key = None
) -> Status[DocumentChanged]:
    """It goes into the folder of its kind and gets the first status of it."""
    sent = body.model_dump()
    links = [(one["place"], one["ref"]) for one in sent.pop("places")]
    made = commands.add_document(caller(request).actor, **sent, links=links, key=key)
    answer = present.changed(made)
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.get("/documents/{document}", response=Document, tags=TAGS, summary="Read a document")
def read_document(request: HttpRequest, document: PathId) -> Document:
    """With its versions, numbers, places, and what the token's person may do with it."""
    return present.document(queries.document_page(caller(request).actor, document))


@api.post("/documents/{document}/versions", response=DocumentChanged, tags=TAGS, summary="Add a version")
def add_version(request: HttpRequest, document: PathId, body: NewVersion, key: Key = None) -> DocumentChanged:
    """The id of a file you have just uploaded. Refused while a card leads the document (400 owned_by_card)."""
    actor = caller(request).actor
    return present.changed(commands.add_version(actor, document=document, **body.model_dump(), key=key))


@api.post("/documents/{document}/rename", response=DocumentChanged, tags=TAGS, summary="Rename a document")
def rename_document(request: HttpRequest, document: PathId, body: Rename, key: Key = None) -> DocumentChanged:
    """By keepers of its kind; while it is a draft that no card has led, also by who added it."""
    actor = caller(request).actor
    return present.changed(commands.rename_document(actor, document=document, **body.model_dump(), key=key))


@api.post("/documents/{document}/move", response=DocumentChanged, tags=TAGS, summary="Move a document")
def move_document(request: HttpRequest, document: PathId, body: MoveTo, key: Key = None) -> DocumentChanged:
    """Into another folder; its kind stays."""
    actor = caller(request).actor
    return present.changed(commands.move_document(actor, document=document, **body.model_dump(), key=key))


@api.post("/documents/{document}/status", response=DocumentChanged, tags=TAGS, summary="Set the status")
def set_status(request: HttpRequest, document: PathId, body: SetStatus, key: Key = None) -> DocumentChanged:
    """By hand, a final one by keepers of the kind. Refused while a card leads the document (400 owned_by_card)."""
    actor = caller(request).actor
    return present.changed(commands.set_status(actor, document=document, **body.model_dump(), key=key))


@api.post("/documents/{document}/date", response=DocumentChanged, tags=TAGS, summary="Change dates and organisation")
def date_document(request: HttpRequest, document: PathId, body: Dates, key: Key = None) -> DocumentChanged:
    """What is given changes, null empties. A number holds its date and organisation (400 registered).

    Refused while a card leads the document (400 owned_by_card).
    """
    given = body.model_dump(exclude_unset=True)
    return present.changed(commands.date_document(caller(request).actor, document=document, **given, key=key))


@api.post("/documents/{document}/register", response=DocumentRegistered, tags=TAGS, summary="Register a document")
def register_document(
    request: HttpRequest, document: PathId, body: Registration, key: Key = None
) -> DocumentRegistered:
    """Its number is taken in the book of the year of its date, one after another.

    Refused while a card leads the document (400 owned_by_card).
    """
    actor = caller(request).actor
    made = commands.register_document(actor, document=document, **body.model_dump(), key=key)
    return DocumentRegistered(**made, links=present.links(made["id"]))


@api.post("/documents/{document}/void", response=DocumentChanged, tags=TAGS, summary="Void the number")
def void_number(request: HttpRequest, document: PathId, body: Reason, key: Key = None) -> DocumentChanged:
    """The number stays in the book and is never given again."""
    actor = caller(request).actor
    return present.changed(commands.void_number(actor, document=document, **body.model_dump(), key=key))


@api.post("/documents/{document}/links", response=DocumentChanged, tags=TAGS, summary="Put a document on a thing")
def link_document(request: HttpRequest, document: PathId, body: Link, key: Key = None) -> DocumentChanged:
    """On a card, a company, a contact, a deal or a project."""
    actor = caller(request).actor
    return present.changed(commands.link_document(actor, document=document, **body.model_dump(), key=key))


@api.post("/documents/{document}/unlink", response=DocumentChanged, tags=TAGS, summary="Take a document off a thing")
def unlink_document(request: HttpRequest, document: PathId, body: Link, key: Key = None) -> DocumentChanged:
    """What lies in a field of a card is taken out on the card (400 link_of_process)."""
    actor = caller(request).actor
    return present.changed(commands.unlink_document(actor, document=document, **body.model_dump(), key=key))


@api.post("/documents/{document}/remove", response=DocumentRemoved, tags=TAGS, summary="Remove a document")
def remove_document(request: HttpRequest, document: PathId, body: Reason, key: Key = None) -> DocumentRemoved:
    """Only one that was never registered; its history stays."""
    actor = caller(request).actor
    return DocumentRemoved(**commands.remove_document(actor, document=document, **body.model_dump(), key=key))
