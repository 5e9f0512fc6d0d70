"""The tree of departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from django.db import models
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict

from .. import access, events, revision, rules
from ..models import Department
from . import covering
from .fields import Fields
from .find import department_by_id


class DepartmentFields(TypedDict, total=False):
    """What is left out stays as it is."""

    name: str
    #: None: at the top of the company
    parent: int | None
    #: None: the seat is empty, papers go to the head above
    head: int | None
    #: place among its neighbours, small first
    sort: int


@command("org.add_department")
def add_department(
    actor: Actor,
    *,
    name: str,
    parent: int | None = None,
    head: int | None = None,
    sort: int = 0,
    key: str | None = None,
) -> int:
    """Returns the id. A name may repeat in another branch, not beside itself."""
    access.require(actor, "org.add_department", department=parent)
    revision.bump()
    made = Department()
    _fill(made, {"name": name, "parent": parent, "head": head, "sort": sort})
    made.save()
    events.record(actor, f"department:{made.id}", *added(made))
    return made.id


@command("org.edit_department")
def edit_department(actor: Actor, *, department: int, **changes: Unpack[DepartmentFields]) -> None:
    """Rename, move under another department, set or clear the head. Refuses to put a department inside itself."""
    access.require(actor, "org.edit_department", department=department)
    number = revision.bump()
    found = department_by_id(department)
    before = _state(found)
    _fill(found, changes)
    changed = sorted(key for key, value in _state(found).items() if value != before[key])
    if not changed:
        return
    found.save(update_fields=changed)
    events.record(actor, f"department:{found.id}", *edited(found, changed))
    if {"head", "parent"} & set(changed):
        covering.everybody(number)


@command("org.remove_department")
def remove_department(actor: Actor, *, department: int) -> None:
    """Refused while people work in it or departments lie in it; dismissed people go to the department above."""
    access.require(actor, "org.remove_department", department=department)
    revision.bump()
    found = department_by_id(department)
    if found.children.exists():
        raise Conflict(_("There are departments inside this one. Move or remove them first."), code="not_empty")
    if found.people.filter(is_active=True).exists():
        raise Conflict(_("People work in this department. Move them to another one first."), code="not_empty")
    found.people.update(department=found.parent_id)
    facts = {"parent": found.parent_id, "head": found.head_id, "name": found.name}
    try:
        found.delete()
    except (models.ProtectedError, models.RestrictedError) as error:
        raise Conflict(_("Documents refer to this department, so it has to stay."), code="in_use") from error
    events.record(actor, f"department:{department}", "org.department_removed", facts)


def added(department: Department) -> events.Told:
    facts = {"parent": department.parent_id, "head": department.head_id, "name": department.name}
    return events.Told("org.department_added", facts)


def edited(department: Department, changed: Sequence[str]) -> events.Told:
    facts = {"changed": list(changed), "parent": department.parent_id, "head": department.head_id}
    return events.Told("org.department_edited", facts | {"name": department.name})


def _fill(department: Department, given: DepartmentFields) -> None:
    fields = Fields()
    if "name" in given:
        department.name = fields.text("name", given["name"], limit=200, needed=True)
    if "parent" in given:
        department.parent_id = fields.department("parent", given["parent"])
        _no_cycle(fields, department)
    if "head" in given and given["head"] != department.head_id:
        department.head_id = fields.head(given["head"])
    if "sort" in given:
        department.sort = fields.whole("sort", given["sort"])
    fields.check()  # no question to the database with what it cannot read
    neighbours = Department.objects.filter(parent=department.parent_id, name=department.name)
    if neighbours.exclude(id=department.id).exists():
        fields.refuse("name", _("There is a department of this name here already."))
    fields.check()


def _no_cycle(fields: Fields, department: Department) -> None:
    parents: dict[int, int | None] = dict(Department.objects.values_list("id", "parent_id"))
    if department.id and rules.makes_cycle(department.id, department.parent_id, parents):
        fields.refuse("parent", _("A department cannot lie inside itself. Choose one outside its own branch."))


def _state(department: Department) -> dict[str, object]:
    return {
        "name": department.name,
        "parent": department.parent_id,
        "head": department.head_id,
        "sort": department.sort,
    }
