"""The daily proof: registered = live + final (A3.6)."""

from __future__ import annotations

from typing import Any

from marshrut.calendars.queries import today
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import events, rights
from ..models import Proof
from ..queries import proof


@command(rights.PROVE)
def prove(actor: Actor, *, key: str | None = None) -> dict[str, Any]:
    """Count now; one row a day in the company's zone, a later count of the day takes its place.

    Returns {"day", "registered", "live", "final", "outside": [rows of `queries.proof.Outside`]}.
    """
    access.require(actor, rights.PROVE)
    found, day = proof.counted(), today()
    figures = {"registered": found.registered, "live": found.live, "final": found.final}
    outside = [one.as_json() for one in found.outside]
    Proof.objects.update_or_create(day=day, defaults={**figures, "outside": outside, "at": clock.now()})
    events.prove(actor, {"day": day.isoformat(), **figures, "outside": len(outside)})
    return {"day": day.isoformat(), **figures, "outside": outside}
