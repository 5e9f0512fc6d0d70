"""What programs tell a card: what came from outside, what they learned. People never call these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, LiteralString

from marshrut.engine.happenings import Note, Signal
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.sql import prepared

from .. import step
from ..models import Card, Participant
from . import references, unlisting

Answer = dict[str, Any]
READ = "of a card that is read here"

#: takes away what this card had opened, from whom nothing else opens it
CLOSE: LiteralString = """
WITH gone AS (
    DELETE FROM cards_participant
    WHERE through @> ARRAY[%(card)s]::bigint[] AND through <@ ARRAY[%(card)s]::bigint[]
      AND (card_id <> ALL(%(others)s::bigint[]) OR person_id <> ALL(%(people)s::bigint[])))
UPDATE cards_participant SET through = array_remove(through, %(card)s::bigint)
WHERE through @> ARRAY[%(card)s]::bigint[] AND cardinality(through) > 1
  AND (card_id <> ALL(%(others)s::bigint[]) OR person_id <> ALL(%(people)s::bigint[]))"""
#: whoever takes part in their own right goes on doing so
OPEN: LiteralString = """
INSERT INTO cards_participant AS known (person_id, card_id, through)
SELECT person, other, ARRAY[%(card)s]::bigint[]
FROM unnest(%(people)s::bigint[]) AS person, unnest(%(others)s::bigint[]) AS other
ON CONFLICT (person_id, card_id) DO UPDATE SET through = known.through || %(card)s::bigint
WHERE known.through IS NOT NULL AND NOT known.through @> ARRAY[%(card)s]::bigint[]"""


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

    Whether its author might open them was asked when the fields were filled in. What a card that was taken back, or
    points elsewhere now, had opened is closed again to whom nothing else opened it; so it is to whoever was only listed
    on this card and is listed no more. May be repeated.
    """
    # whoever lists people anew waits: what is read here is how it stands
    Card.objects.system(READ).select_for_update().filter(pk=card).first()
    seen = step.read(actor, card)
    step.require(actor, "card.share", seen)
    unlisting.let_go(seen)
    others = _shared(seen)
    taking_part = Participant.objects.system(READ).filter(card_id=card)
    people = sorted(taking_part.values_list("person_id", flat=True)) if others else []
    prepared(CLOSE, {"card": card, "others": others, "people": people})
    prepared(OPEN, {"card": card, "others": others, "people": people})
    return {"cards": others, "people": people}


def _shared(seen: step.Seen) -> list[int]:
    """A card that ended in failure was taken back."""
    if seen.row["stage_kind"] == "failure":
        return []
    fields = seen.definition.card_type.fields
    return sorted({seen.state.fields[key] for key, one in fields.items() if one.shares and seen.state.fields.get(key)})
