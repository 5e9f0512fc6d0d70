"""What a formalised document put into a file field says about the card: values for the fields its type names.

Only empty fields are ever filled; who fills them decides what is empty. Nothing ambiguous is guessed (A2.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from marshrut.crm.queries import matching
from marshrut.crm.rules import inn_flaw
from marshrut.definitions.schema.pack import CardType, Field
from marshrut.definitions.schema.reads import Reads
from marshrut.documents import queries as documents
from marshrut.documents.fns import names
from marshrut.documents.fns.shapes import MAIN, ROUBLE, Formal, Party
from marshrut.engine.fields import BadValue, clean, out_of_bounds


@dataclass(frozen=True, slots=True)
class Stranger:
    """A side of the document that we do not know, or that could be several companies, and the field it belongs in."""

    field: str
    party: Party
    several: bool = False


@dataclass(frozen=True, slots=True)
class Filling:
    """`values` as cards keep them, in the order of the form."""

    values: dict[str, Any]
    strangers: tuple[Stranger, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    party: Party
    #: None: no company, or several
    company: int | None
    ours: bool
    several: bool


def filling(kind: CardType, field: str, document: Formal, today: date) -> Filling:
    """What the document says to the fields that `field` reads into. Empty for a field that reads nothing."""
    reads = kind.fields[field].reads
    if reads is None:
        return Filling({})
    raw: dict[str, Any] = {}
    strangers: list[Stranger] = []
    for key, side in _sides(reads, document):
        if side.company is not None and (side.ours or not kind.fields[key].ours):
            raw[key] = side.company
        elif side.company is None and not kind.fields[key].ours:
            strangers.append(Stranger(key, side.party, side.several))
    raw |= dict(_texts(kind, reads, document)) | dict(_sums(reads, document))
    fitting = {key: _fitting(kind.fields[key], raw[key], today) for key in kind.fields if key in raw}
    return Filling({key: value for key, value in fitting.items() if value is not None}, tuple(strangers))


def _texts(kind: CardType, reads: Reads, document: Formal) -> Iterator[tuple[str, Any]]:
    if reads.title:
        yield reads.title, names.purpose(document, kind.fields[reads.title].max_length)
    if reads.number and len(document.number) <= kind.fields[reads.number].max_length:
        yield reads.number, document.number
    if reads.basis:
        yield reads.basis, names.basis(document, kind.fields[reads.basis].max_length)
    if reads.date:
        yield reads.date, document.date


def _sums(reads: Reads, document: Formal) -> Iterator[tuple[str, Any]]:
    """Sums in roubles, of documents that state what is owed."""
    if document.kind not in MAIN or document.currency not in {"", ROUBLE}:
        return
    if reads.amount and document.total is not None:
        yield reads.amount, _kopecks(document.total)
    if reads.vat and document.tax is not None:
        yield reads.vat, _kopecks(document.tax)


def _kopecks(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.01")))


def _fitting(field: Field, value: Any, today: date) -> Any:
    """As the card keeps it; None for what no person could type there."""
    try:
        canonical = clean(field, value)
    except BadValue:
        return None
    return None if out_of_bounds(field, canonical, today) else canonical


def _sides(reads: Reads, document: Formal) -> Iterator[tuple[str, _Side]]:
    """(field, side) of every company the type asks for. Where no side is ours, the seller is the partner."""
    if not (reads.seller or reads.buyer or reads.partner or reads.organisation):
        return
    seller, buyer = _found(document.seller), _found(document.buyer)
    if reads.seller and seller:
        yield reads.seller, seller
    if reads.buyer and buyer:
        yield reads.buyer, buyer
    sold_by_us = bool(seller and seller.ours and not (buyer and buyer.ours))
    own, partner = (seller, buyer) if sold_by_us else (buyer, seller)
    if reads.organisation and own and own.ours:
        yield reads.organisation, own
    if reads.partner and partner:
        yield reads.partner, partner


def _found(party: Party | None) -> _Side | None:
    """By ИНН and КПП, else by the ИНН alone when one company has it. A wrong ИНН says nothing."""
    if party is None or inn_flaw(party.inn, len(party.inn) == 12) is not None:
        return None
    there = matching.companies_by_inn([party.inn]).get(party.inn, [])
    exact = [one for one in there if one.kpp == party.kpp]
    one = exact[0] if len(exact) == 1 else there[0] if len(there) == 1 else None
    if one is None:
        return _Side(party, None, ours=False, several=bool(there))
    return _Side(party, one.id, ours=one.ours, several=False)


def readable(kind: CardType) -> tuple[str, ...]:
    """File fields that read documents."""
    return tuple(key for key, field in kind.fields.items() if field.reads is not None)


def document_in(files: Iterable[int]) -> Formal | None:
    """The first formalised document among files, archives that nobody has looked into yet included."""
    known = documents.describe(files := list(files))
    found = (documents.formal_in(known[one]) for one in files if one in known)
    return next((one for one in found if one is not None), None)
