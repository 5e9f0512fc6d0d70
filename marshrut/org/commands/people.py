"""People: taken on and changed. What one says about himself is in profile.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import access, events, revision, rules
from ..models import Person
from .fields import Fields
from .find import LAST_ADMIN, is_last_admin, person_by_id


class MoreOfPerson(TypedDict, total=False):
    """What may be left out; in `edit_person` what is left out stays as it is."""

    middle_name: str
    position: str
    department: int | None
    is_admin: bool
    language: str
    #: IANA name; None: the company's
    time_zone: str | None
    #: {"week": [[["09:00", "13:00"], ["14:00", "18:00"]], … 7 days], "short_cut": minutes}; None: the company's
    schedule: Mapping[str, Any] | None


class PersonFields(MoreOfPerson, total=False):
    email: str
    last_name: str
    first_name: str


@command("org.add_person")
def add_person(
    actor: Actor,
    *,
    email: str,
    last_name: str,
    first_name: str,
    key: str | None = None,
    **more: Unpack[MoreOfPerson],
) -> int:
    """Returns the id. The person cannot sign in until `set_password`."""
    access.require(actor, "org.add_person", department=more.get("department"), is_admin=bool(more.get("is_admin")))
    revision.bump()
    person, fields = Person(), Fields()
    _fill(fields, person, {"email": email, "last_name": last_name, "first_name": first_name, **more})
    fields.check()
    person.set_unusable_password()
    person.save()
    events.record(actor, f"person:{person.id}", *added(person))
    return person.id


@command("org.edit_person")
def edit_person(actor: Actor, *, person: int, **changes: Unpack[PersonFields]) -> None:
    """Writes nothing when nothing differs, and lets processes keep the company they have."""
    access.require(actor, "org.edit_person", person=person)
    fields = Fields()
    if not _edited(fields, person, changes)[1] and not fields.problems:
        return
    revision.bump()
    fields = Fields()
    found, changed = _edited(fields, person, changes)  # anew: only now other changes of the company wait
    fields.check()
    if not changed:
        return
    found.save(update_fields=[*changed, "sort_key"])
    events.record(actor, f"person:{found.id}", *edited(found, changed))


def _edited(fields: Fields, person: int, changes: Mapping[str, Any]) -> tuple[Person, list[str]]:
    """The person with the changes put in, and what differs."""
    found = person_by_id(person)
    before = _state(found)
    _fill(fields, found, changes)
    if before["is_admin"] and not found.is_admin and is_last_admin(found):
        fields.refuse("is_admin", LAST_ADMIN)
    return found, sorted(key for key, value in _state(found).items() if value != before[key])


#: kept so that it can be erased from history on the person's demand (152-ФЗ)
PERSONAL = ("email", "last_name", "first_name", "middle_name", "position")


def added(person: Person) -> events.Told:
    facts = {"department": person.department_id, "is_admin": person.is_admin}
    return events.Told("org.person_added", facts, {key: getattr(person, key) for key in PERSONAL})


def edited(person: Person, changed: Sequence[str]) -> events.Told:
    facts = {"changed": list(changed), "department": person.department_id, "is_admin": person.is_admin}
    return events.Told("org.person_edited", facts, {key: getattr(person, key) for key in PERSONAL if key in changed})


def _cleaners(fields: Fields, owner: int | None) -> dict[str, Callable[[Any], Any]]:
    return {
        "email": lambda value: fields.email(value, owner=owner),
        "last_name": lambda value: fields.text("last_name", value, limit=100, needed=True),
        "first_name": lambda value: fields.text("first_name", value, limit=100, needed=True),
        "middle_name": lambda value: fields.text("middle_name", value, limit=100),
        "position": lambda value: fields.text("position", value, limit=200),
        "department": lambda value: fields.department("department", value),
        "is_admin": bool,
        "language": fields.language,
        "time_zone": fields.time_zone,
        "schedule": fields.schedule,
    }


def _fill(fields: Fields, person: Person, given: Mapping[str, Any]) -> None:
    """Put the cleaned values into the person; what is not given stays."""
    cleaners = _cleaners(fields, person.id)
    for key, value in given.items():
        setattr(person, "department_id" if key == "department" else key, cleaners[key](value))
    person.sort_key = rules.sort_key(person.last_name, person.first_name, person.middle_name)


def _state(person: Person) -> dict[str, Any]:
    return {key: getattr(person, "department_id" if key == "department" else key) for key in _cleaners(Fields(), None)}
