"""Which cards have a task with somebody who is not here, or who holds it for another no longer. Read by the worker."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import LiteralString

from marshrut.engine.doubts import doubtful
from marshrut.kernel import clock
from marshrut.kernel.sql import prepared
from marshrut.org import queries as org
from marshrut.org.rules import Matter, OrgChart

from ..codec import task_state

# Cards with open tasks of these people (as assignee or one of several), or with any held on behalf of somebody.
# Materialized: open tasks have an index; in the order of cards the planner would walk through all that ever were.
FOUND: LiteralString = """
WITH held AS MATERIALIZED (
    SELECT DISTINCT t.card_id FROM cards_task t
    WHERE t.state = 'open' AND t.card_id > %s
      AND (t.assignee_id = ANY(%s) OR t.detail ? 'behalf'
           OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(t.detail -> 'co') AS co WHERE co::bigint = ANY(%s))))
SELECT c.id, c.author_id, c.type, c.amount,
       (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.n) FROM cards_task t WHERE t.card_id = c.id AND t.round = c.round)::text
FROM (SELECT card_id FROM held ORDER BY card_id LIMIT %s) AS page JOIN cards_card c ON c.id = page.card_id
ORDER BY c.id"""


def to_cover(after: int = 0, limit: int = 200, people: Collection[int] | None = None) -> tuple[list[int], int | None]:
    """Cards above number `after` whose open tasks may be with the wrong person now, and where to go on (None: nowhere).

    `people`: whose absence or account has just changed; of those who are not here only they are looked at. Tasks held
    on behalf of somebody are looked at in any case: any of these people may have stood nearer.
    """
    chart, now = org.chart(), clock.now()
    out = _not_here(chart, now) if people is None else [one for one in people if not chart.calm((one,), now)]
    rows = prepared(FOUND, [after, out, out, limit])
    cards = [
        card
        for card, author, card_type, amount, tasks in rows
        if doubtful(chart, now, Matter(card_type, amount), author, [task_state(row) for row in json.loads(tasks)])
    ]
    return cards, rows[-1][0] if len(rows) == limit else None


def _not_here(chart: OrgChart, now: datetime) -> list[int]:
    dismissed = [person for person, seat in chart.people.items() if not seat.active]
    return dismissed + [person for person in chart.absences if chart.away(person, now) is not None]
