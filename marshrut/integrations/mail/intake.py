"""One mail becomes what it is: what a card waits for, a draft of a letter, news about one of ours, a line. Once.

What was begun is written down first (`letters.Message`), the card and the end of it in one transaction: a process
killed at any moment leaves either no card, and the mail is read again, or the card, and the mail is known.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from marshrut.cards import commands as cards
from marshrut.cards.queries import Listening
from marshrut.documents import queries as documents
from marshrut.kernel import clock
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.letters import commands as letters
from marshrut.letters import queries
from marshrut.letters.post import Account
from marshrut.letters.queries import mailboxes

from . import bounces, composing, drafting, guard, papers, parsing, reports, waiting
from .drafting import ACTOR, FROM_MAIL
from .notifying import answering
from .parsing import Mail

log = logging.getLogger(__name__)
DONE: Final = "done"
#: known, and left for a person to look at
ASIDE: Final = "error"
#: mails of one sender an hour: more is a machine that has lost its mind
OF_ONE: Final = 60


class TooMany(Exception):
    """The sender has written more than anybody writes by hand."""


@dataclass(frozen=True, slots=True)
class Taken:
    """`new`: nobody had read this mail before."""

    kind: str
    card: int | None
    new: bool


def take(account: Account, uid_key: str, raw: bytes) -> Taken:
    """Repeating it changes nothing. Raises Trouble when no process takes letters."""
    mail = parsing.read(raw)
    name, twin = _name(mail)
    if twin is not None:
        return Taken(twin.kind, twin.card, new=False)
    verdict = guard.judge(mail, mailboxes.own_addresses(), ours=composing.ours(mail.marks.get("x-marshrut", "")))
    if verdict.kind != "bounce" and mailboxes.taken_from(mail.sender, clock.now() - timedelta(hours=1)) >= OF_ONE:
        raise TooMany(mail.sender)
    row = _known(name, account, mail, uid_key=uid_key, kind=verdict.kind)
    if row["state"] == DONE:
        return Taken(row["kind"], row["card"], new=False)
    eml = row["file"] or papers.store(ACTOR, _file_name(mail), raw, f"{name}/eml")
    _more(name, file=eml)
    if (said := answering.heard(account, mail)) is not None:
        _more(name, kind="notice", note=said, state=DONE)
        return Taken("notice", None, new=True)
    if (at := waiting.card_of(mail, verdict)) and (taken := _answer(mail, name, at, eml)):
        return taken
    if verdict.kind == "letter":
        return _letter(account, mail, name, row["id"], eml)
    with transaction.atomic():
        if before := _before(name, mail):
            return before
        card, note = reports.tell(mail, verdict)
        _more(name, card=card, note=note, state=DONE)
    return Taken(verdict.kind, card, new=True)


def insist(message: int) -> int | None:
    """A person says that this mail is a letter, whatever the guard thought of it. None when it cannot be made one."""
    row = queries.message(message)
    account = mailboxes.account(row.mailbox) if row is not None and row.mailbox else None
    if row is None or row.file is None or account is None:
        return None
    with documents.open_blob(row.file) as content:
        mail = parsing.read(content.read())
    with transaction.atomic():
        known = letters.know_message(ACTOR, message_id=row.message_id, direction="in")
        if known["card"] is not None:
            return int(known["card"])
        _more(row.message_id, kind="letter", state="", note="")
        return _letter(account, mail, row.message_id, row.id, row.file).card


def put_aside(account: Account, uid_key: str, mail: Mail, why: str) -> None:
    """A mail that cannot be read here: known, with the reason, so that somebody looks at it in the mailbox."""
    name, twin = _name(mail)
    if twin is None:
        _known(name, account, mail, uid_key=uid_key, state=ASIDE, note=why)


def _name(mail: Mail) -> tuple[str, queries.MessageInfo | None]:
    """What the mail is known by, and the same one if it came before.

    An id that another mail has already is not believed: one letter would hide another.
    """
    known = queries.message_by_id(mail.message_id)
    if known is not None and known.direction == "out":
        return mail.message_id, known
    if known is not None and known.state == ASIDE:  # somebody put it back to be read
        return mail.message_id, None
    if known is not None and known.sha256 not in ("", mail.digest):
        return f"{mail.digest[:16]}.{mail.message_id}", None
    return mail.message_id, None if known else _twin(mail)


def _twin(mail: Mail) -> queries.MessageInfo | None:
    """The same letter under another id. Reports on different letters of ours may well have the same words."""
    twin = None if bounces.is_report(mail) else queries.message_by_content(mail.digest)
    return twin if twin is not None and twin.direction == "in" and twin.state == DONE else None


def _known(name: str, account: Account, mail: Mail, **more: Any) -> dict[str, Any]:
    return letters.know_message(
        ACTOR, message_id=name, direction="in", mailbox=account.id, sha256=mail.digest, subject=mail.subject,
        sender=mail.sender, recipients=", ".join(mail.recipients)[:2000], in_reply_to=mail.in_reply_to,
        references=mail.references, at=mail.at, **more,
    )  # fmt: skip


def _more(name: str, **more: Any) -> None:
    letters.know_message(ACTOR, message_id=name, direction="in", **more)


def _letter(account: Account, mail: Mail, name: str, row: int, eml: int) -> Taken:
    of = drafting.card_type()
    kept = papers.keep(ACTOR, mail, name, eml)
    values = drafting.fields(of, mail, kept, account)
    with transaction.atomic():
        if before := _before(name, mail):
            return before
        made = _created(of.key, values, account, {of.letter.paper, of.letter.subject} if of.letter else set())
        card = int(made["card"])
        _more(name, card=card, state=DONE)
        _signal(card, mail)
        if remarks := _remarks(mail, kept.refused):
            cards.comment_card(ACTOR, card=card, text="\n".join(remarks))
    return Taken("letter", card, new=True)


def _answer(mail: Mail, name: str, at: Listening, eml: int) -> Taken | None:
    """The card that waits for it hears it; None: it is a letter as any other."""
    kept = waiting.keep(mail, name, at, eml)
    if not kept.files:
        return None
    with transaction.atomic():
        if before := _before(name, mail):
            return before
        if not waiting.tell(mail, at, kept, _remarks(mail, kept.refused)):
            return None
        _more(name, card=at.card, kind="letter", state=DONE)
    return Taken("letter", at.card, new=True)


def _before(name: str, mail: Mail) -> Taken | None:
    """What another reader of the same mail has made of it meanwhile; from here on there is none till the commit."""
    row = letters.know_message(ACTOR, message_id=name, direction="in", sha256=mail.digest)
    if row["state"] == DONE:
        return Taken(row["kind"], row["card"], new=False)
    twin = _twin(mail)
    if twin is None:
        return None
    _more(name, card=twin.card, kind=twin.kind, state=DONE)
    return Taken(twin.kind, twin.card, new=False)


def _created(key: str, values: dict[str, Any], account: Account, needed: set[str]) -> Any:
    """What was guessed and is not accepted (a partner that is gone) is left out: the secretary fills it in."""
    try:
        with transaction.atomic():
            return cards.create_card(ACTOR, card_type=key, fields=values, start=False, author=account.registrar)
    except Invalid as error:
        wrong = set(error.fields) - needed
        if not wrong:
            raise
        fewer = {name: value for name, value in values.items() if name not in wrong}
        return cards.create_card(ACTOR, card_type=key, fields=fewer, start=False, author=account.registrar)


def _signal(card: int, mail: Mail) -> None:
    try:
        with transaction.atomic():
            cards.signal_card(ACTOR, card=card, key=FROM_MAIL, note=f"{mail.sender_name} <{mail.sender}>".strip()[:200])
    except (Conflict, Invalid, NotFound) as error:
        # the draft is there and belongs to the registrar: nothing is lost
        log.warning("the draft %s did not set out: %s", card, error)


def _remarks(mail: Mail, refused: Iterable[tuple[str, str]]) -> list[str]:
    said = [
        _("The attachment «{name}» was not taken: {why} It is in the mail itself (.eml).").format(name=name, why=why)
        for name, why in refused
    ]
    doubts = {
        "winmail": _("The mail came from Outlook with attachments packed into winmail.dat, which cannot be opened here."
                     " Ask the sender to send the files in the usual way."),
        "deep": _("The mail is built too intricately to be read as a whole: look into the mail itself (.eml)."),
        "many": _("There are more than 100 attachments: the rest are in the mail itself (.eml)."),
    }  # fmt: skip
    return said + [doubts[one] for one in mail.doubts if one in doubts]


def _file_name(mail: Mail) -> str:
    return f"{(mail.subject or _('Letter'))[:100].replace('/', '-')}.eml"  # what stands before a slash would be lost
