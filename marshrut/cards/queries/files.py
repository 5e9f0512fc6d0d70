"""Files as cards let them be read."""

from __future__ import annotations

from marshrut.documents import queries as documents
from marshrut.documents.sentences import NO_SUCH_FILE
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .. import gate
from ..models import CardFile
from ..step import Seen, read


def file(actor: Actor, file_id: int) -> documents.FileInfo:
    """A file on a card or of a paper the reader may see, or an own upload; missing and foreign look alike: NotFound."""
    info = documents.file(file_id)
    if info.uploaded_by != actor.person_id and not may_see_file(actor, file_id):
        raise NotFound(NO_SUCH_FILE)
    return info


def may_see_file(actor: Actor, file_id: int) -> bool:
    """On a card, or a version of a paper, that the reader may see."""
    return gate.may_see_file(actor, file_id) or documents.may_see_file(actor, file_id)


def on_fields(card: int) -> dict[str, list[int]]:
    """Every file that was ever put on a field of the card, oldest first. For programs: whoever may not see it, too."""
    found: dict[str, list[int]] = {}
    rows = CardFile.objects.system("for a robot of the card").filter(card_id=card).exclude(field="")
    for field, file in rows.order_by("id").values_list("field", "file_id"):
        found.setdefault(field, []).append(file)
    return found


def with_files(actor: Actor, card: int) -> tuple[Seen, dict[str, list[int]]]:
    """The card and `on_fields` as of one moment; raises NotFound."""
    while True:
        seen, found = read(actor, card), on_fields(card)
        if read(actor, card).version == seen.version:
            return seen, found
