"""Whoever leaves, comes back or is dismissed has tasks that must change hands at once, not at the next round."""

from __future__ import annotations

from collections.abc import Iterable

from marshrut.jobs import effects

EFFECT = "cover_tasks"
#: so many ids fit into one effect; of more, everybody is looked at
FEW = 40


def enqueue(number: int, people: Iterable[int]) -> None:
    """`number` is the one `revision.bump` gave to this change: one effect per change.

    The room above that has the tasks handles it.
    """
    asked = sorted(set(people))
    if asked:
        _enqueue(number, {"people": asked} if len(asked) <= FEW else {})


def everybody(number: int) -> None:
    """Heads changed: who stands in for anybody below may be somebody else now."""
    _enqueue(number, {})


def _enqueue(number: int, payload: dict[str, list[int]]) -> None:
    effects.enqueue([effects.row(EFFECT, f"{EFFECT}:{number}", payload=payload)])
