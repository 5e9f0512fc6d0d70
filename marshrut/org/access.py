"""Who may do what. One table of actions, read by every command; what is not in the table is denied.

The name of an action is the name of its command. Rooms above add theirs with `register` when they start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor, Kind
from marshrut.kernel.errors import Forbidden

from . import charts
from .rules import OrgChart

#: (who, the company now, what it is about) -> allowed; called for active people only
Rule = Callable[[Actor, OrgChart, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Grant:
    rule: Rule
    #: programs that may do it too; a program is never asked by the rule
    programs: frozenset[Kind] = frozenset()


def nobody(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """For actions of programs only."""
    return False


def everyone(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """Every employee who is not dismissed."""
    return True


def admin(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    return actor.person_id is not None and chart.is_admin(actor.person_id)


def person_himself(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """`about["person"]` is the one who acts."""
    return about.get("person") == actor.person_id


def head_admin_or_himself(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """`about["person"]` is the one who acts or whose papers come to him: an active head upward (S4.12)."""
    if admin_or_himself(actor, chart, about):
        return True
    person = about.get("person")
    return isinstance(person, int) and actor.person_id in chart.heads_up(person)


def inviting(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """An administrator anybody; a head those of the own departments whose account is still `fresh`."""
    person = about.get("person")
    if admin(actor, chart, about) or person is None or not about.get("fresh"):
        return admin(actor, chart, about)
    return chart.department_of(person) in chart.headed_departments(actor.person_id or 0)


def adding(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """An administrator anybody; a head plain employees of the own departments."""
    if admin(actor, chart, about) or about.get("is_admin"):
        return admin(actor, chart, about)
    return about.get("department") in chart.headed_departments(actor.person_id or 0)


def admin_or_himself(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    return admin(actor, chart, about) or person_himself(actor, chart, about)


_SYSTEM: frozenset[Kind] = frozenset({"system"})
#: what the directory of the company may do, too
_DIRECTORY: frozenset[Kind] = frozenset({"system", "integration"})

_grants: dict[str, Grant] = {
    # the room below asks through kernel.permissions
    "calendars.edit": Grant(admin, _SYSTEM),
    "calendars.set_company_schedule": Grant(admin, _SYSTEM),
    "calendars.set_day": Grant(admin, _SYSTEM),
    "calendars.remove_day": Grant(admin, _SYSTEM),
    "org.see_company": Grant(everyone, frozenset({"system", "robot", "integration"})),
    "org.add_person": Grant(adding, _DIRECTORY),
    "org.edit_person": Grant(admin, _DIRECTORY),
    "org.dismiss_person": Grant(admin, _DIRECTORY),
    "org.reinstate_person": Grant(admin, _SYSTEM),
    "org.set_password": Grant(admin, _SYSTEM),
    "org.change_own_password": Grant(person_himself),
    "org.edit_profile": Grant(person_himself),
    "org.import_people": Grant(admin, _SYSTEM),
    "org.export_people": Grant(admin, _SYSTEM),
    "org.see_exports": Grant(admin, _SYSTEM),
    "org.add_department": Grant(admin, _SYSTEM),
    "org.edit_department": Grant(admin, _SYSTEM),
    "org.remove_department": Grant(admin, _SYSTEM),
    "org.add_role": Grant(admin, _SYSTEM),
    "org.edit_role": Grant(admin, _SYSTEM),
    "org.assign_role": Grant(admin, _DIRECTORY),
    "org.revoke_role": Grant(admin, _DIRECTORY),
    "org.set_absence": Grant(head_admin_or_himself, _SYSTEM),
    "org.change_absence": Grant(head_admin_or_himself, _SYSTEM),
    "org.end_absence": Grant(head_admin_or_himself, _SYSTEM),
    "org.invite_person": Grant(inviting, _SYSTEM),
    "org.set_password_by_link": Grant(person_himself),
    "org.tie_directory": Grant(nobody, _DIRECTORY),
    "org.tie_account": Grant(person_himself),
    "org.untie_account": Grant(person_himself),
    "org.accept_invitation": Grant(person_himself),
    "org.add_totp": Grant(person_himself),
    "org.remove_totp": Grant(person_himself),
    "org.renew_recovery_codes": Grant(person_himself),
    "org.add_passkey": Grant(person_himself),
    "org.remove_passkey": Grant(person_himself),
    "org.reset_second_factor": Grant(admin, _SYSTEM),
    "org.end_session": Grant(person_himself),
    "org.end_sessions": Grant(admin_or_himself, _SYSTEM),
    "org.import_absences": Grant(admin, _SYSTEM),
    "org.create_token": Grant(person_himself),
    "org.revoke_token": Grant(admin_or_himself, _SYSTEM),
}


def register(action: str, rule: Rule, *, programs: Iterable[Kind] = ()) -> None:
    """Grant `action` to the people `rule` says yes to, and to the kinds of program listed.

    Raises RuntimeError when the action has its rule already.
    """
    if action in _grants:
        raise RuntimeError(f"two rules for the action {action}")
    _grants[action] = Grant(rule, frozenset(programs))


def actions() -> frozenset[str]:
    """Every action somebody may do."""
    return frozenset(_grants)


def may(actor: Actor, action: str, *, chart: OrgChart | None = None, **about: Any) -> bool:
    """Whether the actor may do the action. A caller that has read the company already passes `chart`: no query then."""
    grant = _grants.get(action)
    if grant is None:
        return False
    if actor.kind != "person":
        return actor.kind in grant.programs
    chart = chart or charts.chart()
    return actor.person_id is not None and chart.active(actor.person_id) and grant.rule(actor, chart, about)


def require(actor: Actor, action: str, *, chart: OrgChart | None = None, **about: Any) -> None:
    """Return when the actor may do the action, raise `Forbidden` otherwise."""
    if not may(actor, action, chart=chart, **about):
        raise Forbidden(_("You are not allowed to do this. If your work needs it, ask an administrator."))
