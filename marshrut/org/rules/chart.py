"""The company as one immutable picture, and who is whose head in it. Pure; every answer costs O(depth of the tree)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from marshrut.calendars.rules import WorkTime

from . import absence, tree
from .absence import Away, Link, Matter


@dataclass(frozen=True, slots=True)
class Seat:
    """What resolvers need to know of a person."""

    name: str
    department: int | None = None
    active: bool = True
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """What resolvers need to know of a department. `head` may be empty or dismissed."""

    name: str
    parent: int | None = None
    head: int | None = None


@dataclass(frozen=True)
class OrgChart:
    """Unknown people are not active, have no head and hold nothing."""

    revision: int
    people: Mapping[int, Seat]
    departments: Mapping[int, Unit]
    #: role key -> people in the order they were given the role, dismissed ones included; a vacant role has ()
    roles: Mapping[str, tuple[int, ...]]
    company_time: WorkTime
    #: only people whose schedule or time zone is their own
    own_time: Mapping[int, WorkTime] = field(default_factory=dict)
    #: role key -> (Russian, English)
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    #: only people with an absence that has not ended
    absences: Mapping[int, tuple[Away, ...]] = field(default_factory=dict)

    def exists(self, person: int) -> bool:
        return person in self.people

    def active(self, person: int) -> bool:
        seat = self.people.get(person)
        return seat is not None and seat.active

    def away(self, person: int, at: datetime) -> Away | None:
        """The absence the person is on at `at`."""
        return absence.running(self.absences.get(person, ()), at)

    def stand_in(
        self, person: int, at: datetime, matter: Matter, out: AbstractSet[int] = frozenset()
    ) -> tuple[Link, ...]:
        """The way from an absent or dismissed person to who stands in (`rules.absence`)."""
        return absence.stand_in(self, person, at, matter, out)

    def calm(self, people: Iterable[int], at: datetime) -> bool:
        """True when all of them work here and are present: nobody needs a stand-in."""
        return all(self.active(one) and (one not in self.absences or self.away(one, at) is None) for one in people)

    def is_admin(self, person: int) -> bool:
        return self.active(person) and self.people[person].admin

    def name(self, person: int) -> str:
        """«Иванова А. П.», or nothing for an unknown person."""
        seat = self.people.get(person)
        return seat.name if seat else ""

    def department_of(self, person: int) -> int | None:
        seat = self.people.get(person)
        return seat.department if seat else None

    def head_of(self, person: int) -> int | None:
        """The nearest active head from the person's department upward (S4.17); himself when he is that head."""
        return next(self._heads(person), None)

    def head_above(self, person: int) -> int | None:
        """The nearest active head upward who is somebody else (S4.18, A4.8); None at the top."""
        return next((head for head in self._heads(person) if head != person), None)

    def heads_up(self, person: int, levels: int | None = None, up_to: int | None = None) -> list[int]:
        """Heads from the person's department upward, each once, never the person himself (A3.1).

        Stops after `levels` people, or after `up_to` (included, unless that is the person). Empty seats cost no level.
        """
        chain: list[int] = []
        for head in self._heads(person):
            if levels is not None and len(chain) >= levels:
                break
            if head != person and head not in chain:
                chain.append(head)
            if head == up_to:
                break
        return chain

    def acting_head(self, department: int) -> int | None:
        """The nearest active head from the department upward: who decides there now."""
        return next(self._heads_from(department), None)

    def with_below(self, department: int) -> frozenset[int]:
        """The department and everything under it."""
        return frozenset(tree.below(department, self._children))

    def holders(self, role: str) -> list[int]:
        """Active holders, the longest-standing first."""
        return [person for person in self.roles.get(role, ()) if self.active(person)]

    def roles_of(self, person: int) -> frozenset[str]:
        """Keys of the roles an active person holds."""
        return self._roles_of.get(person, frozenset()) if self.active(person) else frozenset()

    def role_title(self, role: str, language: str | None) -> str:
        """In English for "en", else in Russian; the key of an unknown role."""
        russian, english = self.titles.get(role, (role, role))
        return english if (language or "").startswith("en") else russian

    def headed_departments(self, person: int) -> frozenset[int]:
        """Departments an active person heads, with everything below them."""
        if not self.active(person):
            return frozenset()
        return frozenset().union(*map(self.with_below, self._headed.get(person, ())))

    def work_time(self, person: int | None) -> WorkTime:
        """The person's own working time, else the company's."""
        return self.company_time if person is None else self.own_time.get(person, self.company_time)

    def _heads(self, person: int) -> Iterator[int]:
        return self._heads_from(self.department_of(person))

    def _heads_from(self, start: int | None) -> Iterator[int]:
        for department in tree.upward(start, self._parents):
            head = self.departments[department].head
            if head is not None and self.active(head):
                yield head

    @cached_property
    def _parents(self) -> dict[int, int | None]:
        return {key: unit.parent for key, unit in self.departments.items()}

    @cached_property
    def _children(self) -> dict[int | None, list[int]]:
        return tree.children(self._parents)

    @cached_property
    def _headed(self) -> dict[int, list[int]]:
        headed: dict[int, list[int]] = {}
        for key, unit in self.departments.items():
            if unit.head is not None:
                headed.setdefault(unit.head, []).append(key)
        return headed

    @cached_property
    def _roles_of(self) -> dict[int, frozenset[str]]:
        held: dict[int, set[str]] = {}
        for role, people in self.roles.items():
            for person in people:
                held.setdefault(person, set()).add(role)
        return {person: frozenset(roles) for person, roles in held.items()}
