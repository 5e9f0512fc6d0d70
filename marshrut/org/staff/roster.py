"""The company as the table is compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from ..models import CompanyRole, Department, Person, RoleHolder
from ..rules import Unit, fold, full_name


@dataclass(frozen=True, slots=True)
class Known:
    id: int
    email: str
    last_name: str
    first_name: str
    middle_name: str
    position: str
    department: int | None
    language: str
    time_zone: str | None
    active: bool
    roles: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return full_name(self.last_name, self.first_name, self.middle_name)


@dataclass(frozen=True)
class Roster:
    """`people` by e-mail, in Russian order; `departments` in the order of their pages; `roles` with both titles."""

    people: Mapping[str, Known]
    departments: Mapping[int, Unit]
    roles: Mapping[str, tuple[str, str]]

    @cached_property
    def by_id(self) -> dict[int, Known]:
        return {known.id: known for known in self.people.values()}

    @cached_property
    def role_names(self) -> dict[str, str]:
        """Folded key or title -> key; a title that two roles share, or that is another role's key, names nobody."""
        found: dict[str, set[str]] = {}
        for key, titles in self.roles.items():
            for title in titles:
                found.setdefault(fold(title), set()).add(key)
        named = {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}
        return {**named, **{key: key for key in self.roles}}


def load() -> Roster:
    """Three queries."""
    held: dict[int, set[str]] = {}
    for person, role in RoleHolder.objects.values_list("person_id", "role__key"):
        held.setdefault(person, set()).add(role)
    names = "id", "email", "last_name", "first_name", "middle_name", "position", "department", "language", "time_zone"
    rows = Person.objects.order_by("sort_key", "id").values(*names, active=F("is_active"))
    people = {row["email"]: Known(**row, roles=frozenset(held.get(row["id"], ()))) for row in rows}
    units = Department.objects.order_by("sort", "id").values_list("id", "name", "parent_id", "head_id")
    return Roster(
        people=people,
        departments={key: Unit(name, parent, head) for key, name, parent, head in units},
        roles={key: (ru, en) for key, ru, en in CompanyRole.objects.values_list("key", "title_ru", "title_en")},
    )
