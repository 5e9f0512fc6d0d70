"""A company that has whom a route needs, for proofs without a company: its people are told apart, nothing else."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from marshrut.calendars.rules import Calendar, Schedule, WorkTime
from marshrut.definitions.schema.pack import CardType, Resolver
from marshrut.org.rules import absence
from marshrut.org.rules.absence import Away, Link, Matter

from ..company import Company

AUTHOR, HEAD, TOP, COLLEAGUE, OTHER = 1, 2, 3, 4, 5
FIRST_HOLDER = 10


@cache
def plain_time() -> WorkTime:
    return WorkTime(Calendar(), Schedule())


@dataclass(frozen=True)
class Model:
    """The author and a colleague under a head, the head and another person under the top; roles held by others."""

    roles: Mapping[str, tuple[int, ...]]
    #: not there any more
    gone: frozenset[int] = frozenset()
    above: Mapping[int, int] = field(default_factory=lambda: {AUTHOR: HEAD, COLLEAGUE: HEAD, HEAD: TOP})

    def exists(self, person: int) -> bool:
        return person > 0

    def active(self, person: int) -> bool:
        return person not in self.gone

    def department_of(self, person: int) -> int | None:
        return self.head_of(person)

    def head_of(self, person: int) -> int | None:
        """Heads sit in departments of their own."""
        return self._living(person if person in (HEAD, TOP) else self.above.get(person, TOP))

    def head_above(self, person: int) -> int | None:
        head = self.head_of(person)
        return self._living(self.above.get(head)) if head == person else head

    def heads_up(self, person: int, levels: int | None = None, up_to: int | None = None) -> list[int]:
        chain: list[int] = []
        head = self.head_above(person)
        while head is not None and (levels is None or len(chain) < levels):
            chain.append(head)
            if head == up_to:
                break
            head = self._living(self.above.get(head))
        return chain

    def _living(self, head: int | None) -> int | None:
        while head is not None and not self.active(head):
            head = self.above.get(head)
        return head

    def holders(self, role: str) -> list[int]:
        return [person for person in self.roles.get(role, ()) if self.active(person)]

    def work_time(self, person: int | None) -> WorkTime:
        return plain_time()

    def away(self, person: int, at: datetime) -> Away | None:
        return None

    def stand_in(
        self, person: int, at: datetime, matter: Matter, out: AbstractSet[int] = frozenset()
    ) -> tuple[Link, ...]:
        return absence.stand_in(self, person, at, matter, out)

    def calm(self, people: Iterable[int], at: datetime) -> bool:
        return all(map(self.active, people))


def model(card_type: CardType) -> Model:
    """Each role held by as many as the route asks for: by one more than the tasks that rule each other out."""
    rules = [task for stage in card_type.stages for task in stage.tasks]
    most = max((len(task.not_decided_by) for task in rules), default=0) + 1
    voices = max((task.decide for task in rules if isinstance(task.decide, int)), default=1)
    many = max(most, voices, 2)
    roles = sorted({one.role for one in resolvers(card_type) if one.role})
    first = FIRST_HOLDER
    held = {}
    for role in roles:
        held[role] = tuple(range(first, first + many))
        first += many
    return Model(held)


def standing(company: Company, card_type: CardType, person: int) -> Hashable:
    """Cards of people of whom this is the same go alike: they have the same heads and hold the same roles of it."""
    roles = sorted({one.role for one in resolvers(card_type) if one.role})
    mine = tuple(role for role in roles if person in company.holders(role))
    return company.head_of(person) == person, tuple(company.heads_up(person)), mine


def resolvers(card_type: CardType) -> list[Resolver]:
    """Everybody whom tasks, ladders and moves name."""
    found: list[Resolver] = []
    for stage in card_type.stages:
        for task in stage.tasks:
            found += [*task.assignee, *task.otherwise, *task.may_also]
            found += [one for rung in task.ladder for one in rung.to]
        found += [one for move in stage.moves for one in move.by]
    return found
