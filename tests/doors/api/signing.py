"""What the operations of e-documents and bases need: a base that said something, and a deal."""

from __future__ import annotations

from typing import Any

from marshrut.crm import commands as crm
from marshrut.edocs.models import EDoc
from tests.support import bases
from tests.support.desk import Desk
from tests.support.office import MovingClock, Office, install

#: for administrators
OF_BASES = {"list_bases", "read_base", "check_base", "refresh_base", "list_base_runs", "list_base_oddities"}
OF_EDOCS = {
    *("list_edocs", "count_edocs", "read_edoc", "link_edoc", "refresh", "list_parties", "link_party"),
    "download_edoc_file",
    *("list_company_edocs", "refresh_company", "list_deal_edocs", "list_card_edocs"),
    *OF_BASES,
}


def who(name: str) -> str:
    return "admin" if name in OF_BASES else "chief"


def lay(office: Office, now: MovingClock, name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """The body that fits."""
    install("edocs")
    desk = Desk(office, now, 0)
    bases.connect(desk.office, source=bases.beside())
    bases.say(bases.found("1", files=(bases.FILE,)), lane="first", desk=desk)
    deal = crm.add_deal(office.actor("alisa"), title="Поставка", company=ids["company"])["id"]
    ids |= {"card": EDoc.objects.get().card, "base": "main", "deal": deal, "n": 0}
    bodies: dict[str, dict[str, Any]] = {
        "link_edoc": {"manager": office.id("boris")},
        "link_party": {"base": "main", "party": "party-1", "company": ids["company"]},
        "refresh_base": {"lane": "open"},
    }
    return bodies.get(name)
