"""Handing one mail to an SMTP server, with the one question that matters afterwards: can it have left?"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from marshrut.letters.post import Account

from . import links
from .links import Trouble


@dataclass(frozen=True, slots=True)
class Result:
    """sent: the server took it · refused: it never will · later: certainly not sent, worth another try ·
    unknown: it was handed over and the answer never came · taken: another process is at it."""

    outcome: Literal["sent", "refused", "later", "unknown", "taken"]
    words: str = ""
    #: code of `words.TROUBLES` when the trouble is ours or the network's
    code: str = ""


def send(
    account: Account,
    recipients: Sequence[str],
    raw: bytes,
    *,
    going: Callable[[], bool],
    back: Callable[[], None],
    content: float = links.CONTENT,
) -> Result:
    """`going` is asked right before the content leaves, and must be written down when it answers yes: from then on a
    death of this process means that nobody knows. `back` takes that back when the server did not want the content.
    `content`: seconds to hand it over, and again for the answer.
    """
    try:
        with links.smtp(account) as link:
            return _handed(link, account, recipients, raw, going, back, content)
    except Trouble as trouble:
        lasting = trouble.code in ("password", "no_login", "certificate", "no_tls")
        return Result("refused" if lasting else "later", trouble.words, trouble.code)


def _handed(
    link: smtplib.SMTP,
    account: Account,
    recipients: Sequence[str],
    raw: bytes,
    going: Callable[[], bool],
    back: Callable[[], None],
    content: float,
) -> Result:
    """Every recipient must be accepted: a letter that reaches half of them would be neither sent nor not."""
    if (unwanted := _unwanted(link, account.address, recipients)) is not None:
        return unwanted
    if not going():
        return Result("taken")
    begun = False
    try:
        code, answer = link.docmd("DATA")
        if code != 354:
            back()
            return _no(code, answer)
        begun = True
        if link.sock is not None:
            link.sock.settimeout(content)
        link.send(_dotted(raw))
        code, answer = link.getreply()
    except (smtplib.SMTPException, OSError) as error:
        if not begun:  # the server had not asked for the content: it has none of it
            back()
            return Result("later", links.said(error), "cut")
        return Result("unknown", links.said(error), "cut")
    if code == 250:
        with suppress(smtplib.SMTPException, OSError):
            if link.sock is not None:
                link.sock.settimeout(links.TIMEOUT)
            link.quit()
        return Result("sent", links.said(answer))
    if code >= 400:
        back()
        return _no(code, answer)
    return Result("unknown", links.said(answer))


def _unwanted(link: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> Result | None:
    """None: the sender and all recipients are accepted. That the sender is not is the trouble of the account."""
    code, answer = link.mail(sender)
    if code not in (250, 251):
        return replace(_no(code, answer), code="sender" if code >= 500 else "")
    for one in recipients:
        code, answer = link.rcpt(one)
        if code not in (250, 251):
            return _no(code, answer)
    return None


def _no(code: int, answer: object) -> Result:
    words = f"{code} {links.said(answer)}".strip()
    return Result("later" if 400 <= code < 500 or code < 0 else "refused", words)


def _dotted(raw: bytes) -> bytes:
    """As the protocol wants: lines end with CRLF, one that begins with a dot gets another, a dot alone ends it all."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n"
