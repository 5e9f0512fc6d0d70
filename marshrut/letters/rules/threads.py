"""Which letters stand together. A thread has one project at most, however its letters name each other (S3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: what ties surest comes first
STRENGTH = {"hand": 0, "field": 0, "header": 1, "number": 2}


@dataclass(frozen=True, slots=True)
class Tie:
    card: int
    other: int
    because: str


def threads(letters: Mapping[int, int | None], ties: Iterable[Tie]) -> dict[int, int]:
    """Letter -> the first letter of its thread. `letters`: letter -> project.

    The result depends on the ties only, not on their order. Ties to letters that are not there tie nothing.
    """
    first = {card: card for card in letters}
    project = dict(letters)

    def top(card: int) -> int:
        while first[card] != card:
            first[card] = first[first[card]]
            card = first[card]
        return card

    there = [tie for tie in ties if tie.card in letters and tie.other in letters]
    for tie in sorted(there, key=lambda one: _order(one, letters)):
        one, other = sorted((top(tie.card), top(tie.other)))
        mine, theirs = project[one], project[other]
        if mine is None or theirs is None or mine == theirs:
            first[other] = one
            project[one] = mine if mine is not None else theirs
    return {card: top(card) for card in letters}


def _order(tie: Tie, letters: Mapping[int, int | None]) -> tuple[bool, int, int, int]:
    """Letters of one project find each other before those without one choose."""
    mine, theirs = letters[tie.card], letters[tie.other]
    pair = sorted((tie.card, tie.other))
    return mine is None or mine != theirs, STRENGTH.get(tie.because, 9), pair[1], pair[0]
