"""A delivery becomes a message: a notice, several in one, or the one that tries a channel."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from marshrut.cards import queries as cards
from marshrut.kernel import memory

from ..models import Delivery
from ..wire import Message
from . import digests, notices
from .reading import STOP, Reader, address, reader


def compose(delivery: Delivery) -> Message | None:
    """The message of a delivery of any kind. Notes in `delivery.edition` which content is shown
    and in `delivery.shown` what was told with it; its caller keeps them.

    None: there is nothing that this person may read (any more). Not inside a transaction: a picture may be drawn.
    """
    with memory.of_one_request():
        cards.read_revisions()
        found = reader(delivery)
        if found is None:
            return None
        with override(found.language):
            message = _COMPOSERS[delivery.kind](delivery, found)
            return _repeated(delivery, message) if message is not None else None


def _repeated(delivery: Delivery, message: Message) -> Message:
    """Nobody knows whether it arrived the first time: a second one says that it is the same."""
    if delivery.why != "unsure" and delivery.state != "sending":
        return message
    said = _("Sent again: it is not known whether № {number} has reached you.").format(number=delivery.number)
    return replace(message, lines=(("", said), *message.lines))


def _trying(delivery: Delivery, _reader: Reader) -> Message:
    return Message(
        number=delivery.number,
        title=_("This channel works"),
        text=_("You asked for a test message. Notices will come here as you have chosen."),
        url=address("/"),
        why=_("You pressed “Send a test message”."),
        stop=address(STOP),
    )


_COMPOSERS = {"notice": notices.message, "digest": digests.message, "test": _trying}
