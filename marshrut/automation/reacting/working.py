"""What the worker does for reactions: a turn asks each that fits, each is done once."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import translation

from marshrut.automation import commands
from marshrut.edocs import queries as edocs
from marshrut.jobs import effects
from marshrut.jobs.registry import TakenEffect, on_effect

from ..models import Reaction
from . import doing, mailing, rules
from .job import ROBOT, Came, Job

#: what the room of e-documents tells of each turn: {"turn": id}
TURNED: Final = "edoc_turned"
REACT: Final = "react"


def register() -> None:
    on_effect(TURNED, inside=True)(turned)
    on_effect(REACT, lease=60, inside=True)(react)
    on_effect(mailing.EFFECT, lane="mail", lease=30, max_attempts=6)(mailing.send)


@transaction.atomic
def turned(payload: dict[str, Any], effect: TakenEffect) -> None:
    """An effect for each reaction that fits; what came with the first filling and what cannot be says nothing."""
    turn = edocs.turn(payload["turn"])
    if turn is None or turn.silent or turn.suspicious:
        return
    commands.lay_out_reactions(ROBOT)
    fitting = [
        one
        for one in Reaction.objects.filter(event=turn.event, active=True, removed=False).order_by("position", "pk")
        if not rules.unfit(one, turn)
    ]
    effects.enqueue(
        [
            effects.row(
                REACT,
                f"{REACT}:{one.pk}:{turn.id}",
                payload={"reaction": one.pk, "turn": turn.id},
                subject=turn.card,
            )
            for one in fitting
        ]
    )


def react(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    """All of it or nothing: a worker that is killed leaves no trace, and the next begins anew."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        turn = edocs.turn(payload["turn"])
        if turn is None:
            return None
        taken = commands.take_reaction(ROBOT, reaction=payload["reaction"], turn=turn.id, card=turn.card)
        if taken is None:
            return None
        came = _came(Reaction.objects.get(pk=payload["reaction"]), turn, taken)
        commands.settle_reaction(
            ROBOT, fired=taken["fired"], state=came.state, code=came.code, said=came.said, made=came.made
        )
    return str(came.made or "") or None


def _came(reaction: Reaction, turn: edocs.TurnInfo, taken: dict[str, Any]) -> Came:
    why = taken["why"] or rules.too_late(reaction, turn)
    return Came("skipped", why) if why else doing.perform(Job(reaction, turn, taken["fired"]))
