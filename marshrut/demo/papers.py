"""Papers of the demo company: invoices of suppliers and payment orders with the bank's mark, as PDF.

The same data make the same bytes, so the demo company has the same files on every machine. Data reach the form as
JSON and never become its text.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marshrut.documents.rules.russian import long_date, money, money_in_words, short_date

if TYPE_CHECKING:
    from typst import Fonts

FORMS = Path(__file__).with_name("forms")
#: per cent, since 1 January 2026 (425-ФЗ)
VAT = 22
_KOPECK = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Party:
    """Requisites as a paper prints them; the same names as the fields of a company."""

    name: str
    inn: str
    kpp: str = ""
    address: str = ""
    bank_name: str = ""
    bik: str = ""
    account: str = ""
    corr_account: str = ""
    #: «Иванова А. П.»
    director: str = ""
    accountant: str = ""
    city: str = "Москва"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice; the price contains VAT."""

    title: str
    price: Decimal
    quantity: Decimal = Decimal(1)
    unit: str = "шт"

    @property
    def sum(self) -> Decimal:
        return (self.price * self.quantity).quantize(_KOPECK, ROUND_HALF_UP)


def total(lines: Sequence[Line]) -> Decimal:
    """What the invoice asks for: put the same sum into the request."""
    return sum((line.sum for line in lines), Decimal(0))


def invoice(
    *,
    number: str,
    day: date,
    supplier: Party,
    buyer: Party,
    lines: Sequence[Line],
    vat: int | None = VAT,
    basis: str = "",
    pay_until: date | None = None,
    notice: str = "",
) -> bytes:
    """«Счёт на оплату № … от …» as one PDF. `vat` in per cent, None for a supplier without VAT (ИП, УСН)."""
    asked = total(lines)
    data = {
        "title": f"Счёт на оплату № {number} от {long_date(day)}",
        "notice": notice,
        "supplier": asdict(supplier),
        "buyer": asdict(buyer),
        "basis": basis,
        "lines": [_line(line) for line in lines],
        "total": money(asked),
        "vat_label": "Без НДС:" if vat is None else f"В том числе НДС {vat}\u00a0%:",
        "vat": "—" if vat is None else money(vat_inside(asked, vat)),
        "words": money_in_words(asked),
        "pay_until": long_date(pay_until) if pay_until else "",
        "head_role": "Предприниматель" if supplier.name.startswith("ИП ") else "Руководитель",
        **ink(supplier),
    }
    return printed("invoice.typ", data, day)


def payment_order(
    *, number: int, day: date, payer: Party, payee: Party, amount: Decimal, purpose: str, executed: date | None
) -> bytes:
    """Form 0401060 as one PDF, with the bank's mark when it is `executed` (S4.23). `purpose` names the VAT itself."""
    data = {
        "title": f"Платёжное поручение № {number} от {short_date(day)}",
        "number": str(number),
        "date": short_date(day),
        "payer": asdict(payer),
        "payee": asdict(payee),
        "amount": _bank_sum(amount),
        "words": money_in_words(amount),
        "purpose": purpose,
        "accepted": short_date(day),
        "executed": short_date(executed) if executed else "",
        **ink(payer),
    }
    return printed("payment_order.typ", data, day)


def letter(
    *, number: str, day: date, sender: Party, to: Mapping[str, str], title: str, text: Sequence[str], basis: str = ""
) -> bytes:
    """A letter on the sender's form as one PDF. `to`: post, ours, addressee; `basis`: what it answers."""
    data = {
        "number": number,
        "day": short_date(day),
        "sender": asdict(sender),
        "title": title,
        "text": list(text),
        "basis": basis,
        "role": "Предприниматель" if sender.name.startswith("ИП ") else "Директор",
        **to,
        **ink(sender),
    }
    return printed("letter.typ", data, day)


def vat_inside(amount: Decimal, rate: int) -> Decimal:
    """The VAT contained in a sum."""
    return (amount * rate / (100 + rate)).quantize(_KOPECK, ROUND_HALF_UP)


def _line(line: Line) -> dict[str, str]:
    quantity = f"{line.quantity.normalize():f}".replace(".", ",")
    return {
        "title": line.title,
        "quantity": quantity,
        "unit": line.unit,
        "price": money(line.price),
        "sum": money(line.sum),
    }


def ink(owner: Party) -> dict[str, Any]:
    """Seals and signatures differ between companies and stay the same within one."""
    seal_name = owner.name.upper() if len(owner.name) <= 30 else owner.name.upper()[:29] + "…"
    return {"seed": zlib.crc32(owner.inn.encode()) % 97 + 3, "seal_name": seal_name, "city": owner.city}


def _bank_sum(amount: Decimal) -> str:
    """«12345-67», whole rubles as «12345=» (762-П)."""
    rubles, kopecks = divmod(int(amount * 100), 100)
    return f"{rubles}-{kopecks:02}" if kopecks else f"{rubles}="


@cache
def _fonts() -> Fonts:
    from typst import Fonts

    return Fonts(include_system_fonts=False)


def printed(form: str, data: Mapping[str, Any], day: date) -> bytes:
    import typst

    made = typst.compile(
        FORMS / form,
        root=FORMS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=datetime.combine(day, time(12), UTC),
    )
    assert isinstance(made, bytes)
    return made
