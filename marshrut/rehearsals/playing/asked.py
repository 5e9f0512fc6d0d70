"""What a rehearsal is asked to play. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

#: cards, days of arrivals, days that are played after the last arrival, working hours of an answer
MOST_CARDS: Final = 10_000
MOST_DAYS: Final = 366
MOST_HOURS: Final = 1000


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who is away on these days, the last one included."""

    person: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Asked:
    """`since`: when the first card sets out; they come over `days` working days, and `horizon` days more are played.

    `hours`: everybody answers after so many working hours; None: as usual. `silent` never answer, `dismissed` are gone
    from the beginning on. `card`: that very card goes on from where it is, alone. `author`: who files all
    cards; None: whoever may.
    """

    since: datetime
    cards: int = 1
    days: int = 1
    horizon: int = 60
    seed: int = 1
    hours: int | None = None
    silent: tuple[int, ...] = ()
    away: tuple[Gone, ...] = ()
    dismissed: tuple[int, ...] = ()
    card: int | None = None
    author: int | None = None
    language: str = "ru"

    def as_json(self) -> dict[str, Any]:
        away = [{"person": one.person, "since": str(one.since), "until": str(one.until)} for one in self.away]
        return {**asdict(self), "since": self.since.isoformat(), "away": away}


def of_json(raw: Mapping[str, Any]) -> Asked:
    away = tuple(
        Gone(one["person"], date.fromisoformat(one["since"]), date.fromisoformat(one["until"])) for one in raw["away"]
    )
    since = datetime.fromisoformat(raw["since"])
    lists = {name: tuple(raw[name]) for name in ("silent", "dismissed")}
    return Asked(**{**raw, **lists, "since": since, "away": away})
