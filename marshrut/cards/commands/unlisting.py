"""Who was only listed on a card and is listed no more sees it no more. A private step of `share_card`.

Whoever wrote, said, decided or holds anything on the card goes on seeing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshrut.engine.fields import taking_part
from marshrut.engine.people import concerned
from marshrut.history import queries as history
from marshrut.kernel.sql import prepared

from .. import step

#: events of a card that are looked through; a list is hardly changed more often
MOST = 1000
_LEAVE = """
    DELETE FROM cards_participant AS p
    WHERE p.card_id = %(card)s AND p.person_id = ANY(%(people)s::bigint[]) AND p.through IS NULL
      AND NOT EXISTS (SELECT 1 FROM cards_task t WHERE t.card_id = p.card_id AND t.state <> 'cancelled'
          AND (t.assignee_id = p.person_id OR t.decided_by_id = p.person_id OR p.person_id = ANY(t.also)))"""


def let_go(seen: step.Seen) -> None:
    """The card is under its lock: nobody lists them again meanwhile."""
    card, listing = seen.id or 0, _lists(seen)
    if not listing:
        return
    events = history.latest(f"card:{card}", limit=MOST)
    listed = {person for event in events for key in listing for person in _before(event.values.get(key))}
    stay = {seen.state.author, *taking_part(seen.definition.card_type, seen.state.fields)}
    stay |= {event.actor_id for event in events if event.actor_kind == "person" and event.actor_id is not None}
    stay |= {one for event in events if event.kind == "card.commented" for one in event.body.get("mentions") or ()}
    stay = stay.union(*(concerned(task) for task in seen.state.tasks if task.state != "cancelled"))
    if gone := sorted(listed - stay):
        prepared(_LEAVE, {"card": card, "people": gone})


def _lists(seen: step.Seen) -> list[str]:
    fields = seen.definition.card_type.fields
    return [key for key, field in fields.items() if field.takes_part and field.several]


def _before(change: Any) -> Iterator[int]:
    """People of a list that was changed: [before, after]."""
    if isinstance(change, list | tuple) and len(change) == 2 and isinstance(change[0], list):
        yield from (one for one in change[0] if isinstance(one, int))
