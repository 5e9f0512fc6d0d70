"""The small office with the pack of e-documents, and what a source says of one."""

from __future__ import annotations

from typing import Any

from marshrut.kernel.actor import Actor
from marshrut.org import revision
from tests.support import letter_office
from tests.support.desk import Desk, hire
from tests.support.office import MovingClock

SOURCE = Actor.robot("edocs")


def office_of_edocs(now: MovingClock, *packs: str) -> Desk:
    """As the office of letters, with a lawyer; edocs is installed, and `packs`."""
    desk = letter_office.build(now, "edocs", *packs)
    hire(desk.office, "lawyer", "Юрьева", "Юлия", "lawyer")
    revision.bump()
    return desk


def fields(desk: Desk, **changes: Any) -> dict[str, Any]:
    """Raw values as a source gives them; None takes one out."""
    given = {
        "kind": "upd",
        "direction": "out",
        "number": "215",
        "date": "2026-06-30",
        "amount": "125000.50",
        "organisation": desk.ours,
        "counterparty": desk.partner(),
        "counterparty_name": "ООО «Стеклозавод»",
        "status": "sent",
        "raw_status": "ОжидаетсяПодтверждение",
        "actor": "counterparty",
        "sent_on": "2026-06-30",
        "manager": desk.office.id("alisa"),
        **changes,
    }
    return {key: value for key, value in given.items() if value is not None}
