"""The kinds of history this room writes, on the subject "base:<key>"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

BASE_SET = "edocs.base_set"
BASE_REMOVED = "edocs.base_removed"
PARTY_LINKED = "edocs.party_linked"

SENTENCES = {
    BASE_SET: _("Settings of the base changed"),
    BASE_REMOVED: _("Base disconnected"),
    PARTY_LINKED: _("Party of the base linked with a company"),
}


def write(actor: Actor, base: str, what: str, /, **body: Any) -> None:
    record.append(f"base:{base}", [record.line(what, actor=actor, at=clock.now(), body=body)])
