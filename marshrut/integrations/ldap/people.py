"""Entries of the directory and people here: tied once, kept alike afterwards. All by commands of the company."""

from __future__ import annotations

import logging
from typing import Final

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound, Refused
from marshrut.org import commands, queries
from marshrut.org.rules import OrgChart
from marshrut.org.sign_in import outside

from .directory import Entry
from .table import Table

log = logging.getLogger(__name__)
ACTOR: Final = Actor("integration", "system", None, "ldap")


def arrive(table: Table, entry: Entry) -> int | None:
    """The person of an entry whose password was right: known, found by e-mail, or taken on. None: may not come in.

    An administrator of before is never found by e-mail: who may write addresses in the directory would be him.
    """
    tied = outside.tied(table.name).get(entry.id)
    if tied is None:
        tied = _tie(table, entry)
    if tied is None:
        return None
    chart = queries.chart()
    if not chart.active(tied):
        return None
    _try(lambda: keep_alike(table, tied, entry, chart))
    return tied


def _tie(table: Table, entry: Entry) -> int | None:
    try:
        known = queries.person_by_email(ACTOR, entry.fields["email"])
        if known.is_admin or known.id in outside.tied(table.name).values():
            log.warning("%s of the directory has the address of somebody else here", entry.dn)
            return None
        person = known.id
    except NotFound:
        fields = dict(entry.fields)
        email, last, first = fields.pop("email"), fields.pop("last_name"), fields.pop("first_name")
        more = {key: value for key, value in fields.items() if value}
        person = commands.add_person(
            ACTOR,
            email=email,
            last_name=last or email,
            first_name=first or "–",
            **more,  # type: ignore[arg-type]
        )
    commands.tie_directory(ACTOR, person=person, directory=table.name, subject=entry.id)
    return person


def keep_alike(table: Table, person: int, entry: Entry, chart: OrgChart) -> None:
    """Name, position, address, roles and administrator's rights follow the directory. Raises Refused.

    `chart` is the company as it was before: read once, however many people are looked at.
    """
    given = {key: value for key, value in entry.fields.items() if value}
    admin = any(table.groups[group].admin for group in entry.groups)
    if any(group.admin for group in table.groups.values()):
        commands.edit_person(ACTOR, person=person, is_admin=admin, **given)  # type: ignore[arg-type]
    else:
        commands.edit_person(ACTOR, person=person, **given)  # type: ignore[arg-type]
    wanted = frozenset(role for group in entry.groups for role in table.groups[group].roles)
    held = chart.roles_of(person)
    for role in sorted(wanted - held):
        _try(lambda role=role: commands.assign_role(ACTOR, role=role, person=person))
    for role in sorted((table.roles - wanted) & held):
        commands.revoke_role(ACTOR, role=role, person=person)


def _try(act: object) -> None:
    try:
        act()  # type: ignore[operator]
    except Refused as error:  # e.g. no such role, the last administrator: the table is wrong, the person is not
        log.warning("directory: %s", error)
