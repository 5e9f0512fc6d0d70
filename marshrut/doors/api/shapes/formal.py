"""Formalised documents of ФНС (УПД, УКД, ТОРГ-12, acts and the notices about them) as they are read."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, WithJsonSchema

from .base import Answer

Amount = Annotated[
    Decimal,
    PlainSerializer(lambda amount: format(amount, "f"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["63000.00"]}),
]
Iso = Annotated[str, Field(description="A day, or empty.", examples=["2026-11-12"])]


class Side(Answer):
    name: str = Field(examples=['ООО "Ромашка"'])
    who: Literal["legal", "sole", "person", "foreign"]
    inn: str
    kpp: str
    address: str


class Reference(Answer):
    title: str = Field(examples=["Договор"])
    number: str
    date: Iso


class Line(Answer):
    """`before`: the total that a correction replaces."""

    number: str
    name: str
    unit: str
    quantity: Amount | None
    price: Amount | None
    net: Amount | None
    rate: str
    tax: Amount | None
    total: Amount | None
    before: Amount | None


class Signer(Answer):
    name: str
    post: str
    authority: str


class FormalDocument(Answer):
    """`net`, `tax`, `total`: without VAT, the VAT, with VAT. `about`: the file an answer or a notice is about."""

    kind: Literal[
        "upd", "correction", "waybill", "act", "answer", "clarification", "annulment", "receipt", "confirmation"
    ]
    title: str = Field(examples=["УПД № 215 от 12.11.2026"])
    version: str = Field(description="Of the format.", examples=["5.03"])
    function: str = Field(examples=["СЧФДОП"])
    file_id: str
    number: str
    date: Iso
    currency: str = Field(examples=["643"])
    seller: Side | None
    buyer: Side | None
    net: Amount | None
    tax: Amount | None
    untaxed: bool = Field(description="Without VAT.")
    total: Amount | None
    increase: Amount | None
    decrease: Amount | None
    basis: tuple[Reference, ...]
    correction: Reference | None
    corrects: tuple[Reference, ...]
    lines: tuple[Line, ...] = Field(description="The first thousand.")
    line_count: int
    signers: tuple[Signer, ...]
    text: str
    handed_on: Iso
    outcome: str = Field(description="Of an answer: 1 accepted, 2 with discrepancies, 3 not accepted.")
    about: str
    formed: str
    inside: str = Field(description="Name of the file in the archive that was read.")
    others: int = Field(description="Other documents in the archive.")
    askew: bool = Field(description="The lines do not add up to the total.")
