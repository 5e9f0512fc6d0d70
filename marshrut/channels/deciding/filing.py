"""Files from the phone: kept as an upload of the portal is, and put where they belong."""

from __future__ import annotations

import io
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from marshrut.cards import commands as cards
from marshrut.cards import queries as card_queries
from marshrut.documents import commands as documents
from marshrut.documents.upload import Upload
from marshrut.jobs.registry import Temporary
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound, Refused

from ..models import Action, Delivery, Spoken
from ..wire import WireTrouble
from . import codes, pressing, speaking, sums
from .verdicts import Heard, Verdict, text

#: bytes of a file that a messenger hands over, and files of one message
MOST: Final = 20 << 20
MANY: Final = 10


def attached(heard: Heard, card: int | None = None) -> Verdict:
    """Beside the fields of the card that the answered message is about."""
    assert heard.person is not None
    place = card or card_of(heard)
    if place is None:
        ask = text(_("Which task is the file for? Send it as an answer to the message of the task."))
        return Verdict("ignored", codes.UNCLEAR, heard.person, says=(ask,))
    actor = pressing.actor_of(heard.person, heard.channel)
    try:
        name = sums.named(heard.channel, card_queries.card(actor, place))
    except NotFound:
        return _no(heard, str(codes.SENTENCES[codes.NOT_YOURS]), codes.NOT_YOURS)
    files = stored(heard)
    if isinstance(files, Verdict):
        return files
    try:
        cards.attach_files(actor, card=place, files=files, key=f"heard:{heard.id}/attach")
    except Refused as error:
        return _no(heard, str(error), error.code)
    return Verdict(person=heard.person, says=(text(_("The file is on the card: {card}").format(card=name)),))


def card_of(heard: Heard) -> int | None:
    """Of the message that was answered, when it was ours and to this person."""
    if not heard.update.message:
        return None
    mine = {"channel": heard.channel, "outside": heard.update.message, "person_id": heard.person}
    sent = Delivery.objects.filter(**mine).exclude(card_id=0).values_list("card_id", flat=True).first()
    if sent is not None:
        return sent
    said = Spoken.objects.filter(**mine, delivery__isnull=False).values_list("delivery_id", flat=True).first()
    return Action.objects.filter(delivery_id=said).values_list("card_id", flat=True).first() if said else None


def stored(heard: Heard) -> list[int] | Verdict:
    """Ids of the files that came, or why they are not taken. A repeat finds the same ones."""
    assert heard.person is not None
    way = speaking.way(heard.channel)
    if way is None:
        raise Temporary("the channel is off")
    actor, most = pressing.actor_of(heard.person, heard.channel), min(MOST, settings.FILE_LIMIT)
    found: list[int] = []
    for number, file in enumerate(heard.update.files[:MANY]):
        if file.size > most:
            return _too_large(heard)
        try:
            content = way[0].fetch(way[1], file, most)
            found.append(_keep(actor, file.name, content, f"heard:{heard.id}/{number}"))
        except WireTrouble as trouble:
            if trouble.code == "too_large":
                return _too_large(heard)
            if trouble.code in ("gone", "refused", "protocol"):
                return _no(heard, _("The file could not be fetched. Send it once more."), "file_gone")
            raise Temporary(str(trouble)) from trouble
        except Refused as error:
            return _no(heard, str(error), error.code)
    return found


def _keep(actor: Actor, name: str, content: bytes, key: str) -> int:
    made = documents.store_file(actor, name=name, stream=Upload(io.BytesIO(content)), key=key)
    return int(made["id"])


def _too_large(heard: Heard) -> Verdict:
    said = _("The file is too large for a messenger: upload it in the portal.")
    return _no(heard, said, "file_too_big")


def _no(heard: Heard, said: str, code: str) -> Verdict:
    return Verdict("refused", code, heard.person, answer=said, says=(text(said),))
