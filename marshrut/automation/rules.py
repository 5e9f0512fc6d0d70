"""How two streams become one talk: places in it, their order, and what a notice says of the comment it brings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, Self, TypeVar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: where a person's own words stand: moment, subject, number in its history
Spot = tuple[datetime, str, int]
_PLACE = re.compile(r"(\d{1,18})-(\d{1,17})-(\d{1,18})-(\d{1,9})", re.ASCII)
#: cards name the effect of a comment so: its number in the history of the card, then the listener
_COMMENT = re.compile(r"card:(\d+):(?:mention|comment):(\d+):\d+", re.ASCII)


class Told(Protocol):
    """A notice: they come in the order of their ids."""

    @property
    def pk(self) -> int: ...
    @property
    def at(self) -> datetime: ...


class Own(Protocol):
    """What the person said."""

    @property
    def at(self) -> datetime: ...
    @property
    def spot(self) -> Spot: ...


T = TypeVar("T", bound=Told)
S = TypeVar("S", bound=Own)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the talk: id of a notice (0: none yet), and a spot among one's own words. As text it fits a link."""

    notice: int
    spot: Spot

    def __str__(self) -> str:
        at, subject, number = self.spot
        return f"{self.notice}-{(at - EPOCH) // timedelta(microseconds=1)}-{subject.rpartition(':')[2] or 0}-{number}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        found = _PLACE.fullmatch(text)
        if found is None:
            return None
        notice, micros, card, number = map(int, found.groups())
        return cls(notice, (EPOCH + timedelta(microseconds=micros), f"card:{card}" if card else "", number))


def named(dedup: str) -> tuple[int, int] | None:
    """(card, number of the comment) of a notice that brings one."""
    found = _COMMENT.fullmatch(dedup)
    return (int(found[1]), int(found[2])) if found else None


def together(told: Sequence[T], said: Sequence[S]) -> list[T | S]:
    """Both streams, oldest first. At the same moment the notice is older: an answer follows what it answers."""
    left = sorted(told, key=lambda one: one.pk)
    right = sorted(said, key=lambda one: one.spot)
    found: list[T | S] = []
    while left and right:
        found.append(right.pop(0) if right[0].at < left[0].at else left.pop(0))
    return [*found, *left, *right]


def ends(shown: Sequence[T | S], otherwise: Place) -> tuple[Place, Place]:
    """(before the first, after the last) of what is shown, oldest first.

    Above a notice all one's own words since its moment were asked for: its spot is that moment.
    """
    notices = [one.pk for one in shown if not hasattr(one, "spot")]
    own = [one.spot for one in shown if hasattr(one, "spot")]
    first = otherwise.spot
    for one in shown[:1]:
        first = one.spot if hasattr(one, "spot") else (one.at, "", 0)
    top = Place(min(notices, default=otherwise.notice), first)
    return top, Place(max(notices, default=otherwise.notice), max(own, default=otherwise.spot))
