"""The kinds of history this room writes, on the subject "letter:<card>"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

LINKED = "letters.linked"
UNLINKED = "letters.unlinked"
PROVED = "letters.proved"
BASELINE_SET = "letters.baseline_set"
#: one chain for what is counted over all letters
PROMISES = "letters"
MAILBOX_ADDED = "letters.mailbox_added"
MAILBOX_EDITED = "letters.mailbox_edited"
MAILBOX_REMOVED = "letters.mailbox_removed"

SENTENCES = {
    MAILBOX_ADDED: _("Mailbox {address} connected"),
    MAILBOX_EDITED: _("Mailbox settings changed"),
    MAILBOX_REMOVED: _("Mailbox {address} disconnected"),
    LINKED: _("Linked by hand with letter {other}"),
    UNLINKED: _("Parted by hand from letter {other}"),
    PROVED: _("Letters counted: registered {registered}, live {live}, final {final}, outside {outside}"),
    BASELINE_SET: _("Figures to compare with: to the answer {answered} h, to being done {done} h"),
}


def subject(card: int) -> str:
    return f"letter:{card}"


def write(actor: Actor, card: int, what: str, /, **body: Any) -> None:
    record.append(subject(card), [record.line(what, actor=actor, at=clock.now(), body=body)])


def prove(actor: Actor, body: dict[str, Any]) -> None:
    record.append(PROMISES, [record.line(PROVED, actor=actor, at=clock.now(), body=body)])


def baseline(actor: Actor, hours: dict[str, int | None], note: str) -> None:
    values = {"note": note} if note else None
    record.append(PROMISES, [record.line(BASELINE_SET, actor=actor, at=clock.now(), body=hours, values=values)])
