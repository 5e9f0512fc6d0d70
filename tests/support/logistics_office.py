"""The small office with logistics: a carrier beside the customer, and what each task of an order asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marshrut.cards.models import Card
from marshrut.crm.models import Company
from marshrut.definitions import commands as definitions
from marshrut.kernel import clock, memory
from marshrut.org import revision
from tests.support import kinds
from tests.support.desk import Desk, our_organisation
from tests.support.office import SYSTEM, MovingClock, Office
from tests.support.office import build as build_office

LOGISTICS, SHIPMENT, BONUS = "logistics", "shipment", "bonus"
#: right by its check digit, and the same with another last digit
NUMBER, WRONG = "80087700000000", "80087700000001"


@dataclass
class Logistics(Desk):
    """Алиса leads orders, Борис heads her department, Орлова is the operations manager; Виктор is a stranger."""

    carrier: int

    def file(self, name: str = "Скан.pdf", by: str = "alisa", mark: str = "v1") -> int:
        return self.store(by, name, mark)

    def order_fields(self, **changes: Any) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "order_number": "1254",
            "customer": self.partner(),
            "carrier": self.carrier,
            "organisation": self.ours,
        }
        return {**fields, **changes}

    def order(self, by: str = "alisa", **changes: Any) -> int:
        return self.make(by, LOGISTICS, self.order_fields(**changes))

    def parcel(self, by: str = "alisa", **changes: Any) -> int:
        """A shipment by itself."""
        return self.make(by, SHIPMENT, {"title": "Акт сверки", "way": "post", "track": NUMBER, **changes})

    def settings(self, **values: str) -> None:
        """Of the pack, as an administrator changes them."""
        definitions.change_settings(SYSTEM, pack=LOGISTICS, values=values)
        memory.forget()

    # -- along the route, each from the stage before -------------------------------------------------------------------

    def send_scans(self, card: int, outcome: str = "sent", **how: Any) -> None:
        self.decide(card, "send_scans", outcome, "alisa", **how)

    def scans_come(self, card: int, **fields: Any) -> None:
        """As the mailbox tells it."""
        self.signal(card, "scans_received", fields=fields)

    def track(self, card: int, way: str = "post", number: str | None = NUMBER) -> int:
        """The shipment that came of it."""
        given = {"carrier_way": way, "carrier_track": number}
        self.decide(card, "track_carrier", "saved", "alisa", fields={k: v for k, v in given.items() if v is not None})
        return self.child(card, SHIPMENT)

    def upload(self, card: int) -> None:
        self.decide(card, "upload_scans", "done", "alisa", fields={"clean_scans": [self.file("Акт.pdf")]})

    def send(self, card: int, **changes: Any) -> None:
        given = {"address": "Москва, Тверская, 1", "way": "post", "track": NUMBER, "sent_on": "2026-07-02", **changes}
        self.decide(card, "send_originals", "sent", "alisa", fields={k: v for k, v in given.items() if v is not None})

    def confirm(self, card: int, channel: str = "paper", **changes: Any) -> None:
        given: dict[str, Any] = {"channel": channel, **changes}
        if channel == "paper":
            given.setdefault("signed_scan", [self.file("Подписано.pdf")])
        self.decide(card, "get_signed", "confirmed", "alisa", fields={k: v for k, v in given.items() if v is not None})

    def track_back(self, card: int, way: str = "cdek", number: str | None = "1234567890") -> int:
        given = {"back_way": way, "back_track": number}
        self.decide(card, "get_signed", "tracked", "alisa", fields={k: v for k, v in given.items() if v is not None})
        return self.child(card, SHIPMENT)

    def reach(self, stage: str, **changes: Any) -> int:
        """An order on that stage, by the plain route."""
        card = self.order(**changes)
        steps: dict[str, Callable[[], Any]] = {
            "scans_sent": lambda: self.send_scans(card),
            "scans_received": lambda: self.scans_come(card),
            "originals_on_way": lambda: self.track(card),
            "originals_received": lambda: self.signal(self.child(card, SHIPMENT), "delivered"),
            "sending": lambda: self.upload(card),
            "originals_sent": lambda: self.send(card),
            "done": lambda: self.confirm(card),
        }
        for there, step in steps.items():
            if self.stage(card) == stage:
                break
            step()
            assert self.stage(card) == there
        return card

    # -- what came of it -----------------------------------------------------------------------------------------------

    def bonuses(self) -> list[int]:
        return list(Card.objects.system("test").filter(type=BONUS).values_list("id", flat=True))


def build(now: MovingClock, *packs: str) -> Logistics:
    return furnish(build_office(*(packs or ("payments", "logistics"))), now)


def furnish(office: Office, now: MovingClock) -> Logistics:
    """Into an office whose packs are installed."""
    kinds.shipped()
    ours = our_organisation()
    carrier = Company.objects.create(
        kind="legal",
        name="Трансавто",
        full_name="ООО «Трансавто»",
        inn="7736207543",
        kpp="773601001",
        sort_key="трансавто",
        search_text="трансавто",
        added_at=clock.now(),
    )
    revision.bump()
    return Logistics(office, now, ours, carrier.pk)
