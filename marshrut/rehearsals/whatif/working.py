"""The effect that plays what takes too long for a page."""

from __future__ import annotations

from typing import Any

from marshrut.jobs.registry import TakenEffect, on_effect
from marshrut.kernel.actor import Actor

from ..models import WhatIf
from . import asking, commands, saved

ROBOT = Actor.robot("whatif")
#: seconds one may take; tries
LEASE = 300.0
TRIES = 3


@on_effect(commands.EFFECT, lane="whatif", lease=LEASE, max_attempts=TRIES, inside=True)
def play(payload: dict[str, Any], effect: TakenEffect) -> None:
    row = WhatIf.objects.filter(pk=payload["whatif"], state="waiting").first()
    if row is None:
        return
    try:
        told = asking.ask(saved.question(row.asked))
    except Exception:
        if effect.attempts >= effect.max_attempts:
            commands.tell_whatif(ROBOT, whatif=row.pk, told=None, failed=True)
        raise
    commands.tell_whatif(ROBOT, whatif=row.pk, told=told.as_json() if told else None)
