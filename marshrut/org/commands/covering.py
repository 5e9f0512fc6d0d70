"""Whoever leaves, comes back or is dismissed has tasks that must change hands at once, not at the next round."""

from __future__ import annotations

from collections.abc import Iterable

from marshrut.jobs import effects

EFFECT = "cover_tasks"


def enqueue(number: int, people: Iterable[int]) -> None:
    """`number` is the one `revision.bump` gave to this change. The room above that has the tasks handles the effect."""
    effects.enqueue([effects.row(EFFECT, f"{EFFECT}:{number}:{one}", payload={"people": [one]}) for one in people])
