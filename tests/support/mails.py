"""Mails as they come: of good programs, of old ones and of people who mean harm. Bytes, written by hand."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

AT = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def letter(
    subject: str = "О сроках поставки",
    text: str = "Добрый день! Просим подтвердить сроки поставки.",
    *,
    sender: str = "Пётр Громов <gromov@romashka.example>",
    to: str = "office@company.example",
    message_id: str = "<one@romashka.example>",
    files: Iterable[tuple[str, bytes]] = (("Письмо.pdf", PDF),),
    at: datetime = AT,
    **headers: str,
) -> bytes:
    """A letter of a good program. Headers are written with underscores."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, format_datetime(at)
    if message_id:
        made["Message-ID"] = message_id
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    for name, content in files:
        kind = ("application", "pdf") if name.endswith(".pdf") else ("application", "octet-stream")
        made.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
    return made.as_bytes()


def raw(headers: str, body: bytes = b"", charset: str = "utf-8") -> bytes:
    """As it stands: eight-bit letters of a header in `charset`."""
    return headers.strip().replace("\n", "\r\n").encode(charset) + b"\r\n\r\n" + body


def encoded(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def bounce(about: str, *, recipient: str = "gromov@romashka.example", action: str = "failed", status: str = "5.1.1",
           words: str = "550 5.1.1 User unknown") -> bytes:  # fmt: skip
    """A delivery report by RFC 3464 on our mail `about` (Message-ID without brackets)."""
    return raw(
        """
From: MAILER-DAEMON@mx.romashka.example
To: office@company.example
Return-Path: <>
Subject: Undelivered Mail Returned to Sender
Date: Wed, 01 Jul 2026 12:40:00 +0300
Message-ID: <report-1@mx.romashka.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"
""",
        f"""--edge
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.romashka.example.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.romashka.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--edge
Content-Type: message/rfc822

From: office@company.example
To: {recipient}
Subject: =?utf-8?b?0J7RgtCy0LXRgg==?=
Message-ID: <{about}>

...
--edge--
""".replace("\n", "\r\n").encode(),
    )


def auto_reply(about: str) -> bytes:
    return letter(
        "Автоответ: О сроках поставки",
        "Я в отпуске до 15 июля.",
        message_id="<away@romashka.example>",
        files=(),
        Auto_Submitted="auto-replied",
        In_Reply_To=f"<{about}>",
    )
