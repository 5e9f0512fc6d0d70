"""Files: uploaded alone or onto a card, downloaded through a card or a document that may be seen."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from ninja import Status
from ninja.files import UploadedFile

from marshrut.cards import commands as cards
from marshrut.cards import queries
from marshrut.documents import commands as documents
from marshrut.documents import queries as stored
from marshrut.documents import serving
from marshrut.documents.fns import names
from marshrut.documents.fns.telling import told
from marshrut.documents.upload import Upload
from marshrut.kernel.errors import Invalid

from ..bearer import caller
from ..door import api
from ..present import parts
from ..shapes.base import Key, PathId
from ..shapes.cards import File
from ..shapes.formal import FormalDocument

DOWNLOAD = {
    "responses": {
        200: {
            "description": "The content, for saving.",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@api.post("/files", response={201: File}, tags=["files"], summary="Upload a file")
def upload_file(request: HttpRequest, file: UploadedFile, key: Key = None) -> Status[File]:
    """Keep a file, then name its id in a field of kind file. Until then only its uploader can read it."""
    made = documents.store_file(caller(request).actor, name=file.name or "", stream=Upload(file), key=key)
    return Status(201, _file(made))


@api.post("/cards/{card}/files", response={201: File}, tags=["files"], summary="Attach a file to a card")
def attach_file(request: HttpRequest, card: PathId, file: UploadedFile, key: Key = None) -> Status[File]:
    """Keep a file and put it on the card, beside its fields: both or neither."""
    actor = caller(request).actor
    queries.seen(actor, card)
    with transaction.atomic():
        stream = Upload(file)
        made = documents.store_file(actor, name=file.name or "", stream=stream, key=key and f"{key}/file")
        cards.attach_files(actor, card=card, files=[made["id"]], key=key and f"{key}/attach")
    return Status(201, _file(made))


def _file(made: dict[str, Any]) -> File:
    shown = {name: made[name] for name in ("id", "name", "size", "content_type")}
    return File(**shown, links=parts.file_links(made["id"]))


@api.get("/files/{file}", tags=["files"], summary="Download a file", openapi_extra=DOWNLOAD)
def download_file(request: HttpRequest, file: PathId) -> HttpResponseBase:
    """A file on a card or of a document the person may see, or an own upload."""
    info = queries.file(caller(request).actor, file)
    return serving.response(stored.open_blob(info.id), serving.headers(info))


@api.get(
    "/files/{file}/document", response=FormalDocument, tags=["files"], summary="Read a formalised document in a file"
)
def read_formal_document(request: HttpRequest, file: PathId) -> FormalDocument:
    """A УПД, УКД, ТОРГ-12, act or notice (XML of ФНС, alone or in an archive). 422 when the file is none."""
    info = queries.file(caller(request).actor, file)
    found = stored.formal(info.id)
    if found.document is None:
        raise Invalid(found.note, code="no_document")
    return FormalDocument(title=names.title(found.document), **told(found.document))
