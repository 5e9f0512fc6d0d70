"""Who may install packs, change their settings and say who sees what. Registered when the room starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org.rules import OrgChart

#: the built-in role of those who look after processes: they change rules, and see no card by it
PROCESS_ADMIN: Final = "process_admin"

INSTALL = "definitions.install_pack"
SETTINGS = "definitions.change_settings"
SET_GRANTS = "definitions.set_grants"
RESET_GRANTS = "definitions.reset_grants"


def process_admin(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    if actor.person_id is None:
        return False
    return chart.is_admin(actor.person_id) or PROCESS_ADMIN in chart.roles_of(actor.person_id)


def register() -> None:
    for action in (INSTALL, SETTINGS, SET_GRANTS, RESET_GRANTS):
        access.register(action, process_admin, programs=["system"])
