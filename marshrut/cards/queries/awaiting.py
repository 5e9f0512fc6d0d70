"""Cards whose stage waits for a signal of a program: with whom, in which deal, by which numbers they go (A0.6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.sql import any_of

from ..models import Card

#: cards looked at, newest first
MOST = 2000
WHY = "a program looks for the cards that wait for it"


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A card that hears the signal on the visit it is on."""

    card: int
    visit: int
    company: int | None
    deal: int | None
    #: as people write them: «ЛД-17», the number of the order
    numbers: tuple[str, ...]
    created_at: datetime
    #: keys of all its fields
    fields: frozenset[str]


def awaiting(
    signal: str, *, companies: Collection[int] | None = None, cards: Collection[int] | None = None
) -> list[Awaiting]:
    """For programs: of these companies, or among these cards, those whose stage waits for the signal. One query."""
    stages = {(kind.key, stage.key) for kind in _types() for stage in kind.stages if stage.signal(signal)}
    if not stages or not (companies or cards):
        return []
    there = reduce(or_, (Q(type=kind, stage=stage) for kind, stage in sorted(stages)))
    among = any_of("company_id", companies) if companies else any_of("pk", cards or ())
    rows = Card.objects.system(WHY).filter(there, among).select_related("content").order_by("-id")[:MOST]
    return [found for row in rows if (found := _awaiting(row, signal)) is not None]


def _types() -> list[CardType]:
    """Of every installed version: cards keep the one they began with."""
    return [
        kind
        for active in definitions.active()
        for version in definitions.versions(active.pack.key)
        for kind in definitions.installed(version.id).pack.card_types
    ]


def _awaiting(row: Card, signal: str) -> Awaiting | None:
    kind = definitions.installed(row.definition_id).pack.card_type(row.type)
    stage = kind.by_stage.get(row.stage) if kind is not None else None
    if kind is None or stage is None or stage.signal(signal) is None:
        return None
    fields = row.content.fields
    deals = [fields.get(key) for key, one in kind.fields.items() if one.kind == "deal"]
    named = {one.mail.number for each in kind.stages for one in each.signals if one.mail and one.mail.number}
    numbers = [f"{kind.prefix}{row.pk}" if kind.prefix else "", *(str(fields.get(key) or "") for key in sorted(named))]
    return Awaiting(
        card=row.pk,
        visit=row.visit,
        company=row.company_id,
        deal=next((one for one in deals if one), None),
        numbers=tuple(filter(None, numbers)),
        created_at=row.created_at,
        fields=frozenset(kind.fields),
    )
