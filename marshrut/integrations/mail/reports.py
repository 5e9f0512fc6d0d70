"""What machines answered to a letter of ours: it bounced, it is delayed, the reader is away. Told on its card."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from marshrut.cards import commands as cards
from marshrut.kernel.errors import Refused
from marshrut.letters import commands as letters
from marshrut.letters import queries
from marshrut.letters.queries import mailboxes

from . import addresses, bounces
from .drafting import ACTOR
from .guard import Verdict
from .parsing import Mail

#: characters of a machine's answer that are shown
SHOWN: Final = 1000
#: code -> why a mail became no letter
WHY: Final = {"own": "own", "bulk": "bulk", "mailing": "mailing", "no_return": "notice", "auto_submitted": "notice"}


def tell(mail: Mail, verdict: Verdict) -> tuple[int | None, str]:
    """(the card that was told, a note for the journal: a code or the server's words)."""
    if verdict.kind == "bounce":
        return _bounced(mail)
    if verdict.kind == "auto_reply":
        return _answered(mail), verdict.why
    return None, WHY.get(verdict.why, verdict.why)


def _bounced(mail: Mail) -> tuple[int | None, str]:
    report = bounces.read(mail)
    known = next((found for one in report.about if (found := queries.message_by_id(one)) and found.card), None)
    if known is None or known.card is None or known.direction != "out":
        return None, "bounce_unknown"
    said = report.words or report.status
    if report.outcome == "delivered":
        _comment(known.card, _("The mail server of {address} says: delivered.").format(address=report.recipient))
        return known.card, "delivered"
    if report.outcome == "delayed":
        text = _("The letter has not reached {address} yet, the mail servers go on trying. They say: {said}")
        _comment(known.card, text.format(address=report.recipient, said=said))
        return known.card, "delayed"
    note = _("Not delivered to {address}: {said}").format(address=report.recipient or "?", said=said)
    meant = report.recipient.lower() in known.recipients.lower().replace(",", " ").split()
    # anybody can write that a letter did not arrive; then a person judges
    sending = _last(known.card, known.message_id) if meant else None
    if sending is None or not _signalled(known.card, note):
        _comment(known.card, note)
    if sending is not None:
        with suppress(Refused), transaction.atomic():
            letters.settle_dispatch(ACTOR, dispatch=sending.id, state="bounced", note=said)
    return known.card, said


def _last(card: int, message_id: str) -> queries.DispatchInfo | None:
    """The sending the report is about, when nothing was done about that letter since."""
    sending = next(iter(reversed(queries.dispatches_of(ACTOR, card))), None)
    ours = sending is not None and sending.message_id == message_id and sending.state in ("sent", "unknown")
    return sending if ours else None


def _signalled(card: int, note: str) -> bool:
    try:
        with transaction.atomic():
            cards.signal_card(ACTOR, card=card, key="bounced", note=note)
    except Refused:  # the card has gone on: then it is only told
        return False
    return True


def _answered(mail: Mail) -> int | None:
    """An automatic answer is a remark on the card of the letter it answers; it makes no letter.

    Only of those the letter went to, and of each of them once: whoever else writes so has not got it.
    """
    asked = (mail.in_reply_to, *reversed(mail.references))
    known = next((found for one in asked if one and (found := queries.message_by_id(one)) and found.card), None)
    if known is None or known.card is None or known.direction != "out":
        return None
    asked_there = {addresses.domain(one) for one in known.recipients.replace(",", " ").split()}
    if addresses.domain(mail.sender) not in asked_there or mailboxes.answered_by(mail.sender, known.card):
        return None
    text = _("Automatic answer from {address}:").format(address=mail.sender)
    _comment(known.card, f"{text}\n{mail.fresh[:SHOWN]}")
    return known.card


def _comment(card: int, text: str) -> None:
    with suppress(Refused), transaction.atomic():
        cards.comment_card(ACTOR, card=card, text=text)
