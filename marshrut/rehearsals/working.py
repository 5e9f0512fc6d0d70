"""What the worker does: long rehearsals are played, old ones go."""

from __future__ import annotations

from functools import partial
from typing import Any

from marshrut.jobs.registry import TakenEffect, on_effect, on_housekeeping
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Refused

from . import commands
from .commands import rehearsing
from .models import Rehearsal
from .playing import staging
from .queries.rehearsals import asked_of

ROBOT = Actor.robot("rehearsals")
#: seconds one may take; tries
LEASE = 600.0
TRIES = 2


@on_effect(rehearsing.EFFECT, lane="rehearsals", lease=LEASE, max_attempts=TRIES, inside=True)
def play(payload: dict[str, Any], effect: TakenEffect) -> None:
    row = Rehearsal.objects.select_related("draft").filter(pk=payload["rehearsal"], state="waiting").first()
    if row is None:
        return
    try:
        outcome = staging.played(_route(row), ROBOT, asked_of(row), partial(_note, row.pk))
    except Refused:
        commands.note_progress(ROBOT, rehearsal=row.pk)
    except Exception:
        if effect.attempts >= effect.max_attempts:
            commands.note_progress(ROBOT, rehearsal=row.pk)
        raise
    else:
        commands.keep_rehearsal(ROBOT, rehearsal=row.pk, outcome=outcome)


def _route(row: Rehearsal) -> staging.Route:
    if row.draft is not None:
        return staging.of_files(row.draft.files, row.card_type)
    return staging.of_version(row.card_type, row.installed)


def _note(rehearsal: int, cards: int) -> None:
    commands.note_progress(ROBOT, rehearsal=rehearsal, cards=cards)


@on_housekeeping("rehearsals.tidy", every_seconds=3600)
def tidy() -> None:
    commands.tidy_rehearsals(Actor.system())
