"""Whether a letter can leave by e-mail at all, asked before the button works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards import leaving
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel import sealing

from .queries import mailboxes


def why_not(card_type: CardType, fields: Mapping[str, Any]) -> str:
    letter = card_type.letter
    if letter is None:
        return ""
    try:
        found = mailboxes.sending_for(fields.get(letter.organisation or ""))
    except sealing.Unreadable:  # there is one: what is wrong with it the sending says
        return ""
    if found is not None:
        return ""
    return _(
        "This organisation has no mailbox to send letters from. Send the letter in another way, or ask an"
        " administrator to connect a mailbox."
    )


def register() -> None:
    leaving.register("send_letter", why_not)
