"""Letters of people, told from answers of machines, delivery reports and mailings. Pure.

Nothing that is not a letter is thrown away: it is kept and shown with the reason, and a person may say it is one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from . import bounces
from .parsing import Mail

Kind = Literal["letter", "auto_reply", "bounce", "ignored", "notice"]
_DAEMONS: Final = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|bounces?[+\-].*)@", re.IGNORECASE)
_AWAY: Final = re.compile(
    r"^(?:автоответ|автоматический ответ|out of office|auto(?:matic)?[- ]?(?:reply|response)|я в отпуске)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    #: code of the reason, "" for a letter
    why: str = ""


def judge(mail: Mail, own: Collection[str], *, ours: bool = False) -> Verdict:
    """`own`: addresses of all our mailboxes, in small letters; `ours`: this installation has sent it."""
    if bounces.is_report(mail):
        return Verdict("bounce", "report")
    if ours or mail.sender in own:
        return Verdict("ignored", "own")
    if mail.marks.get("return-path", "").strip() == "<>" and _DAEMONS.match(mail.sender):
        return Verdict("bounce", "daemon")
    automatic = mail.marks.get("auto-submitted", "no").split(";")[0].strip()
    if automatic not in ("", "no"):
        return Verdict("auto_reply" if automatic == "auto-replied" or _answers(mail) else "notice", "auto_submitted")
    if any(mark in mail.marks for mark in ("x-autoreply", "x-autorespond", "x-autoresponder")):
        return Verdict("auto_reply", "auto_submitted")
    if mail.marks.get("precedence", "") == "auto_reply" or (_AWAY.match(mail.subject) and _answers(mail)):
        return Verdict("auto_reply", "away")
    if mail.marks.get("precedence", "") in ("bulk", "list", "junk"):
        return Verdict("ignored", "bulk")
    if "list-id" in mail.marks or "feedback-id" in mail.marks:
        return Verdict("ignored", "mailing")
    if mail.marks.get("return-path", "").strip() == "<>":
        return Verdict("notice", "no_return")
    return Verdict("letter")


def _answers(mail: Mail) -> bool:
    return bool(mail.in_reply_to or mail.references)
