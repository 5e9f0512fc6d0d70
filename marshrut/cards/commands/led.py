"""Cards that a source outside leads: made and placed by programs, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import many


@dataclass(frozen=True, slots=True)
class Adopted:
    """A card that the source has and we do not. `key`: the same whenever it is told again, "" for none."""

    key: str
    #: whose card it is
    author: int
    stage: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the source has a card now; raw values of the fields that it fills, and why in its words."""

    card: int
    stage: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@command("card.adopt")
def adopt_cards(actor: Actor, *, card_type: str, rows: Sequence[Adopted], quiet: bool = False) -> dict[str, int]:
    """Make the cards, all or none; answers with the card of each key, also of those that were adopted before.

    `quiet`: no robots, tasks, timers or notices. Values that no field can hold are cut or left out.
    """
    return many.adopt(actor, card_type, [(row.key, row.author, row.stage, row.fields) for row in rows], quiet=quiet)


@command("card.place")
def place_cards(actor: Actor, *, rows: Sequence[Placed]) -> dict[int, str]:
    """Put each card on the stage where the source has it, from any other; on the same one only the fields are written.

    Each is named once. Nothing new: no change. What is answered: those that could not be placed, and why.
    """
    refused = many.place(actor, [(row.card, row.stage, row.fields, row.note) for row in rows])
    return {card: str(trouble) for card, trouble in refused.items()}
