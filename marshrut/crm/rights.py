"""Who may see, add and change companies. Registered when the room starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org.rules import OrgChart

#: keys of the roles that answer for requisites
EDITORS = frozenset({"chief_accountant", "junior_accountant", "finance_manager"})

SEE = "crm.see_companies"
ADD = "crm.add_company"
EDIT = "crm.edit_company"


def editor_or_author_today(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """Administrators and accountants always; the author until the end of the day of adding, in his own zone."""
    person = actor.person_id
    if person is None:
        return False
    if chart.is_admin(person) or chart.roles_of(person) & EDITORS:
        return True
    zone = ZoneInfo(chart.work_time(person).schedule.zone)
    same_day = about["added_at"].astimezone(zone).date() == clock.now().astimezone(zone).date()
    return bool(about["author"] == person and same_day)


def register() -> None:
    access.register(SEE, access.everyone, programs=["system", "robot", "integration"])
    access.register(ADD, access.everyone, programs=["system", "integration"])
    access.register(EDIT, editor_or_author_today, programs=["system"])
