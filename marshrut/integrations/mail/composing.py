"""A letter of ours as a mail: the same bytes however often it is made."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

#: lines end as the protocol wants, letters beyond ASCII are encoded
POLICY: Final = policy.SMTP.clone(max_line_length=76)
_ADDRESS: Final = re.compile(r"[!-~]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_MARK: Final = re.compile(r"letter-(\d{1,18})-(\d{1,9})-[0-9a-f]{20}")
#: signs that would begin another header
_UNFIT: Final = str.maketrans({"\r": " ", "\n": " ", "\0": ""})


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    message_id: str
    at: datetime
    sender_name: str
    sender: str
    recipients: Sequence[str]
    subject: str
    text: str
    files: Sequence[File] = ()
    #: Message-IDs of the letter it answers, and of those before that
    in_reply_to: str = ""
    references: Sequence[str] = ()


def message_id(card: int, visit: int, address: str) -> str:
    """The same for every try to send from one visit of the card; guessed by nobody who has not got the letter."""
    return f"{_mark(card, visit)}@{address.rpartition('@')[2] or 'localhost'}"


def ours(mark: str) -> bool:
    """Whether this very installation marked the mail, and not another one that writes letters in the same way."""
    found = _MARK.fullmatch(mark.strip())
    return found is not None and constant_time_compare(found[0], _mark(int(found[1]), int(found[2])))


def _mark(card: int, visit: int) -> str:
    return f"letter-{card}-{visit}-{salted_hmac('mail.letter', f'{card}-{visit}').hexdigest()[:20]}"


class NoAddress(ValueError):
    """Its text is what was typed: no server takes it."""


def recipients(typed: str) -> list[str]:
    """Addresses as people write them: with commas, semicolons or spaces between. Raises NoAddress."""
    words = typed.replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys(_plain(word.strip("<>").strip()) for word in words if "@" in word))


def _plain(address: str) -> str:
    """As servers understand it: «info@почта.рф» has a name in small Latin letters, too."""
    name, _at, domain = address.rpartition("@")
    try:
        plain = f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise NoAddress(address) from None
    if not _ADDRESS.fullmatch(plain):
        raise NoAddress(address)
    return plain


def mail(of: Outgoing) -> bytes:
    made = EmailMessage(policy=POLICY)
    made["From"] = Address(_line(of.sender_name)[:200], addr_spec=of.sender)
    made["To"] = ", ".join(of.recipients)
    made["Subject"] = _line(of.subject)[:500]
    made["Date"] = format_datetime(of.at)
    made["Message-ID"] = f"<{of.message_id}>"
    if of.in_reply_to:
        made["In-Reply-To"] = f"<{of.in_reply_to}>"
        made["References"] = " ".join(f"<{one}>" for one in _chain(of))
    made["X-Marshrut"] = of.message_id.rpartition("@")[0]
    made.set_content(of.text.replace("\0", "").replace("\r\n", "\n").rstrip() + "\n", cte="base64")
    for one in of.files:
        main, _slash, sub = _kind(one).partition("/")
        made.add_attachment(one.content, maintype=main, subtype=sub, filename=_line(one.name)[:200])
    _steady(made, of.message_id)
    return made.as_bytes()


def _chain(of: Outgoing) -> Iterable[str]:
    return dict.fromkeys([*list(of.references)[-20:], of.in_reply_to])


def _line(text: str) -> str:
    return " ".join(text.translate(_UNFIT).split())


def _kind(file: File) -> str:
    told = file.content_type if file.content_type.count("/") == 1 else ""
    if not told or told.startswith(("text/", "message/", "multipart/")):
        # texts would be re-encoded on the way: they travel as they are
        guessed = mimetypes.guess_type(file.name)[0] or ""
        told = guessed if guessed and not guessed.startswith(("text/", "message/", "multipart/")) else ""
    return told or "application/octet-stream"


def _steady(made: EmailMessage, name: str) -> None:
    """The edge between parts is made of the name, not by chance."""
    if made.is_multipart():
        made.set_boundary(f"=_{sha256(name.encode()).hexdigest()[:40]}")
