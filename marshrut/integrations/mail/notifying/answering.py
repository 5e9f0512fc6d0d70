"""Answers to notices, and notices that came back, in a mailbox of letters: they are heard and make no letter.

A company may well have one mailbox only. Whoever reads it first tells; the other one knows it by its content.
"""

from __future__ import annotations

from marshrut.channels import commands
from marshrut.channels.queries import active
from marshrut.letters.post import Account

from ..drafting import ACTOR
from ..parsing import Mail
from . import hearing
from .email_wire import CODE


def heard(account: Account, mail: Mail) -> str | None:
    """A note for the journal; None for a mail that has nothing to do with notices."""
    found = list(hearing.of_mail(account.address.lower(), mail))
    if not found or CODE not in active():
        return None
    commands.hear(ACTOR, channel=CODE, updates=found)
    return "notice_returned" if found[0].heard == "bounce" else "notice_answered"
