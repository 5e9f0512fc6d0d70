"""What programs tell a card: what came from outside, what they learned. People never call these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.engine.happenings import Note, Signal
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import step
from ..models import Participant
from . import references

Answer = dict[str, Any]


@command("card.signal", own_transaction=True)
def signal_card(
    actor: Actor,
    *,
    card: int,
    key: str,
    visit: int | None = None,
    note: str = "",
    fields: Mapping[str, Any] | None = None,
) -> Answer:
    """The outside tells what the present stage of the card waits for: the signal `key`, with raw values (files by ids).

    Conflict `signal_unknown` when the stage does not wait for it, `signal_stale` when `visit` is over.
    """
    given = dict(fields or {})
    happening = Signal(key, visit, note, given)
    return step.run(actor, "card.signal", happening, card=card, check=references.check(actor, given))


@command("card.note", own_transaction=True)
def note_card(actor: Actor, *, card: int, fields: Mapping[str, Any]) -> Answer:
    """Write down what a program learned, on any stage, the final ones as well. Nothing new: no change."""
    happening = Note(dict(fields))
    return step.run(actor, "card.note", happening, card=card, check=references.check(actor, fields))


@command("card.share")
def share_card(actor: Actor, *, card: int) -> Answer:
    """Whoever takes part in the card sees the cards that its sharing fields point at; returns {"cards", "people"}.

    Whether its author might open them was asked when the fields were filled in. May be repeated.
    """
    seen = step.read(actor, card)
    step.require(actor, "card.share", seen)
    fields = seen.definition.card_type.fields
    others = sorted(
        {seen.state.fields[key] for key, one in fields.items() if one.shares and seen.state.fields.get(key)}
    )
    taking_part = Participant.objects.system("of a card that was read").filter(card_id=card)
    people = sorted(taking_part.values_list("person_id", flat=True)) if others else []
    Participant.objects.system("of cards that this one shares").bulk_create(
        [Participant(person_id=person, card_id=other) for other in others for person in people], ignore_conflicts=True
    )
    return {"cards": others, "people": people}
