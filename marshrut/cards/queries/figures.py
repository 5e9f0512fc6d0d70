"""Figures of reports: what stands where, what was finished, how long it took. Only cards that the gate lets through.

Each is counted by the very conditions of the list it leads to (`lines.narrowed`), so that both say the same.
Lasting is working time of the company, in seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import measuring
from marshrut.org.measuring import Lasting

from .. import gate
from .lines import Filter, narrowed


@dataclass(frozen=True, slots=True)
class Asked:
    """Cards of the types and departments; what ended or was left from `since` to before `until`."""

    types: tuple[str, ...]
    since: datetime
    until: datetime
    departments: frozenset[int] | None = None
    #: IANA name: whose months they are
    zone: str = "UTC"

    @property
    def cards(self) -> Filter:
        return replace(Filter(), types=self.types, departments=self.departments)


@dataclass(frozen=True, slots=True)
class Standing:
    """Cards on one stage: on their way (`month` is None), `late` of them late; or finished there in that month."""

    card_type: str
    stage: str
    kind: str
    month: date | None
    cards: int
    late: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Cards on their way that wait for a person; `late` of them late."""

    person: int
    cards: int
    late: int


def standing(actor: Actor, asked: Asked) -> list[Standing]:
    """One query."""
    given = [asked.zone, clock.now(), asked.since, asked.until]
    return [Standing(*row) for row in _asked(actor, asked, _STANDING, given)]


def passing(actor: Actor, asked: Asked) -> list[Lasting]:
    """From creation to the end, by card type; only what ended well, as a withdrawal says nothing. One query."""
    return _lasting(actor, asked, _PASSING)


def stays(actor: Actor, asked: Asked) -> list[Lasting]:
    """On each stage that cards of these types left; several stays of a card count together. One query."""
    return _lasting(actor, asked, _STAYS)


def holding(actor: Actor, asked: Asked) -> list[Holding]:
    """Whoever an open task waits for, those with most cards first. One query."""
    return [Holding(*row) for row in _asked(actor, asked, _HOLDING, [clock.now()])]


_STANDING = """
SELECT type, stage, stage_kind, date_trunc('month', finished_at AT TIME ZONE %s)::date AS month, count(*)::int,
       (count(*) FILTER (WHERE due_at < %s))::int
FROM visible WHERE finished_at IS NULL OR (finished_at >= %s AND finished_at < %s)
GROUP BY type, stage, stage_kind, month"""
_PASSING = """
SELECT type AS key, id, created_at AS came, finished_at AS went FROM visible
WHERE stage_kind = 'success' AND finished_at >= %s AND finished_at < %s"""
_STAYS = """
SELECT v.stage AS key, v.card_id AS id, v.entered_at AS came, v.left_at AS went
FROM cards_visit AS v JOIN visible AS c ON c.id = v.card_id WHERE v.left_at >= %s AND v.left_at < %s"""
_HOLDING = """
SELECT waits.person, count(*)::int, (count(*) FILTER (WHERE waits.late))::int
FROM (
    SELECT DISTINCT x.person, v.id, coalesce(v.due_at < %s, false) AS late
    FROM visible AS v JOIN cards_task AS t ON t.card_id = v.id AND t.state = 'open'
    CROSS JOIN LATERAL unnest(array_append(t.also, t.assignee_id)) AS x (person)
    WHERE v.finished_at IS NULL
) AS waits
GROUP BY waits.person ORDER BY 2 DESC, 1"""


def _lasting(actor: Actor, asked: Asked, stays: str) -> list[Lasting]:
    given = [*measuring.hours(asked.since, asked.until), asked.since, asked.until]
    return [Lasting(*row) for row in _asked(actor, asked, measuring.measured(stays), given)]


def _asked(actor: Actor, asked: Asked, statement: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """`visible`: cards that the actor may see, straight from the gate."""
    names = ("id", "type", "stage", "stage_kind", "due_at", "created_at", "finished_at")
    kind = asked.types[0] if len(asked.types) == 1 else None
    cards = narrowed(gate.visible_to(actor, card_type=kind), asked.cards).order_by()
    inside, parameters = cards.values_list(*names).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH visible AS ({inside}) {statement}", [*parameters, *given])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
