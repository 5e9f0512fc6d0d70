"""Guests: who sees a card only because another card, on which they take part, shares it. They pass it on to nobody."""

from __future__ import annotations

from dataclasses import replace

from . import rights
from .models import Participant
from .step import Seen


def through(person: int, seen: Seen) -> list[int] | None:
    """The cards that opened this one to a guest; None for whoever may talk on it in their own right."""
    if seen.id is None or not seen.facts.participant:
        return None
    rows = Participant.objects.system("of a card that was read").filter(card_id=seen.id, person_id=person)
    found: list[int] | None = rows.values_list("through", flat=True).first()
    if found is None:
        return None
    alone = replace(seen.facts, participant=False)
    return None if rights.allowed(seen.grants, "comment", person, seen.chart, alone) else found
