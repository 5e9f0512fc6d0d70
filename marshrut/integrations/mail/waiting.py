"""Mails that cards wait for (A0.3): the scans a carrier sends go onto the card they name, and the card hears of them.

A mail counts when it comes from the address or the domain of the partner on the card and names exactly one card that
waits, by its number or by that of the order, and when our mail server did not find the address to be forged. Anything
else is a letter as any other.
"""

from __future__ import annotations

import logging
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from marshrut.cards import commands as cards
from marshrut.cards.queries import Listening, listening_to_mail
from marshrut.crm import queries as crm
from marshrut.documents import queries as documents
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Invalid, NotFound

from . import mentions, papers, proof, senders
from .addresses import domain
from .guard import Verdict
from .parsing import Mail

log = logging.getLogger(__name__)
ACTOR: Final = Actor.robot("mail")
#: letters of people, and of programs that send papers; an answer of a machine quotes numbers, too
HEARD: Final = ("letter", "notice")
#: characters of the text that are shown on the card
SHOWN: Final = 1500


def card_of(mail: Mail, verdict: Verdict) -> Listening | None:
    """The card that waits for this mail; None: it is a letter as any other."""
    if verdict.kind not in HEARD or not mail.attached or not mail.sender:
        return None
    place = domain(mail.sender)
    companies = crm.written_from(mail.sender, "" if place in senders.PUBLIC else place)
    waiting = {one.card: one for one in listening_to_mail(companies)}
    names = " ".join(one.name.rpartition(".")[0] or one.name for one in mail.attached)
    texts = (mail.subject, f"{mail.fresh}\n{names}", mail.whole)
    known = [(one.card, one.numbers) for one in waiting.values()]
    card = mentions.which(known, texts)
    if card is not None and mentions.those(known, names) - {card}:
        return None  # the subject names one card, a file another
    if card is not None and (method := proof.forged(mail)):
        log.warning("card %s does not hear a mail of %s: %s failed", card, mail.sender, method)
        return None
    return waiting[card] if card is not None else None


def keep(mail: Mail, name: str, at: Listening, eml: int) -> papers.Files:
    """What is attached, without what lies on the card already. Where something is left out, the mail itself as well."""
    kept = papers.keep_all(ACTOR, mail, name)
    if kept.files and (kept.refused or mail.doubts or len(mail.fresh.strip()) > SHOWN):
        kept = papers.Files((*kept.files, eml), kept.refused)
    there = {one.sha256 for one in documents.describe(at.files).values()}
    found = documents.describe(kept.files)
    new = {found[file].sha256: file for file in kept.files if file in found}
    fresh = tuple(file for digest, file in new.items() if digest not in there)
    return papers.Files(fresh, kept.refused)


def tell(mail: Mail, at: Listening, kept: papers.Files, remarks: list[str]) -> bool:
    """Put the files on the card and give the signal, in the transaction of the caller. False: it is too late for it."""
    sender = f"{mail.sender_name} <{mail.sender}>".strip()
    try:
        with transaction.atomic():
            fields = {at.field: list(kept.files)}
            cards.signal_card(ACTOR, card=at.card, key=at.signal, visit=at.visit, note=sender[:200], fields=fields)
            text = "\n".join(filter(None, (_heading(mail, sender), _shown(mail), *remarks)))
            cards.comment_card(ACTOR, card=at.card, text=text)
    except (Conflict, Invalid, NotFound) as error:
        log.info("card %s does not wait for the mail any more: %s", at.card, error)
        return False
    return True


def _shown(mail: Mail) -> str:
    text = mail.fresh.strip()
    rest = _("The mail is longer: the rest is in the mail itself (.eml).")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…\n{rest}"


def _heading(mail: Mail, sender: str) -> str:
    return _("Mail from {sender}: {subject}").format(sender=sender, subject=mail.subject or _("(no subject)"))
