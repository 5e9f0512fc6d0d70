"""The kinds of history this room writes, on the subject "carrier:<code>"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

CARRIER_SET = "shipments.carrier_set"
CARRIER_REMOVED = "shipments.carrier_removed"

SENTENCES = {
    CARRIER_SET: _("Settings of the carrier changed"),
    CARRIER_REMOVED: _("Carrier disconnected"),
}


def write(actor: Actor, carrier: str, what: str, /, **body: Any) -> None:
    record.append(f"carrier:{carrier}", [record.line(what, actor=actor, at=clock.now(), body=body)])
