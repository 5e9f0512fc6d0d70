"""The kinds of history this room writes; subjects are "reaction:<id>"."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

ADDED: Final = "reaction.added"
EDITED: Final = "reaction.edited"
SWITCHED_ON: Final = "reaction.switched_on"
SWITCHED_OFF: Final = "reaction.switched_off"
REMOVED: Final = "reaction.removed"
SENTENCES: Final = {
    ADDED: _("Reaction added"),
    EDITED: _("Reaction changed"),
    SWITCHED_ON: _("Reaction switched on"),
    SWITCHED_OFF: _("Reaction switched off"),
    REMOVED: _("Reaction removed"),
}


def subject(reaction: int) -> str:
    return f"reaction:{reaction}"
