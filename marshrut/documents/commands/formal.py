"""Archives of operators: whether a formalised document lies in them is found out after they are kept."""

from __future__ import annotations

from typing import Final

from marshrut.jobs import effects
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights
from ..models import Document, StoredFile
from ..rules import FORMAL_ZIP, ZIP
from ..sentences import NO_SUCH_FILE
from .texts import ask_for_text

LOOK_EFFECT: Final = "documents.look_inside"
#: bytes: operators give out far smaller ones
LARGEST: Final = 64 << 20


def look_inside(file: StoredFile) -> None:
    """A step of whoever keeps a file."""
    if file.content_type == ZIP and file.size <= LARGEST:
        effects.enqueue([effects.row(LOOK_EFFECT, f"{LOOK_EFFECT}:{file.pk}", payload={"file": file.pk})])


@command(rights.RECORD_FORMAL)
def record_formal(actor: Actor, *, file: int) -> None:
    """A formalised document was found in the archive: from now on it is shown, read and searched as that document."""
    access.require(actor, rights.RECORD_FORMAL)
    row = StoredFile.objects.select_for_update().filter(pk=file).first()
    if row is None:
        raise NotFound(NO_SUCH_FILE)
    if row.content_type != ZIP:
        return
    row.content_type = FORMAL_ZIP
    row.save(update_fields=["content_type"])
    if Document.objects.filter(file=row).exists():
        ask_for_text(row)
