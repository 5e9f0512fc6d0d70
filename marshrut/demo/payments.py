"""Payment requests of the story: what stands on them, and what people do with them alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from marshrut.cards import commands as cards
from marshrut.documents.rules.russian import short_date
from marshrut.kernel.actor import Actor

from . import desk
from .acts import PARTNER, Office, Paper, decide
from .partners import Partner
from .script import Act, Bill, Request


@dataclass(slots=True)
class Payment:
    request: Request
    purpose: str = ""

    card_type = "payment_request"

    @property
    def partner(self) -> Partner:
        return PARTNER[self.request.to]

    @property
    def verbs(self) -> dict[str, Any]:
        return {
            "approve": decide("approved", "approve"),
            "confirm": decide("confirmed", "finance"),
            "reject": decide("rejected", "approve", "finance"),
            "pay": decide("finished", "pay"),
            "order": self._order,
        }

    def first(self, office: Office, actor: Actor) -> dict[str, Any]:
        request = self.request
        more = {
            "counterparty": office.companies[request.to],
            "expense_item": request.item,
            "note": request.note,
            "pay_before": office.moments.date_of(request.pay_before) if request.pay_before else None,
        }
        return {**self._billed(office, actor, request.invoice), **{key: value for key, value in more.items() if value}}

    def corrected(self, office: Office, actor: Actor) -> dict[str, Any]:
        return self._billed(office, actor, self.request.corrected)

    def _billed(self, office: Office, actor: Actor, bill: Bill | None) -> dict[str, Any]:
        """What the invoice says, with the invoice itself."""
        if bill is None:
            self.purpose = self.request.purpose
            return {"purpose": self.purpose}
        day = office.last_working_day()
        self.purpose = self.request.purpose.format(number=bill.number, day=short_date(day))
        file = desk.store_invoice(actor, bill, self.partner, day, day + timedelta(days=10))
        return {"purpose": self.purpose, "amount": str(bill.amount), "invoice": [file]}

    def _order(self, paper: Paper, actor: Actor, act: Act) -> None:
        """The payment order, printed by the bank today, closes the accountant's task."""
        office, bill = paper.office, self.request.corrected or self.request.invoice
        assert bill is not None
        file = desk.store_order(actor, next(office.orders), office.today(), self.partner, bill.amount, self.purpose)
        task = paper.task(actor, "payment_order").id
        cards.complete_task(actor, task=task, outcome="finished", fields={"payment_order": [file]})
