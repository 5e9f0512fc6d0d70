"""Who may see, add and change companies, contacts, deals and projects. Registered when the room starts."""

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
IMPORT = "crm.import_companies"
ADD_CONTACT = "crm.add_contact"
EDIT_CONTACT = "crm.edit_contact"
LINK_CONTACT = "crm.link_contact"
UNLINK_CONTACT = "crm.unlink_contact"
ADD_DEAL = "crm.add_deal"
EDIT_DEAL = "crm.edit_deal"
CLOSE_DEAL = "crm.set_deal_state"
MOVE_DEAL = "crm.move_deal"
ADD_STAGE = "crm.add_deal_stage"
EDIT_STAGE = "crm.edit_deal_stage"
REMOVE_STAGE = "crm.remove_deal_stage"
ADD_PROJECT = "crm.add_project"
EDIT_PROJECT = "crm.edit_project"
CLOSE_PROJECT = "crm.set_project_state"


def editor(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """Administrators and accountants. Not the author: a request is approved with the company as it stands."""
    person = actor.person_id
    return person is not None and (chart.is_admin(person) or bool(chart.roles_of(person) & EDITORS))


def placing(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """Every employee, but at an organisation of ours (`about["ours"]`) those who answer for requisites."""
    return not about.get("ours") or editor(actor, chart, about)


def in_charge(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """Who answers for it, who added it, an administrator, and the heads over the one who answers."""
    person, responsible = actor.person_id, about.get("responsible")
    if person is None:
        return False
    if chart.is_admin(person) or person in (responsible, about.get("author")):
        return True
    return isinstance(responsible, int) and person in chart.heads_up(responsible)


def register() -> None:
    access.register(SEE, access.everyone, programs=["system", "robot", "integration"])
    access.register(ADD, access.everyone, programs=["system", "integration"])
    access.register(EDIT, editor, programs=["system"])
    access.register(IMPORT, editor, programs=["system"])
    access.register(ADD_CONTACT, access.everyone, programs=["system", "integration"])
    access.register(EDIT_CONTACT, placing, programs=["system"])
    access.register(LINK_CONTACT, placing, programs=["system", "integration"])
    access.register(UNLINK_CONTACT, placing, programs=["system"])
    access.register(ADD_DEAL, access.everyone, programs=["system", "integration"])
    access.register(ADD_PROJECT, access.everyone, programs=["system", "integration"])
    access.register(MOVE_DEAL, in_charge, programs=["system", "robot"])
    for right in (ADD_STAGE, EDIT_STAGE, REMOVE_STAGE):
        access.register(right, access.admin, programs=["system"])
    for right in (EDIT_DEAL, CLOSE_DEAL, EDIT_PROJECT, CLOSE_PROJECT):
        access.register(right, in_charge, programs=["system"])
