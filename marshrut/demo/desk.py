"""Papers on people's desks: what is printed for a request and stored as its file."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from marshrut.documents import commands as documents
from marshrut.documents.rules.russian import money, short_date
from marshrut.kernel.actor import Actor

from . import papers
from .company import US
from .partners import Partner
from .script import Bill


def store_invoice(actor: Actor, bill: Bill, partner: Partner, day: date, pay_until: date | None) -> int:
    """The id of the stored file."""
    content = papers.invoice(
        number=bill.number,
        day=day,
        supplier=partner.party,
        buyer=US,
        lines=bill.lines,
        vat=partner.rate,
        basis=bill.basis,
        pay_until=pay_until,
    )
    return store(actor, f"Счёт № {bill.number.replace('/', '-')} от {short_date(day)}.pdf", content)


def store_order(actor: Actor, number: int, day: date, partner: Partner, amount: Decimal, purpose: str) -> int:
    """A payment order of `day` with the mark of the bank."""
    content = papers.payment_order(
        number=number,
        day=day,
        payer=US,
        payee=partner.party,
        amount=amount,
        purpose=f"Оплата: {purpose}. {_vat(partner, amount)}",
        executed=day,
    )
    return store(actor, f"Платёжное поручение № {number} от {short_date(day)}.pdf", content)


def store(actor: Actor, name: str, content: bytes) -> int:
    return int(documents.store_file(actor, name=name, stream=io.BytesIO(content))["id"])


def _vat(partner: Partner, amount: Decimal) -> str:
    if partner.rate is None:
        return "НДС не облагается."
    return f"В том числе НДС {partner.rate} % — {money(papers.vat_inside(amount, partner.rate))} руб."
