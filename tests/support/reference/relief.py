"""Who holds an open slip at this minute."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from . import absent
from .clocks import Clocks
from .page import OPINION, Slip

#: who holds, with the steps from whom it is of
Seats = list[tuple[int, list[absent.Step]]]


class Relief(Clocks):
    def relieve(self) -> None:
        """Twice: who is free again after the first time may stand in elsewhere."""
        for slip in (*self.open(), *self.open()):
            self.relieve_one(slip)

    def relieve_one(self, slip: Slip) -> None:
        """Passing on: told to who has it, to who had it; a new first holder begins anew."""
        before, seats = list(slip["people"]), self.seats(slip)
        after = [person for person, _ in seats]
        if set(before) == set(after):
            return
        ways = {person: way for person, way in seats if way}
        lost = slip["taker"] in before and slip["taker"] not in after
        if lost:
            slip.update(taken=False, taker=None)
        helpers = [person for person in slip["helpers"] if person not in after]
        slip.update(people=after, ways=ways, helpers=helpers)
        new = [person for person in after if person not in before and person != self.actor]
        self.sent += [("task_passed" if person in ways else "task_opened", person, slip["n"]) for person in new]
        gone = [person for person in before if person not in after and person != self.actor]
        self.sent += [("task_gone", person, slip["n"]) for person in gone if self.company.active(person)]
        if lost or before[0] != after[0]:
            self.begin_anew(slip)

    def begin_anew(self, slip: Slip) -> None:
        slip["turn"] += 1
        if slip["sleep"]:
            slip["sleep"]["anew"] = True
            return
        self.unwind(slip)
        self.begin_ladder(slip)

    def here(self, person: int) -> bool:
        return absent.there(self.company, person, self.now)

    def comes_for(self, slip: Slip, person: int, taken: set[int]) -> list[absent.Step]:
        """Nobody above somebody who left: the first whom the route names otherwise, or who stands in for that one."""
        out = taken if slip["key"] == OPINION else taken | {self.author}
        way = self.stand_in(person, out)
        if way or absent.works_here(self.company, person):
            return way
        for one in self.who_may(self.rule(slip), self.rule(slip).otherwise):
            further = [] if self.here(one) else self.stand_in(one, out)
            if one not in taken and (further or self.here(one)):
                return [(person, one, "dismissal", "otherwise"), *further]
        return []

    def stand_in(self, person: int, out: set[int]) -> list[absent.Step]:
        amount = self.fields.get("amount")
        return absent.stand_in(self.company, person, self.now, "paper", Decimal(amount) if amount else None, out)

    def seats(self, slip: Slip, beside: Iterable[int] = ()) -> Seats:
        alone = len(slip["people"]) == 1
        found: Seats = []
        for person in slip["people"]:
            whose, way = self.whose(slip, person), slip["ways"].get(person, [])
            taken = {one for one, _ in found} | self.taken(slip, whose) | (set(beside) - {whose})
            lent = bool(way) and way[-1][2] == "delegation" and self.here(person)
            today = self.comes_for(slip, whose, taken)
            lender_stands = len(way) < 2 or [step[1] for step in today][-1:] == [way[-1][0]]
            if not lent or person in self.barred(self.rule(slip)) or not lender_stands:
                way = today
                if way and way[0][3] in ("head", "otherwise") and not alone:
                    way = []  # a colleague with the same task is nearer
            found.append((way[-1][1] if way else whose, way))
        if alone:
            return found
        if any(self.here(person) for person, _ in found):
            return [(person, way) for person, way in found if way or self.company.active(person)]
        return self.one_of_all(slip, found)

    def one_of_all(self, slip: Slip, found: Seats) -> Seats:
        people = [person for person, _ in found]
        ways = [self.comes_for(slip, person, self.taken(slip, person) | set(people)) for person in people]
        for by_route in (False, True):
            for place, way in enumerate(ways):
                if way and (way[0][3] == "otherwise") == by_route:
                    return [(one, []) if at != place else (way[-1][1], way) for at, one in enumerate(people)]
        return found

    def taken(self, slip: Slip, whose: int) -> set[int]:
        """Who may not stand in for `whose`: has a voice here already, or must have none."""
        if slip["key"] == OPINION:
            return {slip["asked_by"]}
        rule = self.rule(slip)
        people: set[Any] = {*self.barred(rule), *self.owners(slip)}
        for other in self.group(slip):
            people.add(other["by"])
            if other is not slip and not rule.chain:
                people |= {*other["people"], *self.owners(other)}
        return people - {whose, None}
