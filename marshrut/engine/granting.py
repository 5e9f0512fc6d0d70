"""What the grants of a card type allow a person: the pure rule, read by the gate of production and by played cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from marshrut.definitions.schema.access import Act, Grant


class Chart(Protocol):
    """What grants ask of the company."""

    def active(self, person: int) -> bool: ...

    def department_of(self, person: int) -> int | None: ...

    def roles_of(self, person: int) -> frozenset[str]: ...

    def headed_departments(self, person: int) -> frozenset[int]: ...

    def with_below(self, department: int) -> frozenset[int]: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What a grant may depend on. `department` is that of the author when the card was made."""

    author: int | None = None
    department: int | None = None
    participant: bool = False
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A grant that a person holds, with the departments it reaches today."""

    grant: Grant
    departments: frozenset[int] = frozenset()

    def reaches(self, person: int, facts: Facts) -> bool:
        if self.grant.stages and facts.stage not in self.grant.stages:
            return False
        if self.grant.scope == "all":
            return True
        if self.grant.scope == "own":
            return facts.author == person
        if self.grant.scope == "participant":
            return facts.participant
        return facts.department is not None and facts.department in self.departments


def held(grants: Iterable[Grant], person: int, chart: Chart) -> tuple[Held, ...]:
    """The grants that are this person's, with their scopes resolved; a dismissed person has none."""
    return tuple(Held(one, _departments(one, person, chart)) for one in _given(grants, person, chart))


def _given(grants: Iterable[Grant], person: int, chart: Chart) -> Iterator[Grant]:
    if chart.active(person):
        roles = chart.roles_of(person)
        yield from (one for one in grants if one.who == "everyone" or one.role in roles or one.person == person)


def _departments(grant: Grant, person: int, chart: Chart) -> frozenset[int]:
    if grant.scope == "headed":
        return chart.headed_departments(person)
    if grant.scope == "departments":
        return frozenset[int]().union(*map(chart.with_below, grant.departments))
    own = chart.department_of(person)
    if own is None or grant.scope not in ("department", "branch"):
        return frozenset()
    return chart.with_below(own) if grant.scope == "branch" else frozenset({own})


def reach(grants: Iterable[Held], act: Act, person: int, facts: Facts) -> tuple[Held, ...]:
    """Those of a person's grants that allow the act on a card with these facts."""
    return tuple(one for one in grants if act in one.grant.may and one.reaches(person, facts))


def allowed(grants: Iterable[Grant], act: Act, person: int, chart: Chart, facts: Facts) -> bool:
    """Whether some grant gives the person the act on a card with these facts. Departments are looked up last."""
    mine = [one for one in _given(grants, person, chart) if act in one.may]
    near = [one for one in mine if one.scope in ("all", "own", "participant")]
    if any(Held(one).reaches(person, facts) for one in near):
        return True
    far = (one for one in mine if one not in near)
    return any(Held(one, _departments(one, person, chart)).reaches(person, facts) for one in far)


def editable(grants: Iterable[Grant], person: int, chart: Chart, facts: Facts) -> frozenset[str] | None:
    """Fields the person may edit here; None: every field."""
    found = reach(held(grants, person, chart), "edit", person, facts)
    if any(not one.grant.fields for one in found):
        return None
    return frozenset(name for one in found for name in one.grant.fields)
