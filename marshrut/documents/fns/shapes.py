"""What a formalised document says, as plain values. Texts are one line, money is in its `currency`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

#: upd: УПД and счёт-фактура; correction: УКД; waybill: ТОРГ-12; act; answer: the title of the other side; then notices
Kind = Literal["upd", "correction", "waybill", "act", "answer", "clarification", "annulment", "receipt", "confirmation"]
#: they state a fact of business: only these fill the fields of a card with sums
MAIN: Final = frozenset({"upd", "correction", "waybill", "act"})
Who = Literal["legal", "sole", "person", "foreign"]
ROUBLE: Final = "643"


@dataclass(frozen=True, slots=True)
class Party:
    name: str = ""
    who: Who = "legal"
    inn: str = ""
    kpp: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another paper: the contract it rests on, the invoice it corrects. `date` is ISO, "" when unknown."""

    title: str = ""
    number: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`net`, `tax`, `total`: without tax, the tax, with tax. `before`: the total that a correction replaces."""

    number: str = ""
    name: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None
    net: Decimal | None = None
    rate: str = ""
    tax: Decimal | None = None
    total: Decimal | None = None
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """`authority`: the power of attorney (МЧД) or another basis, as written."""

    name: str = ""
    post: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formal:
    """One formalised document."""

    kind: Kind
    #: of the format, like 5.03
    version: str = ""
    #: СЧФ, СЧФДОП, ДОП, КСЧФ and others, as written
    function: str = ""
    #: name of its file without the extension, by which other titles point at it
    file_id: str = ""
    number: str = ""
    #: ISO
    date: str = ""
    #: code of the currency
    currency: str = ROUBLE
    seller: Party | None = None
    buyer: Party | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    #: without tax (БезНДС)
    untaxed: bool = False
    total: Decimal | None = None
    #: of a correction: by how much the sum with tax grew and shrank
    increase: Decimal | None = None
    decrease: Decimal | None = None
    basis: tuple[Reference, ...] = ()
    #: it replaces that many-th time (исправление)
    correction: Reference | None = None
    #: of a correction: what it corrects
    corrects: tuple[Reference, ...] = ()
    lines: tuple[Line, ...] = ()
    #: all of them, though only the first are told
    line_count: int = 0
    signers: tuple[Signer, ...] = ()
    #: what is written of the operation, why it is refused or annulled
    text: str = ""
    #: the day the goods were handed over, the work was accepted, ISO
    handed_on: str = ""
    #: of an answer: 1 accepted, 2 with discrepancies, 3 not accepted
    outcome: str = ""
    #: of an answer and a notice: the file it is about
    about: str = ""
    #: when the file was made, «12.11.2026 10.15.00»
    formed: str = ""
    #: in an archive: the name of the file that was read, and how many other documents lie there
    inside: str = ""
    others: int = 0
    #: the lines do not add up to the totals
    askew: bool = False
