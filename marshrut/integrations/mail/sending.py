"""A letter leaves by e-mail: at most once (decision 0017).

`ready` until the server asks for the content, `sending` while it may have it, then `sent` or `failed`. Whoever finds
`sending` left by a process that died asks a person: «Проверьте, ушло ли письмо». Tried again is only what certainly did
not leave.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marshrut.cards import commands as cards
from marshrut.cards import queries as card_queries
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.letters import Letter
from marshrut.documents import queries as documents
from marshrut.jobs import effects
from marshrut.jobs.registry import Permanent, TakenEffect, Temporary
from marshrut.kernel import clock
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.letters import commands as letters
from marshrut.letters import queries
from marshrut.letters.post import Account

from . import composing, outbox, papers, words
from .composing import Outgoing
from .copying import ask_for_copy
from .drafting import ACTOR
from .outbox import Result
from .preparing import CannotLeave, Prepared, prepare

log = logging.getLogger(__name__)
EFFECT: Final = "letter_send"
LANE: Final = "letters"
#: seconds one letter may take, above twice `links.CONTENT`; tries to reach a server that is away or asks to come later
#: (about four hours); tries when we stumble ourselves
LEASE, TRIES, STUMBLES = 1500.0, 12, 3
#: seconds between looks for letters that nobody tries any more
EVERY: Final = 600.0


def send(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    if effect.subject is None:
        raise Permanent("an effect without its card")
    with translation.override(settings.LANGUAGE_CODE):  # partners and colleagues read it in the company's language
        visit, last = int(payload["visit"]), effect.attempts >= effect.max_attempts
        if effect.attempts > STUMBLES and effects.was_lost(effect):  # it would kill this worker, too
            return give_up(effect.subject, visit)
        try:
            return _send(effect.subject, visit, last=last)
        except (Temporary, Permanent):
            raise
        except Exception as error:
            outside = isinstance(error, (OperationalError, InterfaceError))
            if not last and (outside or effect.attempts < STUMBLES):
                raise
            log.exception("letter %s could not be sent", effect.subject)
            return give_up(effect.subject, visit)


def give_up(card: int, visit: int) -> str | None:
    """Whatever it is that we stumble over, whoever waits for the letter hears of it."""
    known = queries.dispatch_of(card, visit)
    if known is not None and known.state != "ready":
        return _ended(card, visit, known)
    note = _("A mistake of the program stands in the way of this letter. Send it in another way.")
    if known is not None:
        letters.settle_dispatch(ACTOR, dispatch=known.id, state="failed", note=note)
    _tell(card, visit, "send_failed", note)
    return None


def rescue() -> None:
    """Letters whose worker was killed at every try: nobody else would tell the card, and it would wait for ever."""
    for effect, card, payload in effects.given_up(EFFECT):
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            if effects.close(effect) and card is not None:
                give_up(card, int(payload["visit"]))


def _send(card: int, visit: int, *, last: bool) -> str | None:
    known = queries.dispatch_of(card, visit)
    if known is not None and known.state != "ready":
        return _ended(card, visit, known)
    try:
        prepared = prepare(card, visit, queries.message_by_id(known.message_id) if known else None)
        message, raw = _kept(card, prepared.account, prepared.mail)
    except CannotLeave as why:
        if known is not None:
            letters.settle_dispatch(ACTOR, dispatch=known.id, state="failed", note=str(why))
        _tell(card, visit, "send_failed", str(why))
        return None
    begun = letters.begin_dispatch(ACTOR, card=card, visit=visit, message=message)
    result = _hand_over(prepared, begun["id"], raw)
    return _settled(card, visit, prepared, begun["id"], result, last=last)


def _hand_over(prepared: Prepared, dispatch: int, raw: bytes) -> Result:
    def going() -> bool:
        try:
            return bool(letters.settle_dispatch(ACTOR, dispatch=dispatch, state="sending")["changed"])
        except Invalid:
            return False

    def back() -> None:
        letters.settle_dispatch(ACTOR, dispatch=dispatch, state="ready")

    return outbox.send(prepared.account, prepared.mail.recipients, raw, going=going, back=back)


def _settled(card: int, visit: int, prepared: Prepared, dispatch: int, result: Result, *, last: bool) -> str | None:
    if result.outcome == "taken":
        return None
    if result.outcome == "later" and not last:
        raise Temporary(result.words or words.happened(result.code))
    if result.outcome == "unknown":
        _doubt(card, visit, dispatch, result.words)
        return None
    if result.outcome == "sent":
        letters.settle_dispatch(ACTOR, dispatch=dispatch, state="sent", note=result.words)
        _tell_sent(card, visit, clock.now())
        ask_for_copy(card, visit)
        return prepared.mail.message_id
    note = _refusal(prepared, result)
    letters.settle_dispatch(ACTOR, dispatch=dispatch, state="failed", note=note)
    _tell(card, visit, "send_failed", note)
    return None


def _ended(card: int, visit: int, known: queries.DispatchInfo) -> str | None:
    """A process before us was killed somewhere: what it may have done is asked about, what it had done is told."""
    if known.state == "sending":
        _doubt(card, visit, known.id, "")
        return None
    if known.state == "sent":
        _tell_sent(card, visit, known.at)
        ask_for_copy(card, visit)
        return known.message_id
    if known.state == "unknown":
        _tell(card, visit, "send_unknown", known.note)
    elif known.state == "failed":
        _tell(card, visit, "send_failed", known.note)
    return None


def _doubt(card: int, visit: int, dispatch: int, said: str) -> None:
    note = _("The connection broke off while the letter was being handed over: nobody knows whether it left.")
    note = f"{note} ({said})" if said else note
    found = queries.dispatch_of(card, visit)
    if found is not None and found.state == "sending":
        letters.settle_dispatch(ACTOR, dispatch=dispatch, state="unknown", note=note)
    _tell(card, visit, "send_unknown", note)


def _refusal(prepared: Prepared, result: Result) -> str:
    if result.code:
        said = words.happened(result.code)
        return f"{said} ({result.words})" if result.words else said
    to = ", ".join(prepared.mail.recipients)
    return _("The mail server did not take the letter to {address}: {said}").format(address=to, said=result.words)


def _tell_sent(card: int, visit: int, at: datetime) -> None:
    found = _letter(card)
    values: dict[str, Any] = {}
    if found is not None:
        letter, of = found
        if letter.sent_on:
            values[letter.sent_on] = timezone.localtime(at).date().isoformat()
        if letter.way and "email" in {one.key for one in of.fields[letter.way].choices}:
            values[letter.way] = "email"
    _tell(card, visit, "sent", "", values)


def _tell(card: int, visit: int, key: str, note: str, values: Mapping[str, Any] | None = None) -> None:
    """The card hears it on the visit that asked. That a letter left is heard on the next one, too, where people ask
    themselves whether it did; a card that has gone on further gets a remark.
    """
    late = (visit + 1,) if key == "sent" else ()
    for one in (visit, *late):
        try:
            with transaction.atomic():
                cards.signal_card(ACTOR, card=card, key=key, visit=one, note=note[:1000], fields=dict(values or {}))
            return
        except (Conflict, Invalid, NotFound) as error:
            log.info("card %s does not wait for %s on visit %s: %s", card, key, one, error)
    if key == "sent":
        text = _("The mail server took the letter, though the card had gone on meanwhile.")
        cards.comment_card(ACTOR, card=card, text=text)


def _kept(card: int, account: Account, mail: Outgoing) -> tuple[int, bytes]:
    """The mail as it leaves, kept for the archive before it does: every try sends the very same bytes.

    Raises CannotLeave when a mail of somebody else has come by this name: it would leave in the place of ours.
    """
    known = queries.message_by_id(mail.message_id)
    if known is not None and (known.direction != "out" or known.card != card):
        raise CannotLeave(_("A mail with the name of this letter has come from outside. Send the letter once more."))
    if known is not None and known.file is not None:
        with documents.open_blob(known.file) as content:
            return known.id, content.read()
    raw = composing.mail(mail)
    file = papers.store(ACTOR, f"{mail.subject[:100] or 'letter'}.eml", raw, f"sent/{mail.message_id}")
    made = letters.know_message(
        ACTOR, message_id=mail.message_id, direction="out", card=card, subject=mail.subject, sender=mail.sender,
        recipients=", ".join(mail.recipients), in_reply_to=mail.in_reply_to, references=tuple(mail.references),
        at=mail.at, file=file, mailbox=account.id,
    )  # fmt: skip
    return int(made["id"]), raw


def _letter(card: int) -> tuple[Letter, Any] | None:
    raw = card_queries.raw(ACTOR, [card]).get(card)
    of = definitions.installed(raw.definition_id).pack.card_type(raw.type) if raw else None
    return (of.letter, of) if of is not None and of.letter is not None else None
