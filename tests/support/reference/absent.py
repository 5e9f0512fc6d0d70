"""Who stands in for whom, the slow way: every path through the substitutes, then the seats upward.

Written apart from the product: it asks the company only who is whose boss, who left and who is away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from marshrut.org.rules.absence import Away, Deputy
from tests.support.toy import ToyCompany

#: who is replaced, by whom, why, and whether he was named or heads
Step = tuple[int, int, str, str]


def works_here(company: ToyCompany, person: int) -> bool:
    return person in company.boss and person not in company.gone


def absence(company: ToyCompany, person: int, now: datetime) -> Away | None:
    """Of several at once one with substitutes, and the one begun last."""
    chosen = None
    for away in sorted(company.absences.get(person, ()), key=lambda one: (one.since, one.id)):
        if away.since <= now and now < away.until and (away.deputies or chosen is None or not chosen.deputies):
            chosen = away
    return chosen


def there(company: ToyCompany, person: int, now: datetime) -> bool:
    return works_here(company, person) and absence(company, person, now) is None


def fits(deputy: Deputy, kind: str, amount: Decimal | None) -> bool:
    bounded = deputy.above is not None or deputy.up_to is not None
    if (deputy.card_types and kind not in deputy.card_types) or (bounded and amount is None):
        return False
    if amount is None:
        return True
    return not (deputy.above is not None and amount <= deputy.above) and not (
        deputy.up_to is not None and amount > deputy.up_to
    )


class Paths:
    """All ways from a person through substitutes to somebody who is there, best first."""

    def __init__(
        self, company: ToyCompany, now: datetime, kind: str, amount: Decimal | None, out: Collection[int]
    ) -> None:
        self.company, self.now, self.kind, self.amount, self.out = company, now, kind, amount, out

    def through(self, path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        away = absence(self.company, path[-1], self.now)
        for deputy in away.deputies if away else ():
            one = deputy.person
            if one in path or one in self.out or not fits(deputy, self.kind, self.amount):
                continue
            if there(self.company, one, self.now):
                yield (*path, one)
            else:
                yield from self.through((*path, one))

    def seats_above(self, person: int) -> list[int]:
        """People on the seats upward, who work here, each once."""
        seats: list[int] = []
        seat = self.company.boss.get(person)
        for _ in self.company.boss:
            if seat is not None and seat != person and works_here(self.company, seat) and seat not in seats:
                seats.append(seat)
            seat = self.company.above.get(seat) if seat is not None else None
        return [seat for seat in seats if seat not in self.out]

    def steps(self, path: tuple[int, ...], *, head: bool = False) -> list[Step]:
        because = {one: "absence" if works_here(self.company, one) else "dismissal" for one in path}
        pairs = enumerate(pairwise(path))
        return [(a, b, because[a], "head" if head and n == 0 else "substitute") for n, (a, b) in pairs]


def stand_in(
    company: ToyCompany, person: int, now: datetime, kind: str, amount: Decimal | None, out: Collection[int]
) -> list[Step]:
    paths = Paths(company, now, kind, amount, out)
    if there(company, person, now):
        return []
    for path in paths.through((person,)):
        return paths.steps(path)
    for seat in paths.seats_above(person):
        if there(company, seat, now):
            return paths.steps((person, seat), head=True)
    for seat in paths.seats_above(person):
        for path in paths.through((person, seat)):
            return paths.steps(path, head=True)
    return []
