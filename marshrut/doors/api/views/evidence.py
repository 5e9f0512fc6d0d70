"""Archives of letters: ask for one, see how far it is, download it, remove it."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Status

from marshrut.documents import serving
from marshrut.evidence import commands, queries
from marshrut.evidence.queries import ArchiveInfo

from ..bearer import caller
from ..door import api
from ..shapes.base import Key, Links, PathId
from ..shapes.evidence import Archive, ArchiveAsked, ArchiveList, ArchiveRemoved, NewArchive
from .files import DOWNLOAD


@api.get("/evidence", response=ArchiveList, tags=["evidence"], summary="List archives")
def list_archives(request: HttpRequest) -> ArchiveList:
    """The own ones, newest first."""
    return ArchiveList(items=tuple(_archive(one) for one in queries.archives(caller(request).actor)))


@api.post("/evidence", response={201: ArchiveAsked}, tags=["evidence"], summary="Ask for an archive")
def ask_evidence(
    request: HttpRequest, response: HttpResponse, body: NewArchive, key: Key = None
) -> Status[ArchiveAsked]:
    """A ZIP of a thread, a project, a company or of cards, built by the worker: what you may see and take away.

    Letters in order with every version of their documents, mails, approval sheets and the history; a program inside
    tells whether anything was changed.
    """
    made = commands.ask_evidence(caller(request).actor, key=key, **body.model_dump())
    answer = ArchiveAsked(id=made["id"], cards=made["cards"], links=_links(made["id"]))
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.get("/evidence/{archive}", response=Archive, tags=["evidence"], summary="Read an archive")
def read_archive(request: HttpRequest, archive: PathId) -> Archive:
    """How far it is."""
    return _archive(queries.archive(caller(request).actor, archive))


@api.get("/evidence/{archive}/file", tags=["evidence"], summary="Download an archive", openapi_extra=DOWNLOAD)
def download_archive(request: HttpRequest, archive: PathId) -> HttpResponseBase:
    """Refused (409) while it is being built, and when a card in it may not be seen any more."""
    info, content = queries.opened(caller(request).actor, archive)
    return serving.response(content, serving.table_headers(info.name, "application/zip"))


@api.post("/evidence/{archive}/remove", response=ArchiveRemoved, tags=["evidence"], summary="Remove an archive")
def remove_evidence(request: HttpRequest, archive: PathId, key: Key = None) -> ArchiveRemoved:
    """Before its week is over; one that is being built is given up."""
    return ArchiveRemoved(**commands.remove_evidence(caller(request).actor, archive=archive, key=key))


def _archive(one: ArchiveInfo) -> Archive:
    own = {**asdict(one), **asdict(one.scope), "links": _links(one.id)}
    return Archive(**{name: own[name] for name in Archive.model_fields})


def _links(archive: int) -> Links:
    return Links(self=f"/api/evidence/{archive}", page="/evidence/")
