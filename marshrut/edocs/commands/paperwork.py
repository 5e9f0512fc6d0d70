"""Cards of paperwork that wait for documents (A0.6): found, and told once when all are signed. Private steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marshrut.calendars.queries import day_of
from marshrut.cards.queries.awaiting import Awaiting, awaiting
from marshrut.jobs import effects

from ..models import EDoc, Turn
from ..rules import paperwork
from ..rules.turns import SIGNED
from . import steps

#: what such a card waits for
SIGNED_EDO: Final = "signed_edo"


def find(rows: Sequence[EDoc]) -> None:
    """Put the rows to the cards that wait for them, where no person has put them anywhere."""
    open_ones = [row for row in rows if _wanted(row)]
    companies = {row.company_id for row in open_ones if row.company_id is not None}
    there = [_waiting(one) for one in awaiting(SIGNED_EDO, companies=companies)] if companies else []
    if not there:
        return
    for row in open_ones:
        row.about_id = paperwork.card_of(_paper(row), there)


def hear(made: Sequence[Turn]) -> None:
    """Cards whose documents were signed just now are told soon."""
    told = [one for one in made if one.event in SIGNED and not one.suspicious and one.edoc.about_id]
    effects.enqueue(
        [effects.row(steps.SIGNAL, f"edoc_signal:{one.edoc_id}:{one.n}", subject=one.edoc.about_id) for one in told]
    )


def _wanted(row: EDoc) -> bool:
    return row.about_id is None and "about" not in row.by_hand and row.company_id is not None and not row.silent


def _waiting(one: Awaiting) -> paperwork.Waiting:
    return paperwork.Waiting(one.card, one.company or 0, one.deal, one.numbers, day_of(one.created_at))


def _paper(row: EDoc) -> paperwork.Paper:
    texts = (row.contract, *row.bases, row.comment)
    return paperwork.Paper(row.kind, row.direction, row.company_id or 0, row.deal_id, texts, row.day)


def put(row: EDoc) -> None:
    """A person put the document to a card: were it signed already, the card hears it."""
    if row.about_id and row.status in SIGNED and not row.signal_told:
        name = f"edoc_signal:{row.pk}:put:{row.change}"
        effects.enqueue([effects.row(steps.SIGNAL, name, subject=row.about_id)])
