"""Which cards have a task with somebody who is not here, or held for somebody who is back. Read by the worker."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, LiteralString

from marshrut.kernel import clock
from marshrut.kernel.sql import prepared
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

# Open tasks of these people (as assignee or one of several), and every open task that is held on behalf of somebody.
# Materialized: open tasks have an index; in the order of cards the planner would walk through all that ever were.
FOUND: LiteralString = """
WITH held AS MATERIALIZED (
    SELECT t.card_id, t.assignee_id, t.detail::text AS detail FROM cards_task t
    WHERE t.state = 'open' AND t.card_id > %s
      AND (t.assignee_id = ANY(%s) OR t.detail ? 'behalf'
           OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(t.detail -> 'co') AS co WHERE co::bigint = ANY(%s))))
SELECT card_id, assignee_id, detail FROM held ORDER BY card_id LIMIT %s"""


def to_cover(after: int = 0, limit: int = 200, people: Collection[int] = ()) -> tuple[list[int], int | None]:
    """Cards above number `after` whose open tasks may be with the wrong person now, and where to go on (None: nowhere).

    `people` are looked at in any case: their absence has just changed.
    """
    chart, now = org.chart(), clock.now()
    out = sorted({*_not_here(chart, now), *people})
    rows = prepared(FOUND, [after, out, out, limit])
    asked = frozenset(people)
    cards = [
        card
        for card, assignee, detail in rows
        if _wrong(assignee, json.loads(detail), chart, now, frozenset(out), asked)
    ]
    # the last card may have more tasks than fitted: it is looked at again
    return list(dict.fromkeys(cards)), max(rows[0][0], rows[-1][0] - 1) if len(rows) == limit else None


def _not_here(chart: OrgChart, now: datetime) -> list[int]:
    dismissed = [person for person, seat in chart.people.items() if not seat.active]
    return dismissed + [person for person in chart.absences if chart.away(person, now) is not None]


def _wrong(
    assignee: int,
    detail: Mapping[str, Any],
    chart: OrgChart,
    now: datetime,
    out: frozenset[int],
    asked: frozenset[int],
) -> bool:
    """Somebody who holds it is not here, or somebody it is held for is here again or has new substitutes."""
    if out & {assignee, *detail.get("co", ())}:
        return True
    chains = detail.get("behalf", {}).values()
    replaced = {link["of"] for links in chains for link in links if link["because"] != "delegation"}
    return any(person in asked or chart.calm([person], now) for person in replaced)
