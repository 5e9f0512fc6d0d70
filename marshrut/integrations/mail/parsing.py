"""A raw mail into what we keep of it. Pure; never raises, whatever the bytes are.

The raw mail is kept beside, so what is left out here is not lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import Any, Final

from . import addresses, charsets, pages, quotes
from .naming import attachment_name

#: nesting of parts, and parts of one mail, that are looked at
DEEPEST, MOST_PARTS, MOST_FILES = 30, 500, 100
#: characters of text that are kept on a card; the raw mail has them all
LONGEST: Final = 20_000
#: bytes of a text part that are decoded
TEXT_BYTES: Final = 4_000_000
#: bytes of a picture inside the text that may be a scan: smaller ones are logos of signatures
SCAN: Final = 60_000
_ID: Final = re.compile(r"<([^<>\s]{3,500})>")
_STRUCTURE: Final = ("content-type", "content-disposition", "content-transfer-encoding", "content-id")


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    #: without angle brackets; made of the content when the mail has none
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sender: str
    sender_name: str
    #: addresses of To and Cc
    recipients: tuple[str, ...]
    subject: str
    #: aware; None when the mail has no date or an impossible one
    at: datetime | None
    #: what was written this time, and all of it with quoted letters
    fresh: str
    whole: str
    attached: tuple[Attached, ...]
    #: headers that tell letters from machines, in small letters
    marks: dict[str, str] = field(default_factory=dict)
    #: parts of a delivery report: type -> text
    reports: tuple[tuple[str, str], ...] = ()
    #: SHA-256 of who, when and what, whichever way the mail came
    digest: str = ""
    #: codes of what the secretary should know: winmail, deep, many
    doubts: tuple[str, ...] = ()


MARKS: Final = (
    "auto-submitted", "precedence", "return-path", "x-auto-response-suppress", "x-autoreply", "x-autorespond",
    "x-autoresponder", "list-id", "list-unsubscribe", "feedback-id", "x-failed-recipients", "reply-to", "x-loop",
    "x-marshrut", "authentication-results",
)  # fmt: skip


def read(raw: bytes) -> Mail:
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        doubts: set[str] = set()
    except Exception:  # noqa: BLE001 - RecursionError of thousands of nested parts, and whatever the parser stumbles over
        message = heading(raw)
        doubts = {"deep"}
    return _told(message, doubts)


def heading(raw: bytes) -> Message[str, str]:
    """Only the headers."""
    end = re.search(rb"\r?\n\r?\n", raw)
    return BytesHeaderParser(policy=policy.compat32).parsebytes(raw[: end.start()] if end else raw[:100_000])


def read_heading(raw: bytes) -> Mail:
    """A mail too large to be fetched, by its headers."""
    return _told(heading(raw), {"large"})


def _told(message: Message[str, str], doubts: set[str]) -> Mail:
    parts = list(_parts(message, doubts)) if "deep" not in doubts and "large" not in doubts else []
    page = "".join(_text(part.message) for part in parts if part.kind == "text/html")
    written = "\n".join(found for part in parts if part.kind == "text/plain" and (found := _text(part.message).strip()))
    whole = written.replace("\r\n", "\n").replace("\r", "\n") or (pages.plain(page) if page else "")
    shown_inside = pages.pictures(page)
    attached = tuple(_attachments(parts, shown_inside, doubts))
    (name, sender) = addresses.sender(_header(message, "from"))
    at = _date(_header(message, "date"))
    whole = whole[:LONGEST]
    clean = whole.replace(pages.QUOTED + "\n", "").replace(pages.QUOTED, "")
    subject = charsets.header(_header(message, "subject"))[:500]
    digest = _digest(sender, at, subject, clean, attached)
    own_id = _ids(_header(message, "message-id"))
    return Mail(
        message_id=own_id[0] if own_id else f"{digest[:40]}@no-message-id",
        in_reply_to=next(iter(_ids(_header(message, "in-reply-to"))), ""),
        references=tuple(_ids(_header(message, "references"))[-100:]),
        sender=sender,
        sender_name=name,
        recipients=tuple(addresses.several(_header(message, "to"), _header(message, "cc"))),
        subject=subject,
        at=at,
        fresh=quotes.fresh(whole),
        whole=clean,
        attached=attached,
        marks={mark: charsets.header(found).lower() for mark in MARKS if (found := _header(message, mark))},
        reports=tuple(_reports(message, parts)),
        digest=digest,
        doubts=tuple(sorted(doubts)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    message: Message[str, str]
    #: content type, or "file"
    kind: str
    related: bool


def _parts(message: Message[str, str], doubts: set[str]) -> Iterator[_Part]:
    """Leaves in reading order. Of alternatives with plain text the page is left out."""
    waiting: list[tuple[Message[str, str], int, bool]] = [(message, 0, False)]
    seen = 0
    while waiting:
        part, depth, related = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            doubts.add("deep")
            continue
        _mend(part)
        kind = part.get_content_type()
        inside = part.get_payload()
        if kind.startswith("multipart/") and isinstance(inside, list):
            related = related or kind == "multipart/related"
            below = [one for one in inside if isinstance(one, Message)]
            if kind == "multipart/alternative":
                below = _best(below)
            waiting += [(one, depth + 1, related) for one in reversed(below)]
        else:
            text = kind in ("text/plain", "text/html") and not _is_file(part)
            yield _Part(part, kind if text else "file", related)


def _best(alternatives: list[Message[str, str]]) -> list[Message[str, str]]:
    """Plain text when there is any, with whatever else is neither text nor page (invitations, pictures)."""
    kinds = [one.get_content_type() for one in alternatives]
    if "text/plain" not in kinds:
        return alternatives
    plain = alternatives[kinds.index("text/plain")]
    if not _text(plain).strip():
        return [one for one in alternatives if one is not plain]
    return [one for one, kind in zip(alternatives, kinds, strict=True) if kind != "text/html"]


def _is_file(part: Message[str, str]) -> bool:
    disposition = _quietly(part.get_content_disposition, None)
    return disposition == "attachment" or (bool(_quietly(part.get_filename, None)) and disposition != "inline")


def _text(part: Message[str, str]) -> str:
    raw = _content(part)[:TEXT_BYTES]
    return charsets.text(raw, str(_quietly(part.get_content_charset, None) or ""))


def _content(part: Message[str, str]) -> bytes:
    found = _quietly(lambda: part.get_payload(decode=True), b"")
    return found if isinstance(found, bytes) else b""


def _attachments(parts: list[_Part], shown: frozenset[str], doubts: set[str]) -> Iterator[Attached]:
    count = 0
    for part in parts:
        if part.kind != "file":
            continue
        kind = part.message.get_content_type()
        if kind in _REPORTS:
            continue
        name = attachment_name(part.message)
        if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
            doubts.add("winmail")
            continue
        content = _enclosed(part.message) if kind.startswith("message/") else _content(part.message)
        if not content or _decoration(part, kind, content, shown):
            continue
        count += 1
        if count > MOST_FILES:
            doubts.add("many")
            return
        yield Attached(name, kind, content)


def _decoration(part: _Part, kind: str, content: bytes, shown: frozenset[str]) -> bool:
    """A logo or a smile inside the text; a picture large enough to be a scan stays a file."""
    if not kind.startswith("image/") or len(content) >= SCAN:
        return False
    identity = str(part.message.get("content-id") or "").strip().strip("<>")
    return bool(identity) and (identity in shown or part.related)


def _enclosed(part: Message[str, str]) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list) and inside:
        found = _quietly(inside[0].as_bytes, b"")  # type: ignore[union-attr]
        return found if isinstance(found, bytes) else b""
    return _content(part)


_REPORTS: Final = ("message/delivery-status", "message/global-delivery-status", "text/rfc822-headers",
                   "message/global-headers", "message/disposition-notification")  # fmt: skip


def _reports(message: Message[str, str], parts: list[_Part]) -> Iterator[tuple[str, str]]:
    if message.get_content_type() != "multipart/report":
        return
    for part in parts:
        kind = part.message.get_content_type()
        if kind in _REPORTS or kind in ("message/rfc822", "message/global"):
            raw = _enclosed(part.message) if kind.startswith("message/") else _content(part.message)
            if kind.endswith("delivery-status"):
                raw = b"\n\n".join(_blocks(part.message)) or raw
            yield kind, charsets.text(raw[:100_000])


def _blocks(part: Message[str, str]) -> list[bytes]:
    """The parser makes a message of each block of a delivery report."""
    inside = part.get_payload()
    blocks = [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []
    return [found for one in blocks[:100] if isinstance(found := _quietly(one.as_bytes, b""), bytes)]


def _mend(part: Message[str, str]) -> None:
    """Eight-bit letters in the headers of structure become letters: the library shows them as question marks."""
    for name, value in part.raw_items():
        if name.lower() in _STRUCTURE and not str(value).isascii():
            part.replace_header(name, charsets.unescaped(str(value)))


def _header(message: Message[str, str], name: str) -> str:
    """The first such header as it stands in the mail, eight-bit letters escaped."""
    return next((str(value) for key, value in message.raw_items() if key.lower() == name), "")[:200_000]


def _ids(raw: str) -> list[str]:
    found = _ID.findall(raw) or ([raw.strip()] if re.fullmatch(r"[^\s<>]{3,500}@[^\s<>]{1,300}", raw.strip()) else [])
    return [charsets.unescaped(one) for one in dict.fromkeys(found)]


def _date(raw: str) -> datetime | None:
    with suppress(Exception):  # the library raises several kinds of error on impossible dates
        found = parsedate_to_datetime(raw[:200])
        if 1990 <= found.year <= 2200:
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _digest(sender: str, at: datetime | None, subject: str, text: str, attached: tuple[Attached, ...]) -> str:
    whole = hashlib.sha256()
    for piece in (sender, at.isoformat() if at else "", subject, text):
        whole.update(f"{len(piece)}:{piece}".encode())
    for one in attached:
        whole.update(hashlib.sha256(one.content).digest())
    return whole.hexdigest()


def _quietly(act: Any, otherwise: Any) -> Any:
    """Parameters of headers and bodies are a stranger's: what the library cannot read is as if it were not there."""
    try:
        return act()
    except Exception:  # noqa: BLE001 - LookupError, ValueError, TypeError, binascii.Error, RecursionError ...
        return otherwise
