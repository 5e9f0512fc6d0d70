"""Who may see, add and change companies. Registered when the room starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org.rules import OrgChart

#: keys of the roles that answer for requisites
EDITORS = frozenset({"chief_accountant", "junior_accountant", "finance_manager"})

SEE = "crm.see_companies"
ADD = "crm.add_company"
EDIT = "crm.edit_company"


def editor(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """Administrators and accountants. Not the author: a request is approved with the company as it stands."""
    person = actor.person_id
    return person is not None and (chart.is_admin(person) or bool(chart.roles_of(person) & EDITORS))


def register() -> None:
    access.register(SEE, access.everyone, programs=["system", "robot", "integration"])
    access.register(ADD, access.everyone, programs=["system", "integration"])
    access.register(EDIT, editor, programs=["system"])
