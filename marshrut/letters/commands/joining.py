"""Threads are joined and parted again. Private steps of the commands."""

from __future__ import annotations

from collections.abc import Collection
from typing import LiteralString

from marshrut.kernel.sql import prepared

from ..models import Letter, Link
from ..rules.threads import Tie, threads

# Everything that hangs together by any links with the letters and with what stands in one thread with them now.
_NEAR: LiteralString = """
WITH RECURSIVE near(card) AS (
    SELECT mate.card FROM letters_letter me JOIN letters_letter mate ON mate.thread = me.thread
    WHERE me.card = ANY(%s::bigint[])
    UNION
    SELECT next.card FROM near CROSS JOIN LATERAL (
        SELECT l.other AS card FROM letters_link l WHERE l.card = near.card AND l.kind <> 'apart'
        UNION ALL
        SELECT l.card FROM letters_link l WHERE l.other = near.card AND l.kind <> 'apart'
    ) AS next
)
SELECT l.card, l.project_id, l.thread FROM near JOIN letters_letter l ON l.card = near.card"""


def rethread(wanted: Collection[int]) -> int:
    """Work out anew the threads of these letters and of all that hang together with them. Returns how many changed."""
    rows = prepared(_NEAR, [list(wanted)])
    letters = {card: project for card, project, _thread in rows}
    links = Link.objects.filter(card__in=letters, other__in=letters).exclude(kind="apart")
    found = threads(letters, [Tie(*row) for row in links.values_list("card", "other", "because")])
    moved: dict[int, list[int]] = {}
    for card, _project, before in rows:
        if found[card] != before:
            moved.setdefault(found[card], []).append(card)
    for thread, cards in moved.items():
        Letter.objects.filter(card__in=cards).update(thread=thread)
    return sum(map(len, moved.values()))
