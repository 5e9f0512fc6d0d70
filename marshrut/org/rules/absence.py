"""Who stands in for whom: absences with their substitutes, and the way from an absent person to a present one.

Pure. Dismissal is an absence without an end. The way ends on any data: cycles, overlaps, substitutes who left, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Matter:
    """What the paper is, for choosing among several substitutes. `amount`: roubles."""

    card_type: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Deputy:
    """A substitute for some or all papers."""

    person: int
    #: empty: of every type
    card_types: frozenset[str] = frozenset()
    #: sums strictly above, roubles
    above: Decimal | None = None
    #: sums up to and including, roubles
    up_to: Decimal | None = None

    def suits(self, matter: Matter) -> bool:
        """A paper without a sum suits only substitutes without bounds."""
        if self.card_types and matter.card_type not in self.card_types:
            return False
        if self.above is None and self.up_to is None:
            return True
        if matter.amount is None:
            return False
        return (self.above is None or matter.amount > self.above) and (
            self.up_to is None or matter.amount <= self.up_to
        )


@dataclass(frozen=True, slots=True)
class Away:
    """An absence from `since` on, `until` excluded (aware UTC)."""

    id: int
    since: datetime
    until: datetime
    #: vacation, sick_leave, business_trip, other
    reason: str
    #: in the order they are asked
    deputies: tuple[Deputy, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One step of "why this person instead of that one"."""

    #: who is replaced
    of: int
    to: int
    because: Literal["absence", "dismissal", "delegation"]
    #: named in the absence; the next head up because nobody suitable was named; named by the route for want of a head
    by: Literal["substitute", "head", "otherwise"] = "substitute"
    absence: int | None = None


class Chart(Protocol):
    """What the way to a stand-in asks of the company."""

    def active(self, person: int) -> bool: ...

    def away(self, person: int, at: datetime) -> Away | None: ...

    def heads_up(self, person: int, levels: int | None = None, up_to: int | None = None) -> Sequence[int]: ...


def running(absences: Iterable[Away], at: datetime) -> Away | None:
    """The absence that counts at `at`: of several, one that names somebody, and of those the one that began last."""
    now = [away for away in absences if away.since <= at < away.until]
    return max(now, key=lambda away: (bool(away.deputies), away.since, away.id), default=None)


def present(chart: Chart, person: int, at: datetime) -> bool:
    return chart.active(person) and chart.away(person, at) is None


def stand_in(
    chart: Chart, person: int, at: datetime, matter: Matter, out: AbstractSet[int] = frozenset()
) -> tuple[Link, ...]:
    """The steps from an absent or dismissed person to who stands in; () when nobody is needed or nobody is found.

    First the substitutes of the absence in their order, each absent one replaced by his own; then the nearest present
    head upward; at last the substitutes of the absent heads. People in `out` neither hold the paper nor pass it on.
    """
    if present(chart, person, at):
        return ()
    named = _named(chart, person, at, matter, out, {person})
    if named:
        return named
    why: Literal["absence", "dismissal"] = "absence" if chart.active(person) else "dismissal"
    heads = [head for head in chart.heads_up(person) if head != person and head not in out]
    for head in heads:
        if present(chart, head, at):
            return (Link(person, head, why, "head"),)
    for head in heads:
        rest = _named(chart, head, at, matter, out, {person, head})
        if rest:
            return (Link(person, head, why, "head"), *rest)
    return ()


def _named(
    chart: Chart, person: int, at: datetime, matter: Matter, out: Collection[int], seen: set[int]
) -> tuple[Link, ...]:
    away = chart.away(person, at)
    why: Literal["absence", "dismissal"] = "absence" if chart.active(person) else "dismissal"
    for deputy in away.deputies if away else ():
        if deputy.person in seen or deputy.person in out or not deputy.suits(matter):
            continue
        seen.add(deputy.person)
        step = Link(person, deputy.person, why, "substitute", away.id if away else None)
        rest = () if present(chart, deputy.person, at) else _named(chart, deputy.person, at, matter, out, seen)
        if rest or present(chart, deputy.person, at):
            return (step, *rest)
    return ()
