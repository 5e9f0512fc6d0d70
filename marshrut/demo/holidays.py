"""Who of the demo company is away: one on holiday now, one going next week. Data, and the commands that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.org import commands, queries


@dataclass(frozen=True, slots=True)
class Holiday:
    """`begins` counts days from today; a Monday when `monday`. `shares`: login of a substitute -> which papers."""

    who: str
    begins: int
    days: int
    shares: tuple[tuple[str, Mapping[str, Any]], ...]
    monday: bool = False
    note: str = ""


HOLIDAYS = (
    Holiday("zakharov", 0, 14, (("safin", {}),), note="На связи по телефону после обеда"),
    Holiday(
        "fedorova",
        5,
        14,
        (("krylova", {"card_types": ["payment_request"], "above": "500000"}), ("zaitseva", {})),
        monday=True,
    ),
)


def set_all(people: Mapping[str, int], today: date) -> None:
    """Each sets his own; what is open with him passes at once when the holiday runs already."""
    for one in HOLIDAYS:
        first = today + timedelta(days=one.begins)
        if one.monday:
            first += timedelta(days=-first.weekday() % 7)
        since, until = queries.whole_days(people[one.who], first, first + timedelta(days=one.days - 1))
        commands.set_absence(
            Actor.person(people[one.who], "demo"),
            person=people[one.who],
            since=since,
            until=until,
            note=one.note,
            substitutes=[{"person": people[login], **share} for login, share in one.shares],  # type: ignore[typeddict-item]
        )
