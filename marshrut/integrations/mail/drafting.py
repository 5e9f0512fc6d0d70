"""The card of a letter that came by mail: which type, which fields, to which letters it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.letters import Letter
from marshrut.definitions.schema.pack import CardType, Field
from marshrut.kernel.actor import Actor
from marshrut.letters import queries as letters
from marshrut.letters.post import Account
from marshrut.letters.rules import numbers

from . import senders
from .links import Trouble
from .papers import Kept
from .parsing import Mail

ACTOR: Final = Actor.robot("mail")
#: the signal by which a draft sets out
FROM_MAIL: Final = "from_mail"


def card_type() -> CardType:
    """The type whose drafts wait for letters from a mailbox. Raises Trouble when no pack has one."""
    for version in definitions.active():
        for one in version.pack.card_types:
            if one.letter and one.letter.direction == "in" and any(s.key == FROM_MAIL for s in one.start.signals):
                return one
    raise Trouble("no_type")


def fields(of: CardType, mail: Mail, kept: Kept, account: Account) -> dict[str, Any]:
    """Raw values of the new card, only those that fit their fields."""
    letter = of.letter
    assert letter is not None
    sender = senders.known(ACTOR, mail, account.organisation)
    found = letters.suggest_thread(
        in_reply_to=mail.in_reply_to, references=mail.references, subject=mail.subject, body=mail.fresh,
        company=sender.company,
    )  # fmt: skip
    own = own_number(mail)
    told = {
        letter.paper: [kept.paper],
        letter.more: list(kept.more),
        letter.partner: sender.company or (found.company if found else None),
        letter.contact: sender.contact,
        letter.project: found.project if found else None,
        letter.subject: _subject(mail),
        letter.their_number: own.number if own else None,
        letter.their_date: own.day.isoformat() if own and own.day else None,
        letter.organisation: account.organisation,
        letter.addressee: account.addressee,
        letter.address: mail.sender,
        letter.body: mail.fresh,
        letter.way: "email",
    }
    told |= _tie(of, found) if found else {}
    return {key: value for key, value in _fitting(of, letter, told) if value not in (None, "", [])}


def own_number(mail: Mail) -> numbers.Quoted | None:
    """«Исх. № 45 от 01.07.2026» in the subject or in the name of a file is the sender's own number."""
    for text in (mail.subject, *(one.name.rpartition(".")[0].replace("_", " ") for one in mail.attached)):
        for one in numbers.quoted(text):
            if one.sure and one.whose != "yours" and "ваш" not in text.lower() and "на №" not in text.lower():
                return one
    return None


def _subject(mail: Mail) -> str:
    plain = mail.subject
    while (head := plain.partition(":"))[1] and head[0].strip().lower() in {"re", "fw", "fwd", "ответ", "на", "пер"}:
        plain = head[2].strip()
    return plain or _("(no subject)")


def _tie(of: CardType, found: letters.Suggestion) -> dict[str | None, Any]:
    """The field that says what the letter is to the one it belongs to."""
    other = letters.letter_of(ACTOR, found.card)
    if other is None:
        return {}
    wanted = "reply" if other.direction == "out" else "follow_up"
    for key, field in of.fields.items():
        if field.link == wanted and (not _types(field) or other.type in _types(field)):
            return {key: [found.card] if field.several else found.card}
    return {}


def _types(field: Field) -> tuple[str, ...]:
    told = field.card_type
    return (told,) if isinstance(told, str) else tuple(told or ())


def _fitting(of: CardType, letter: Letter, told: dict[str | None, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in told.items():
        if key is None:
            continue
        field = of.fields[key]
        if field.kind in ("text", "long_text") and isinstance(value, str):
            yield key, value[: field.max_length]
        elif field.kind == "choice":
            yield key, value if value in {one.key for one in field.choices} else None
        else:
            yield key, value
