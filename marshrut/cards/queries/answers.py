"""What was done with cards of a type in a time: the cards, their tasks and lines of history. Flat, for reckoning.

For programs of ours: no right is asked for here, so nothing of it may be shown but figures.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from marshrut.kernel.sql import prepared

#: lines of history that tell what people did, and what was said to them
KINDS: Final = (
    "card.created", "card.edited", "card.moved", "card.signalled", "card.withdrawn", "task.cancelled", "task.completed",
    "task.escalated", "task.opened", "task.passed", "task.reminded", "task.returned", "task.taken",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardFact:
    """`fields` as they are now; `parent_key`: which robot of the parent made it."""

    id: int
    type: str
    definition_id: int
    author: int
    stage_kind: str
    created_at: datetime
    finished_at: datetime | None
    parent: int | None
    parent_key: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TaskFact:
    """`n` is its number within the card; `decided_by`, `decided_at`: only of one that is done."""

    card: int
    n: int
    key: str
    stage: str
    visit: int
    round: int
    state: str
    assignee: int
    opened_at: datetime
    taken_at: datetime | None
    due_at: datetime | None
    outcome: str
    reason: str
    because: str
    decided_by: int | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class VisitFact:
    card: int
    n: int
    stage: str
    entered_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineFact:
    """`values`: the erasable ones that are still there."""

    card: int
    at: datetime
    kind: str
    #: the person who did it; None: a program, a timer
    person: int | None
    body: Mapping[str, Any]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of some cards, each list in the order it happened."""

    cards: tuple[CardFact, ...]
    tasks: tuple[TaskFact, ...]
    visits: tuple[VisitFact, ...]
    lines: tuple[LineFact, ...]


def came(card_type: str, since: datetime, until: datetime, most: int) -> tuple[int, ...]:
    """Cards of the type that set out from `since` to `until`, the newest `most`, in the order of time. One query."""
    return tuple(row[0] for row in reversed(prepared(_CAME, [card_type, since, until, most])))


def of(cards: Collection[int]) -> Facts:
    """The cards and those they made. Four queries, whatever their number; none for no cards."""
    if not cards:
        return Facts((), (), (), ())
    found = tuple(CardFact(*[*row[:-1], json.loads(row[-1])]) for row in prepared(_CARDS, [sorted(cards)]))
    ids = [one.id for one in found]
    return Facts(
        found,
        tuple(TaskFact(*row) for row in prepared(_TASKS, [ids])),
        tuple(VisitFact(*row) for row in prepared(_VISITS, [ids])),
        tuple(_line(*row) for row in prepared(_LINES, [[f"card:{one}" for one in ids], list(KINDS)])),
    )


def _line(subject: str, at: datetime, kind: str, person: int | None, body: str, kept: str) -> LineFact:
    values = {name: salted[1] for name, salted in json.loads(kept).items()}
    return LineFact(int(subject.partition(":")[2]), at, kind, person, json.loads(body), values)


#: a card sets out when it leaves the stage it was created on
_CAME: LiteralString = """
SELECT c.id FROM cards_card c JOIN cards_visit v ON v.card_id = c.id AND v.n = 2
WHERE c.type = %s AND v.entered_at >= %s AND v.entered_at <= %s
ORDER BY v.entered_at DESC, c.id DESC LIMIT %s"""
_CARDS: LiteralString = """
WITH RECURSIVE family AS (
    SELECT id FROM cards_card WHERE id = ANY(%s)
    UNION SELECT k.child_id FROM cards_child k JOIN family f ON k.card_id = f.id WHERE k.child_id IS NOT NULL
)
SELECT c.id, c.type, c.definition_id, c.author_id, c.stage_kind, c.created_at, c.finished_at, c.parent_id, c.parent_key,
       x.fields
FROM family JOIN cards_card c ON c.id = family.id JOIN cards_content x ON x.card_id = c.id
ORDER BY c.created_at, c.id"""
_TASKS: LiteralString = """
SELECT card_id, n, key, stage, visit, round, state, assignee_id, opened_at, taken_at, due_at, outcome, reason, because,
       decided_by_id, decided_at
FROM cards_task WHERE card_id = ANY(%s) ORDER BY card_id, n"""
_VISITS: LiteralString = """
SELECT card_id, n, stage, entered_at, left_at FROM cards_visit WHERE card_id = ANY(%s) ORDER BY card_id, n"""
_LINES: LiteralString = """
SELECT subject, at, kind, CASE actor_kind WHEN 'person' THEN actor_id END, body, erasable
FROM history_event WHERE subject = ANY(%s) AND kind = ANY(%s) ORDER BY subject, seq"""
