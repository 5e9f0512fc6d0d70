"""A small company by name, for stories: heads, departments, roles, who is away and who left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from marshrut.calendars.rules import WorkTime
from marshrut.org.rules import absence
from marshrut.org.rules.absence import Away, Link, Matter


@dataclass(frozen=True)
class Office:
    """A department is the number of the person who heads it. `top` heads the company: every other department is under
    theirs."""

    time: WorkTime
    top: int
    #: person -> department
    departments: Mapping[int, int]
    #: in the order they were given the role
    roles: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    absences: Mapping[int, tuple[Away, ...]] = field(default_factory=dict)

    def exists(self, person: int) -> bool:
        return person in self.departments

    def active(self, person: int) -> bool:
        return person in self.departments and person not in self.gone

    def department_of(self, person: int) -> int | None:
        return self.departments.get(person)

    def head_of(self, person: int) -> int | None:
        return next(self._heads(person), None)

    def head_above(self, person: int) -> int | None:
        return next((head for head in self._heads(person) if head != person), None)

    def heads_up(self, person: int, levels: int | None = None, up_to: int | None = None) -> list[int]:
        chain: list[int] = []
        for head in self._heads(person):
            if levels is not None and len(chain) >= levels:
                break
            if head != person:
                chain.append(head)
            if head == up_to:
                break
        return chain

    def _heads(self, person: int) -> Iterator[int]:
        own = self.departments.get(person)
        ways = () if own is None else (own,) if own == self.top else (own, self.top)
        return (head for head in ways if self.active(head))

    def holders(self, role: str) -> list[int]:
        return [person for person in self.roles.get(role, ()) if self.active(person)]

    def work_time(self, _person: int | None) -> WorkTime:
        return self.time

    def away(self, person: int, at: datetime) -> Away | None:
        return absence.running(self.absences.get(person, ()), at)

    def stand_in(
        self, person: int, at: datetime, matter: Matter, out: AbstractSet[int] = frozenset()
    ) -> tuple[Link, ...]:
        return absence.stand_in(self, person, at, matter, out)

    def calm(self, people: Iterable[int], at: datetime) -> bool:
        return all(absence.present(self, person, at) for person in people)

    # -- what grants ask -----------------------------------------------------------------------------------------------

    def roles_of(self, person: int) -> frozenset[str]:
        return frozenset(role for role, people in self.roles.items() if person in people and self.active(person))

    def headed_departments(self, person: int) -> frozenset[int]:
        return self.with_below(person) if self.active(person) else frozenset()

    def with_below(self, department: int) -> frozenset[int]:
        below = set(self.departments.values()) if department == self.top else set()
        return frozenset({*below, department} & {self.top, *self.departments.values()})
