"""Files as cards let them be read."""

from __future__ import annotations

from marshrut.documents import queries as documents
from marshrut.documents.sentences import NO_SUCH_FILE
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .. import gate


def file(actor: Actor, file_id: int) -> documents.FileInfo:
    """A file on a card the reader may see, or their own upload; NotFound for a missing and a foreign one alike."""
    info = documents.file(file_id)
    if info.uploaded_by != actor.person_id and not gate.may_see_file(actor, file_id):
        raise NotFound(NO_SUCH_FILE)
    return info
