"""What the control of letters asks: what names them, and which are done while their answer has not left (A3.3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db import connection

from marshrut.cards import gate
from marshrut.crm import queries as crm
from marshrut.kernel.actor import Actor

from ..models import Letter
from ..types import letter_types


@dataclass(frozen=True, slots=True)
class Head:
    """What names a letter in a list. `partner` is the counterparty."""

    direction: Literal["in", "out"]
    number: str
    dated: date | None
    subject: str
    partner: str


def heads(cards: Collection[int]) -> dict[int, Head]:
    """Of letters that the reader sees: nothing is asked here. Two queries."""
    rows = list(Letter.objects.filter(card__in=cards)) if cards else []
    names = crm.describe({row.company_id for row in rows if row.company_id})
    return {
        row.card: Head(
            "in" if row.direction == "in" else "out",
            row.number,
            row.dated,
            row.subject,
            names[row.company_id].name if row.company_id in names else "",
        )
        for row in rows
    }


def unanswered(actor: Actor) -> tuple[int, ...]:
    """Incoming letters the actor sees that are done, or wait for their answer, while no answer has left. One query.

    An answer that was withdrawn after the letter was done counts; one that was given up before it was done does not.
    """
    types = letter_types()
    incoming = [key for key, kind in types.items() if kind.letter and kind.letter.direction == "in"]
    outgoing = [key for key, kind in types.items() if kind.letter and kind.letter.direction == "out"]
    if not incoming or not outgoing:
        return ()
    seen = gate.visible_to(actor).filter(type__in=incoming, stage_kind__in=("work", "success")).order_by()
    inside, parameters = seen.values_list("id", "visit", "stage_kind", "finished_at").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH visible AS ({inside}) {_UNANSWERED}", [*parameters, outgoing, outgoing, outgoing])
        return tuple(row[0] for row in cursor.fetchall())


_UNANSWERED: Final = """, answers AS MATERIALIZED (
    SELECT l.other AS id, o.stage_kind, o.finished_at
    FROM cards_card o JOIN letters_link l ON l.card = o.id AND l.kind = 'reply'
    WHERE o.type = ANY(%s) AND o.stage_kind <> 'success'
)
SELECT v.id FROM visible v WHERE v.stage_kind = 'work' AND EXISTS (
    SELECT 1 FROM cards_child k LEFT JOIN cards_card o ON o.id = k.child_id
    WHERE k.card_id = v.id AND k.visit = v.visit AND k.state = 'awaited' AND (o.id IS NULL OR o.type = ANY(%s)))
UNION
SELECT v.id FROM visible v JOIN answers a ON a.id = v.id
WHERE v.stage_kind = 'success' AND (a.stage_kind <> 'failure' OR a.finished_at > v.finished_at) AND NOT EXISTS (
    SELECT 1 FROM letters_link l JOIN cards_card o ON o.id = l.card
    WHERE l.other = v.id AND l.kind = 'reply' AND o.type = ANY(%s) AND o.stage_kind = 'success')"""
