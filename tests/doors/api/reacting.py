"""What operations on reactions need to succeed."""

from __future__ import annotations

from typing import Any

from marshrut.automation import commands
from marshrut.org import revision
from tests.support.office import MovingClock, Office

from . import signing

BODIES: dict[str, dict[str, Any] | None] = {
    "add_reaction": {"event": "signed", "do": "notify", "whom": "manager"},
    "edit_reaction": {"title": "Моя"},
    "switch_reaction": {"on": False},
    "remove_reaction": None,
}
OF_REACTIONS = {*BODIES, "list_reactions", "read_reaction", "list_fired", "try_reactions"}


def who(name: str) -> str:
    return "chief" if name == "try_reactions" else "admin"


def lay(office: Office, now: MovingClock, name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """One reaction, and to try it a document and an administrator who sees it; answers with a body that fits."""
    if name == "try_reactions":
        signing.lay(office, now, name, ids)
        office.people["chief"].is_admin = True
        office.people["chief"].save()
        revision.bump()
    actor = office.actor("admin")
    ids["reaction"] = commands.add_reaction(actor, event="signed", do="notify", whom="manager")["id"]
    return BODIES.get(name)
