"""The small office with the pack of contracts, its roles, and an organisation of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshrut.documents.models import Document, DocumentVersion
from marshrut.org import revision
from tests.support import kinds
from tests.support.desk import Desk, hire, our_organisation
from tests.support.office import MovingClock
from tests.support.office import build as build_office

NAMES = {
    "zina": ("Зимина", "Зинаида", "office_manager"),
    "lev": ("Львов", "Лев", "lawyer"),
    "sergey": ("Сторожев", "Сергей", "security"),
    "kira": ("Кирова", "Кира", "contract_committee"),
    "kostya": ("Комов", "Константин", "contract_committee"),
    "klim": ("Климов", "Клим", "contract_committee"),
}
CONTRACT = "contract"
SMALL, LARGE = "250 000", "5 000 000"


@dataclass
class Contracts(Desk):
    """Алиса writes contracts, Борис heads her department, Громова signs; Виктор is a stranger."""

    def card(self, by: str = "alisa", **changes: Any) -> int:
        fields = {
            "subject": "Поставка флаконов на 2027 год",
            "counterparty": self.partner(),
            "organisation": self.ours,
            "amount": SMALL,
            "contract": [self.file(by=by)],
            **changes,
        }
        return self.make(by, CONTRACT, fields)

    def file(self, mark: str = "v1", name: str = "Договор.pdf", by: str = "alisa") -> int:
        return self.store(by, name, mark)

    # -- along the route -----------------------------------------------------------------------------------------------

    def approve(self, card: int) -> None:
        """From the check to our signature."""
        self.decide(card, "check", "checked", "zina")
        for key, person in (("lawyer", "lev"), ("finance", "finance"), ("security", "sergey")):
            self.decide(card, key, "approved", person)
        self.decide(card, "heads", "approved", "boris")
        self.decide(card, "heads", "approved", "director")

    def sign(self, card: int, *, sent: str = "2026-07-03", signed: str = "2026-07-06") -> int:
        """Both sides; returns the file of the signed copy."""
        self.decide(card, "sign", "signed", "director")
        self.decide(card, "send", "sent", "zina", fields={"sent_on": sent})
        copy = self.file("signed", "Скан.pdf", by="zina")
        self.decide(card, "countersign", "signed", "zina", fields={"signed_copy": [copy], "signed_on": signed})
        return copy

    # -- what came of it -----------------------------------------------------------------------------------------------

    def paper(self, card: int, kind: str = CONTRACT) -> Document:
        return super().paper(card, kind)

    def versions(self, card: int) -> list[int]:
        rows = DocumentVersion.objects.filter(document=self.paper(card)).order_by("n")
        return list(rows.values_list("file_id", flat=True))

    def reminded(self, who: str) -> list[tuple[str, datetime]]:
        """Texts of «длится более … часов» with the moment of each."""
        rows = self.notices(who, "robot").filter(title__contains="длится более")
        return list(rows.values_list("title", "at"))


def build(now: MovingClock, *packs: str) -> Contracts:
    office = build_office(*(packs or ("payments", "contracts")))
    kinds.shipped()
    for key, (last, first, role) in NAMES.items():
        hire(office, key, last, first, role)
    ours = our_organisation()
    revision.bump()
    return Contracts(office, now, ours)
