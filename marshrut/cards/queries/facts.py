"""Facts of many cards at once, for journals and proofs. Everything asked for an actor has passed the gate."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.db.models import F, Q, QuerySet

from marshrut.definitions.schema.access import Act
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import any_of, prepared

from .. import gate
from ..models import Card


@dataclass(frozen=True, slots=True)
class CardFacts:
    """`fields` are the values as they are stored."""

    id: int
    type: str
    definition_id: int
    name: str
    stage: str
    stage_kind: str
    author: int
    holders: tuple[int, ...]
    due_at: datetime | None
    created_at: datetime
    entered_at: datetime
    finished_at: datetime | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a card is, as its row says. `tended`: on its way, something or somebody will carry it on."""

    id: int
    type: str
    definition_id: int
    stage: str
    stage_kind: str
    finished_at: datetime | None
    parent: int | None
    tended: bool


_NAMES = (
    "id", "type", "definition_id", "name", "stage", "stage_kind", "author_id", "holders", "due_at", "created_at",
    "entered_at", "finished_at",
)  # fmt: skip


def facts(actor: Actor, cards: Collection[int], act: Act = "view") -> dict[int, CardFacts]:
    """Those of the cards with which the actor may do `act`. One query; costs as much as there are cards asked about."""
    if not cards:
        return {}
    rows = gate.visible_to(actor, act, newest=True).filter(any_of("pk", cards)).order_by()
    return {row["id"]: _facts(row) for row in rows.values(*_NAMES, fields=F("content__fields"))}


def ids_of(
    actor: Actor, types: Collection[str], *, state: str = "", late: bool = False, only: Collection[int] | None = None
) -> list[int]:
    """Cards of the types that the actor sees; `state` is "open", "done" or both, `late`: a deadline is over."""
    cards: QuerySet[Card] = gate.visible_to(actor).filter(type__in=types).order_by()
    if state:
        cards = cards.filter(finished_at__isnull=state == "open")
    if late:
        cards = cards.filter(Q(due_at__lt=clock.now()))
    if only is not None:
        cards = cards.filter(any_of("pk", only))
    return list(cards.values_list("id", flat=True))


def whereabouts(types: Collection[str]) -> Iterator[Whereabouts]:
    """Every card of the types, for programs of ours: no right is asked for. One query."""
    return (Whereabouts(*row) for row in prepared(_WHEREABOUTS, [sorted(types)]))


def passed(stages: Mapping[str, Collection[str]], before: datetime) -> set[int]:
    """Cards, by type, that entered one of its stages before then; for programs of ours. One query."""
    pairs = [(kind, stage) for kind, some in stages.items() for stage in some]
    return {row[0] for row in prepared(_PASSED, [[one for one, _ in pairs], [one for _, one in pairs], before])}


_PASSED: LiteralString = """
SELECT DISTINCT v.card_id FROM cards_visit v JOIN cards_card c ON c.id = v.card_id
JOIN unnest(%s::text[], %s::text[]) AS asked(type, stage) ON asked.type = c.type AND asked.stage = v.stage
WHERE v.entered_at < %s"""


#: a card is carried on by a person who works here, a timer, a child it waits for, or an effect still to come
_WHEREABOUTS: LiteralString = """
WITH tended AS (
    SELECT t.card_id AS id FROM cards_task t
    WHERE t.state = 'open' AND EXISTS (
        SELECT 1 FROM org_person p WHERE p.id = ANY(array_append(t.also, t.assignee_id)) AND p.is_active)
    UNION SELECT m.subject FROM jobs_timer m JOIN cards_card c ON c.id = m.subject AND c.visit = m.visit
    WHERE m.state = 'armed' AND m.task IS NULL
    UNION SELECT k.card_id FROM cards_child k JOIN cards_card c ON c.id = k.card_id AND c.visit = k.visit
    WHERE k.state = 'awaited'
    UNION SELECT e.subject FROM jobs_effect e
    WHERE e.state IN ('todo', 'doing', 'retry', 'ambiguous') AND e.kind <> 'notify'
)
SELECT c.id, c.type, c.definition_id, c.stage, c.stage_kind, c.finished_at, c.parent_id,
       c.finished_at IS NULL AND t.id IS NOT NULL
FROM cards_card c LEFT JOIN tended t ON t.id = c.id WHERE c.type = ANY(%s)"""


def _facts(row: Mapping[str, Any]) -> CardFacts:
    return CardFacts(
        id=row["id"],
        type=row["type"],
        definition_id=row["definition_id"],
        name=row["name"],
        stage=row["stage"],
        stage_kind=row["stage_kind"],
        author=row["author_id"],
        holders=tuple(row["holders"]),
        due_at=row["due_at"],
        created_at=row["created_at"],
        entered_at=row["entered_at"],
        finished_at=row["finished_at"],
        fields=row["fields"] or {},
    )
