"""The tree of departments as pages draw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .. import access, rules
from ..charts import chart
from ..models import Department
from .people import PersonLine, line, lines, people, visible_to


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One line of the drawn tree."""

    id: int
    name: str
    parent_id: int | None
    #: 0 at the top
    depth: int
    #: place among its neighbours, as the administrator gave it
    sort: int
    #: whoever sits in the head's seat, dismissed or not
    head: PersonLine | None
    #: active people of this very department, and with everything below it
    people: int
    people_below: int
    #: direct sub-departments
    children: int


@dataclass(frozen=True, slots=True)
class DepartmentCard:
    line: DepartmentLine
    #: from the top of the company down to the department above this one
    path: tuple[DepartmentLine, ...]
    children: tuple[DepartmentLine, ...]
    people: tuple[PersonLine, ...]
    #: who decides while the seat is empty: the nearest filled head above
    acting_head: PersonLine | None


def departments(actor: Actor) -> list[DepartmentLine]:
    """Every department, each followed by what lies in it. Two queries."""
    if not access.may(actor, "org.see_company"):
        return []
    rows = Department.objects.select_related("head__department").annotate(
        staff=Count("people", filter=Q(people__is_active=True))
    )
    return list(_Tree({row.id: row for row in rows}).lines(None, 0))


def department_card(actor: Actor, department: int) -> DepartmentCard:
    """Raises NotFound."""
    by_id = {it.id: it for it in departments(actor)}
    if department not in by_id:
        raise NotFound(_("There is no such department any more."))
    found = by_id[department]
    path = []
    above = found.parent_id
    while above is not None:
        path.append(by_id[above])
        above = by_id[above].parent_id
    acting = chart().acting_head(department)
    return DepartmentCard(
        line=found,
        path=tuple(reversed(path)),
        children=tuple(it for it in by_id.values() if it.parent_id == department),
        people=tuple(it for it in people(actor, department=department) if it.department_id == department),
        acting_head=next(iter(lines(visible_to(actor).filter(id=acting))), None) if acting else None,
    )


class _Tree:
    """Rows on their way to lines: children sorted, people summed up."""

    def __init__(self, rows: dict[int, Department]) -> None:
        self.rows = rows
        ordered = sorted(rows.values(), key=lambda row: (row.sort, rules.sort_key(row.name), row.id))
        self.children = rules.children({row.id: row.parent_id for row in ordered})

    def lines(self, parent: int | None, depth: int) -> Iterator[DepartmentLine]:
        for key in self.children.get(parent, []):
            below = list(self.lines(key, depth + 1))
            row = self.rows[key]
            staff: int = row.staff  # type: ignore[attr-defined]  # the annotation of the query
            yield DepartmentLine(
                id=key,
                name=row.name,
                parent_id=parent,
                depth=depth,
                sort=row.sort,
                head=line(row.head) if row.head else None,
                people=staff,
                people_below=staff + sum(it.people for it in below),
                children=len(self.children.get(key, [])),
            )
            yield from below
