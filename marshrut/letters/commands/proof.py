"""The daily proof: registered = live + final."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import rights


@command(rights.PROVE)
def prove(actor: Actor, *, day: date | None = None) -> dict[str, Any]:
    """Returns {"day", "registered", "live", "final", "outside"}."""
    access.require(actor, rights.PROVE)
    return {"day": day.isoformat() if day else None, "registered": 0, "live": 0, "final": 0, "outside": []}
