"""A small office that leads papers of orders: the shipped pack, a customer with an accountant, a carrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshrut.cards import commands
from marshrut.crm import commands as crm
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support import kinds
from tests.support.office import Office, build, drain

ADDRESS = "300000, г. Тула, ул. Советская, д. 1, офис 5"
#: the check digit is right; in the second it is not
POST, WRONG = "80110298123452", "80110298123453"
ROBOT = Actor.robot("mail")
#: the way to the stage, task by task: (task, outcome, more)
WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("send_scans", "skip", {"because": "sent_before"}),
    ("track_carrier", "skip", {"because": "have_originals"}),
    ("upload_scans", "not_needed", {}),
)


@dataclass
class Orders:
    """Алиса leads the papers; Борис heads her department."""

    office: Office
    customer: int
    carrier: int

    def order(self, number: str = "2026-117", by: str = "alisa", **changes: Any) -> int:
        fields = {"order_number": number, "customer": self.customer, "carrier": self.carrier, **changes}
        made = commands.create_card(self.office.actor(by), card_type="logistics", fields=fields)
        drain(clock.now())
        return int(made["card"])

    def at(self, task: str, **changes: Any) -> int:
        """An order that waits for this task."""
        card = self.order(**changes)
        for key, outcome, how in WAY:
            if key == task:
                break
            self.office.complete(card, key, outcome, "alisa", **how)
            if key == "send_scans":
                commands.signal_card(ROBOT, card=card, key="scans_received")
        drain(clock.now())
        return card

    def task(self, card: int, key: str) -> int:
        return self.office.task(card, key).pk


def furnish() -> Orders:
    office = build("payments", "logistics")
    kinds.shipped()
    me = office.actor("boris")
    assert office.company is not None
    customer = office.company.pk
    crm.add_contact(
        me, name="Соколова Вера", company=customer, roles=["accounting"], post="главный бухгалтер",
        phone="+7 487 212-00-01", email="buh@steklo.example",
    )  # fmt: skip
    crm.add_contact(me, name="Петров Иван", company=customer, roles=["other"], post="логист", phone="+7 487 212-00-02")
    crm.edit_company(office.actor("admin"), company=customer, addresses=[{"kind": "postal", "text": ADDRESS}])
    carrier = crm.add_company(office.actor("admin"), kind="sole", name="ИП Ковалёв", inn="500100732259")["id"]
    return Orders(office, customer, carrier)
