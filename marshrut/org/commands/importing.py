"""Many people and departments at once, from a table that was shown as a preview first."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, UNUSABLE_PASSWORD_SUFFIX_LENGTH
from django.db import connection
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid

from .. import access, events, revision, rules, staff
from ..models import CompanyRole, Department, Person, RoleHolder
from . import covering, departments, leaving, people
from .find import person_by_id

#: rows of one INSERT
BATCH = 1000

CHANGED_MEANWHILE = _(
    "The company changed since you looked: another administrator was faster. Here is what would change now."
)


@command("org.import_people")
def import_people(
    actor: Actor,
    *,
    rows: Sequence[Sequence[str]],
    seen: str,
    dismiss: Sequence[int] = (),
    key: str | None = None,
) -> dict[str, Any]:
    """All of the table or nothing. `rows` begin with the heading; `seen` is the digest of the preview that was shown.

    `dismiss`: people the preview listed as missing. Returns how many were "added", "changed" and "dismissed", how many
    "departments" were made, and "warnings". Raises `Conflict` (code "preview_changed") when the preview would be
    another one now, `Invalid` for wrong rows.
    """
    access.require(actor, "org.import_people")
    number = revision.bump()
    roster = staff.load()
    plan = staff.plan(rows, roster)
    if plan.digest != seen:
        raise Conflict(CHANGED_MEANWHILE, code="preview_changed")
    if plan.of("wrong"):
        raise Invalid(_("Nothing was saved: some rows need correction."), code="wrong_rows")
    if not set(dismiss) <= {one.id for one in plan.missing}:
        raise Invalid(_("Only people who are missing from the table can be dismissed with it."))
    done = _Import(roster)
    done.departments(plan)
    done.added(plan)
    done.edited(plan)
    done.roles(plan)
    done.heads(plan)
    events.record_many(actor, done.told)
    events.record_many(actor, done.begun, new=True)
    warnings = [text for one in dict.fromkeys(dismiss) for text in leaving.close(actor, person_by_id(one))]
    if plan.heads:
        covering.everybody(number)
    else:
        covering.enqueue(number, dismiss)
    return {
        "added": len(plan.of("new")),
        "changed": len(plan.of("changed")),
        "departments": len(plan.units),
        "dismissed": len(set(dismiss)),
        "warnings": warnings,
    }


class _Import:
    """Rows of the plan on their way into the tables; what happened is gathered and told to the history at once."""

    def __init__(self, roster: staff.Roster) -> None:
        self.roster = roster
        #: numbers of added departments -> their ids
        self.places: dict[int, int] = {}
        self.ids: dict[str, int] = {known.email: known.id for known in roster.people.values()}
        self.told: dict[str, list[events.Told]] = defaultdict(list)
        #: the same of people and departments that are new
        self.begun: dict[str, list[events.Told]] = defaultdict(list)

    def place(self, number: int | None) -> int | None:
        return self.places[number] if number is not None and number < 0 else number

    def departments(self, plan: staff.Plan) -> None:
        """Parents come first."""
        for unit in plan.units:
            made = Department(name=unit.name, parent_id=self.place(unit.parent))
            made.save()
            self.places[unit.number] = made.id
            self.begun[f"department:{made.id}"].append(departments.added(made))

    def added(self, plan: staff.Plan) -> None:
        made = []
        for line in plan.of("new"):
            person = Person(email=line.email, **self._fields(line.values))
            person.sort_key = _sort_key(person)
            person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(UNUSABLE_PASSWORD_SUFFIX_LENGTH // 2)
            made.append(person)
        Person.objects.bulk_create(made, batch_size=BATCH)
        for person in made:
            self.ids[person.email] = person.id
            self.begun[f"person:{person.id}"].append(people.added(person))

    def edited(self, plan: staff.Plan) -> None:
        """One statement for all of them: only columns of the table can differ."""
        fields = {line.person: self._fields(line.values) for line in plan.of("changed")}
        changed: dict[int, list[str]] = {}
        rows = []
        for person in Person.objects.filter(id__in=[one for one in fields if one is not None]).order_by("id"):
            before = {name: getattr(person, name) for name in fields[person.id]}
            differing = sorted(name for name, value in fields[person.id].items() if before[name] != value)
            if not differing:
                continue
            for name in differing:
                setattr(person, name, fields[person.id][name])
            person.sort_key = _sort_key(person)
            rows.append(person)
            changed[person.id] = ["department" if name == "department_id" else name for name in differing]
        _update(rows)
        for person in rows:
            self.told[f"person:{person.id}"].append(people.edited(person, changed[person.id]))

    def _fields(self, values: Mapping[str, Any]) -> dict[str, Any]:
        fields = {name: value for name, value in values.items() if name != "department"}
        return {**fields, "department_id": self.place(values["department"])} if "department" in values else fields

    def roles(self, plan: staff.Plan) -> None:
        """What the table says of a person replaces the roles held."""
        keys = {role.key: role for role in CompanyRole.objects.all()}
        given, taken = [], []
        for line in plan.of("new", "changed"):
            person = self.ids[line.email]
            held = self.roster.people[line.email].roles if line.person is not None else frozenset()
            wanted = held if line.roles is None else frozenset(line.roles)
            for role in sorted(wanted - held):
                given.append(RoleHolder(role=keys[role], person_id=person))
                self.told[f"role:{role}"].append(events.Told("org.role_assigned", {"role": role, "person": person}))
            for role in sorted(held - wanted):
                taken.append((keys[role].id, person))
                self.told[f"role:{role}"].append(events.Told("org.role_revoked", {"role": role, "person": person}))
        RoleHolder.objects.bulk_create(given, batch_size=BATCH)
        for role_id, person in taken:
            RoleHolder.objects.filter(role_id=role_id, person_id=person).delete()

    def heads(self, plan: staff.Plan) -> None:
        for number, email in plan.heads.items():
            department = Department.objects.get(id=self.place(number) or 0)
            department.head_id = self.ids[email] if email else None
            department.save(update_fields=["head"])
            told = self.begun if number < 0 else self.told
            told[f"department:{department.id}"].append(departments.edited(department, ["head"]))


def _sort_key(person: Person) -> str:
    return rules.sort_key(person.last_name, person.first_name, person.middle_name)


#: columns of `org_person` that a table can change, with their types
_COLUMNS = {
    "id": "bigint",
    "last_name": "text",
    "first_name": "text",
    "middle_name": "text",
    "position": "text",
    "department_id": "bigint",
    "language": "text",
    "time_zone": "text",
    "sort_key": "text",
}


def _update(rows: Sequence[Person]) -> None:
    quoted = {name: connection.ops.quote_name(name) for name in _COLUMNS}
    arrays = ", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())
    sets = ", ".join(f"{quoted[name]} = v.{quoted[name]}" for name in _COLUMNS if name != "id")
    statement = f"UPDATE org_person AS p SET {sets} FROM unnest({arrays}) AS v({', '.join(quoted.values())})"  # noqa: S608 – our own names
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE p.id = v.id", [[getattr(row, name) for row in rows] for name in _COLUMNS])
