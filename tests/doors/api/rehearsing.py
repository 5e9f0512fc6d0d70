"""What operations on routes, rehearsals, what-ifs and the move of running cards need to succeed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marshrut.cards import commands as cards
from marshrut.rehearsals import commands
from marshrut.rehearsals.whatif.changes import Changes
from marshrut.rehearsals.whatif.commands import ask_whatif
from tests.support.office import Office
from tests.support.versions import install_version, shipped_id

WISH = Path(__file__).parents[1] / "web" / "samples" / "wish.yaml"
HEAD = (
    "key: trying\nversion: 1.0.0\ntitle: {ru: Проба, en: A try}\n"
    "roles:\n  finance_manager: {ru: Финансист, en: Finance}\n"
)

SOONER = {"remind_after": "1"}
BODIES: dict[str, dict[str, Any] | None] = {
    "rehearse": {"card_type": "payment_request", "hours": 1},
    "put_draft": {"files": {"pack.yaml": HEAD}},
    "publish_draft": {"confirmed": True},
    "ask_whatif": {"type": "payment_request", "settings": SOONER},
    "revert_moving": {},
}
OF_ROUTES = {
    *BODIES,
    *("list_routes", "show_route", "list_rehearsals", "read_rehearsal", "remove_rehearsal", "read_draft"),
    *("discard_draft", "list_whatifs", "read_whatif", "list_standing", "preview_moving", "move_many", "list_movings"),
}


def lay(office: Office, name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """One of each, and another version that cards may go over to; answers with a body that fits."""
    actor = office.actor("admin")
    ids.update(pack="payments", card_type="payment_request")
    if "moving" in name or name == "move_many":
        ids["to"] = install_version("9.9.0", lambda _card_type: None)
        if name == "move_many":
            return {"cards": [ids["card"]], "to": ids["to"], "reason": "Проба"}
        made = cards.move_many(actor, cards=[ids["card"]], to=shipped_id(), stages={}, redate=False, reason="Проба")
        ids["moving_id"] = made["moving"]
    if name in ("read_draft", "publish_draft", "discard_draft"):
        files = {"pack.yaml": HEAD, "wish.yaml": WISH.read_text(encoding="utf-8")}
        ids["draft"] = commands.put_draft(actor, files=files, comment="")["draft"]
    if name.endswith("_rehearsal"):
        ids["rehearsal"] = commands.rehearse(actor, card_type="payment_request", hours=1)["rehearsal"]
    if name == "read_whatif":
        ids["whatif"] = ask_whatif(actor, card_type="payment_request", changes=Changes(settings=SOONER))["id"]
    return BODIES.get(name)


def query(name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """What follows the question mark."""
    return {"type": "payment_request", "to": ids["to"]} if name == "preview_moving" else None
