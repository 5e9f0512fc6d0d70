"""How often something happened, and whether people or programs did it. Rights are the caller's, as everywhere here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from marshrut.kernel.sql import prepared


@dataclass(frozen=True, slots=True)
class Happened:
    """Events of a kind in a month (its first day); `by_person`: somebody did it, not a program."""

    month: date
    kind: str
    by_person: bool
    count: int


def by_month(subjects: Iterable[str], kinds: Collection[str], since: datetime, zone: str) -> list[Happened]:
    """Events of the subjects from `since` on, by the months of that zone. One query."""
    rows = prepared(_BY_MONTH, [zone, list(subjects), sorted(kinds), since])
    return [Happened(*row) for row in rows]


_BY_MONTH: LiteralString = """
SELECT date_trunc('month', e.at AT TIME ZONE %s::text)::date, e.kind, e.actor_kind = 'person', count(*)
FROM history_event e
WHERE e.subject = ANY(%s::text[]) AND e.kind = ANY(%s::text[]) AND e.at >= %s
GROUP BY 1, 2, 3"""
