"""Figures of open work: tasks by person, cards by stage. Only cards that the gate lets through are counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org.rules import OrgChart

from .. import gate


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """Open tasks that wait for a person on cards of one type; `amount` sums the cards, each once."""

    person: int
    card_type: str
    tasks: int
    late: int
    taken: int
    oldest: datetime
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StageFigures:
    """Cards on their way on one stage. `median` and `worst` are when they came there; `worst_card` is the longest."""

    card_type: str
    stage: str
    cards: int
    late: int
    median: datetime
    worst: datetime
    worst_card: int
    amount: Decimal


def sees_all(actor: Actor, chart: OrgChart, card_type: str | None = None) -> bool:
    """Whether some grant shows the actor every card of the type, or of any type, on every stage."""
    person = actor.person_id
    if person is None or not chart.active(person):
        return False
    scopes = gate.scopes(person, chart)
    held = (one.grant for key, mine in scopes.items() if card_type in (None, key) for one in mine)
    return any(grant.scope == "all" and "view" in grant.may and not grant.stages for grant in held)


def by_person(
    actor: Actor, people: Collection[int] | None = None, types: Collection[str] | None = None
) -> list[PersonFigures]:
    """Whoever a task waits for, as in the inbox: holders and those it was escalated to. One query.

    `types`: only cards of these. Cards that have ended as well: what is left to do there is work.
    """
    given = [clock.now(), people is None, sorted(people or ())]
    rows = _asked(actor, _BY_PERSON, given, types, ended=True)
    return [PersonFigures(*row) for row in rows]


def by_stage(actor: Actor, types: Collection[str] | None = None) -> list[StageFigures]:
    """One query."""
    return [StageFigures(*row) for row in _asked(actor, _BY_STAGE, [clock.now()], types)]


_BY_PERSON = """
SELECT person, type, sum(tasks)::int, sum(late)::int, sum(taken)::int, min(oldest), coalesce(sum(amount), 0)
FROM (
    SELECT waits.person, v.type, v.id, v.amount, count(*) AS tasks, count(t.taken_at) AS taken,
           count(*) FILTER (WHERE t.due_at < %s AND t.paused_until IS NULL) AS late, min(t.opened_at) AS oldest
    FROM visible AS v JOIN cards_task AS t ON t.card_id = v.id AND t.state = 'open'
    CROSS JOIN LATERAL (SELECT DISTINCT unnest(array_append(t.also, t.assignee_id)) AS person) AS waits
    WHERE %s OR waits.person = ANY(%s)
    GROUP BY waits.person, v.type, v.id, v.amount
) AS held
GROUP BY person, type"""
_BY_STAGE = """
SELECT type, stage, count(*)::int, (count(*) FILTER (WHERE due_at < %s))::int,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY entered_at), min(entered_at),
       (array_agg(id ORDER BY entered_at, id))[1], coalesce(sum(amount), 0)
FROM visible GROUP BY type, stage"""


def _asked(
    actor: Actor, statement: str, given: list[Any], types: Collection[str] | None = None, *, ended: bool = False
) -> list[tuple[Any, ...]]:
    """`visible`: cards that the actor may see, straight from the gate; those on their way unless `ended`."""
    wanted = ("id", "type", "stage", "amount", "due_at", "entered_at")
    cards = gate.visible_to(actor).order_by()
    if not ended:
        cards = cards.filter(finished_at=None, stage_kind__in=("start", "work"))
    if types is not None:
        cards = cards.filter(type__in=types)
    inside, parameters = cards.values_list(*wanted).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH visible AS ({inside}) {statement}", [*parameters, *given])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
