"""The kinds of history this room writes, on the subject "letter:<card>"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

LINKED = "letters.linked"
UNLINKED = "letters.unlinked"

SENTENCES = {
    LINKED: _("Linked by hand with letter {other}"),
    UNLINKED: _("Link by hand with letter {other} removed"),
}


def subject(card: int) -> str:
    return f"letter:{card}"


def write(actor: Actor, card: int, what: str, /, **body: Any) -> None:
    record.append(subject(card), [record.line(what, actor=actor, at=clock.now(), body=body)])
