"""Papers for tests: the shipped kinds, Борис keeps contracts, Алиса adds, Виктор is a stranger."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import count
from typing import Any

from marshrut.crm import commands as crm
from marshrut.documents import commands
from marshrut.kernel.actor import Actor
from tests.support import company, kinds

SYSTEM = Actor.system()
ROBOT = Actor.robot("contracts/contract/signing")
_INNS = ("7707083893", "7728168971", "7736207543")
_contents = count()


@dataclass(frozen=True)
class Desk:
    """People by name; `ours` are two companies that become organisations of ours with `own`."""

    company: company.Company
    ours: tuple[int, int]

    def own(self, *companies: int) -> None:
        for one in companies:
            crm.edit_company(SYSTEM, company=one, ours=True)

    def actor(self, name: str) -> Actor:
        return Actor.person(getattr(self.company, name))

    def file(self, by: str = "alice", name: str = "Договор поставки.txt", text: str = "") -> int:
        content = (text or f"Содержание {next(_contents)}").encode()
        return int(commands.store_file(self.actor(by), name=name, stream=io.BytesIO(content))["id"])

    def paper(self, by: str = "alice", kind: str = "contract", name: str = "Договор поставки.txt", **more: Any) -> int:
        made = commands.add_document(self.actor(by), kind=kind, file=self.file(by, name), **more)
        return int(made["id"])

    def register(self, document: int, by: str = "boris", **how: Any) -> str:
        return str(commands.register_document(self.actor(by), document=document, **how)["number"])


def desk() -> Desk:
    office = company.build()
    company.role("lawyer", office.boris)
    kinds.shipped()
    made = [
        crm.add_company(SYSTEM, name=name, inn=inn)["id"]
        for name, inn in zip(("Парфюм", "Завод", "Стеклозавод"), _INNS, strict=True)
    ]
    return Desk(office, (made[0], made[1]))
