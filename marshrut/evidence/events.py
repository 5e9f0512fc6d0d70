"""The kinds of history this room writes, on one chain: who asked for what, and the checksums of what was made."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

SUBJECT = "evidence"
ASKED = "evidence.asked"
BUILT = "evidence.built"
FAILED = "evidence.failed"
REMOVED = "evidence.removed"

SENTENCES = {
    ASKED: _("Archive № {archive} asked for: {title}"),
    BUILT: _("Archive № {archive} is built: {cards} cards, SHA-256 {sha256}"),
    FAILED: _("Archive № {archive} could not be built: {why}"),
    REMOVED: _("Archive № {archive} removed"),
}


def write(actor: Actor, what: str, body: dict[str, Any], /, **values: Any) -> None:
    record.append(SUBJECT, [record.line(what, actor=actor, at=clock.now(), body=body, values=values or None)])
