"""What leaves of a letter: from whom, to whom, with which words and files. Or a sentence why it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from marshrut.cards import queries as card_queries
from marshrut.crm import queries as crm
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.letters import Letter
from marshrut.documents import queries as documents
from marshrut.jobs.registry import Permanent
from marshrut.kernel import clock, sealing
from marshrut.letters import queries
from marshrut.letters.post import Account
from marshrut.letters.queries import mailboxes

from . import composing, words
from .composing import File, Outgoing
from .drafting import ACTOR

#: bytes of all files of one letter
LARGEST: Final = 25 << 20


class CannotLeave(Exception):
    """A sentence for the secretary: why this letter cannot be sent by e-mail as it is."""


@dataclass(frozen=True, slots=True)
class Prepared:
    account: Account
    mail: Outgoing


def prepare(card: int, visit: int, before: queries.MessageInfo | None) -> Prepared:
    """`before`: what an earlier try of this visit was about to send. Raises CannotLeave; Permanent for no letter."""
    raw = card_queries.raw(ACTOR, [card]).get(card)
    of = definitions.installed(raw.definition_id).pack.card_type(raw.type) if raw else None
    if raw is None or of is None or of.letter is None:
        raise Permanent(f"card {card} is no letter")
    letter, fields = of.letter, raw.fields
    recipients = _recipients(before.recipients if before else str(fields.get(letter.address or "") or ""))
    if not recipients:
        raise CannotLeave(_("The letter has no e-mail address of the recipient."))
    account = _account(fields.get(letter.organisation or ""))
    answered, chain = _answered(of, fields)
    files = _files(letter, fields)
    name = before.message_id if before else composing.message_id(card, visit, account.address)
    mail = Outgoing(
        message_id=name, at=(before.at if before else None) or clock.now(), sender_name=_name(account),
        sender=account.address, recipients=recipients, subject=_subject(letter, fields), text=_text(letter, fields),
        files=files, in_reply_to=answered, references=chain,
    )  # fmt: skip
    return Prepared(account, mail)


def _recipients(typed: str) -> list[str]:
    try:
        return composing.recipients(typed)
    except composing.NoAddress as error:
        said = _("The address {address} has signs that mail servers do not take: type it again in Latin letters.")
        raise CannotLeave(said.format(address=error)) from None


def _account(organisation: Any) -> Account:
    try:
        found = mailboxes.sending_for(organisation)
    except sealing.Unreadable:
        raise CannotLeave(words.happened("sealed")) from None
    if found is None:
        raise CannotLeave(
            _(
                "This organisation has no mailbox to send letters from. Send the letter in another way, or ask an"
                " administrator to connect a mailbox."
            )
        )
    return found


def _name(account: Account) -> str:
    ours = crm.describe([account.organisation]).get(account.organisation)
    return ours.short_name or ours.name if ours else account.name


def _subject(letter: Letter, fields: Mapping[str, Any]) -> str:
    subject = str(fields.get(letter.subject) or "")
    number, day = str(fields.get(letter.number) or ""), _day(fields.get(letter.date))
    if not number:
        return subject
    own = _("Our No. {number} of {day}").format(number=number, day=day) if day else f"№ {number}"
    return f"{own}. {subject}" if subject else own


def _text(letter: Letter, fields: Mapping[str, Any]) -> str:
    told = str(fields.get(letter.text or "") or "").strip()
    return told or _("Good day! The letter is attached.")


def _day(value: Any) -> str:
    return ".".join(reversed(str(value)[:10].split("-"))) if value else ""


def _files(letter: Letter, fields: Mapping[str, Any]) -> list[File]:
    """The signed copy instead of the paper, then the attachments."""
    signed = list(fields.get(letter.signed or "") or ())
    paper = list(fields.get(letter.paper) or ())
    wanted = dict.fromkeys([*(signed or paper)[-1:], *(fields.get(letter.more or "") or ())])
    found: list[File] = []
    for one in wanted:
        info = documents.file(one)
        if sum(len(file.content) for file in found) + info.size > LARGEST:
            raise CannotLeave(_("The files are larger than 25 MB together: mail servers refuse such letters."))
        with documents.open_blob(one) as content:
            found.append(File(info.name, info.content_type, content.read()))
    return found


def _answered(of: Any, fields: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Message-ID of the newest mail of the letter this one answers or goes on from, and the chain before it."""
    for kind in ("reply", "follow_up", "addendum"):
        for key, field in of.fields.items():
            value = fields.get(key) if field.link == kind else None
            others = value if isinstance(value, list) else [value] if value else []
            for other in others:
                if known := queries.messages_of(ACTOR, int(other)):
                    return known[-1].message_id, known[-1].references
    return "", ()
