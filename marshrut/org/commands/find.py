"""Rows that commands change. Called after `revision.bump`, which keeps other changes of the company waiting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import NotFound

from ..models import Absence, CompanyRole, Department, Person
from ..sign_in import ways

LAST_ADMIN = _(
    "This is the last administrator who can sign in. Make somebody else an administrator first, with a password."
)


def person_by_id(person: int) -> Person:
    found = Person.objects.filter(id=person).first()
    if found is None:
        raise NotFound(_("There is no such employee."))
    return found


def absence_by_id(absence: int) -> Absence:
    found = Absence.objects.filter(id=absence).first()
    if found is None:
        raise NotFound(_("There is no such absence."))
    return found


def department_by_id(department: int) -> Department:
    found = Department.objects.filter(id=department).first()
    if found is None:
        raise NotFound(_("There is no such department any more."))
    return found


def role_by_key(role: str) -> CompanyRole:
    found = CompanyRole.objects.filter(key=role).first()
    if found is None:
        raise NotFound(_("There is no such role."))
    return found


def is_last_admin(person: Person) -> bool:
    """Nobody but this person is an administrator who can sign in; where nobody can, nobody else is one at all."""
    others = list(Person.objects.filter(is_admin=True, is_active=True).exclude(id=person.id))
    return not any(map(ways.has_one, others)) and (not others or ways.has_one(person))
