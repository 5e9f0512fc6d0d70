"""Delivery reports, by RFC 3464 and without it: which letter of ours did not arrive, and why. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from . import charsets
from .parsing import Mail

_FIELD: Final = re.compile(r"^([A-Za-z-]{3,60}):[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_ID: Final = re.compile(r"^Message-ID:\s*<([^<>\s]{3,500})>", re.IGNORECASE | re.MULTILINE)
_DAEMON: Final = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon)@", re.IGNORECASE)
_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Report:
    """`about`: Message-IDs the report may be about, the surest first."""

    outcome: Literal["failed", "delayed", "delivered"]
    about: tuple[str, ...]
    recipient: str = ""
    #: the server's code, like "5.1.1", and its words
    status: str = ""
    words: str = ""


def is_report(mail: Mail) -> bool:
    return bool(mail.reports) or "x-failed-recipients" in mail.marks or _from_daemon(mail)


def read(mail: Mail) -> Report:
    """What the report says; without a readable part of it: that a letter failed, and which ones are named."""
    told = next((text for kind, text in mail.reports if kind.endswith("delivery-status")), "")
    fields: dict[str, str] = {}
    for found in _FIELD.finditer(told.replace("\r\n", "\n")):
        name, value = found[1].lower(), " ".join(found[2].split())
        # of several recipients the one that failed is what matters
        if name not in fields or (name == "action" and value.lower() == "failed"):
            fields[name] = value
    read_receipt = any(kind.endswith("disposition-notification") for kind, _text in mail.reports)
    status = (_STATUS.search(fields.get("status", "")) or _STATUS.search(mail.whole) or [""])[0]
    return Report(
        "delivered" if read_receipt else _outcome(fields.get("action", "").lower(), status),
        about(mail),
        _address(fields.get("final-recipient") or fields.get("original-recipient") or "") or _failed(mail),
        status,
        charsets.header(_words(fields.get("diagnostic-code", "")) or _said(mail))[:500],
    )


def about(mail: Mail) -> tuple[str, ...]:
    returned = [one for kind, text in mail.reports if not kind.endswith("-status") for one in _ID.findall(text)]
    named = _ID.findall(mail.whole)
    return tuple(filter(None, dict.fromkeys([*returned, *named, mail.in_reply_to, *reversed(mail.references)])))


def _outcome(action: str, status: str) -> Literal["failed", "delayed", "delivered"]:
    if action in ("delivered", "relayed", "expanded"):
        return "delivered"
    if action == "delayed" or (not action and status.startswith("4")):
        return "delayed"
    return "failed"


def _from_daemon(mail: Mail) -> bool:
    return bool(_DAEMON.match(mail.sender)) and mail.marks.get("return-path", "<>").strip() == "<>"


def _address(raw: str) -> str:
    return raw.rpartition(";")[2].strip().strip("<>").lower()


def _failed(mail: Mail) -> str:
    return mail.marks.get("x-failed-recipients", "").split(",")[0].strip()


def _words(raw: str) -> str:
    return raw.partition(";")[2].strip() or raw


def _said(mail: Mail) -> str:
    """A line of the text that speaks like a server."""
    lines = [line.strip() for line in mail.whole.split("\n")]
    return next((line for line in lines if re.search(r"\b5\d\d\b|\b5\.\d\.\d", line)), "")
