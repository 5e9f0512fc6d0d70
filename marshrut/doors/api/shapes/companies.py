"""Companies: counterparties with their requisites."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Answer, Body, Links, Ref

Kind = Literal["legal", "sole"]
AddressKind = Literal["actual", "postal", "delivery"]
Line = Annotated[str, StringConstraints(max_length=500)]


class Place(Answer):
    """Beside the legal address, which is a field of the company."""

    kind: AddressKind
    text: str = Field(examples=["Склад 1, Лесная ул., 1"])


class CompanyLine(Answer):
    id: int = Field(examples=[1])
    kind: Kind
    name: str = Field(examples=["Стеклозавод"])
    inn: str = Field(examples=["7707083893"])
    kpp: str = Field(examples=["770701001"])
    requisites: dict[str, str] = Field(description="Those that are filled in.")
    ours: bool = Field(description="One of our own organisations.")
    links: Links


class CompanyList(Answer):
    items: tuple[CompanyLine, ...]


class Company(Answer):
    """`may_edit` says whether the token's person may change it."""

    id: int = Field(examples=[1])
    fields: dict[str, str] = Field(examples=[{"kind": "legal", "name": "Стеклозавод", "inn": "7707083893"}])
    addresses: tuple[Place, ...]
    contacts: tuple[Ref, ...] = Field(description="Who is who there: `GET /api/contacts?company=…`.")
    ours: bool
    version: int
    may_edit: bool
    links: Links


class CompanyChanged(Answer):
    id: int = Field(examples=[1])
    version: int = Field(examples=[1])
    links: Links


class NewPlace(Body):
    kind: AddressKind
    text: Line


class More(Body):
    """Requisites are checked by their check digits; spaces and dashes in numbers do not matter."""

    full_name: Line = Field(default="", examples=["ООО «Стеклозавод»"])
    short_name: Line = Field(default="", description="As contracts write it.")
    addresses: Annotated[list[NewPlace], Field(max_length=20, description="All there are.")] = []
    ours: bool = Field(default=False, strict=True, description="For those who may change companies.")
    kpp: Line = ""
    ogrn: Line = ""
    bank_name: Line = ""
    bik: Line = ""
    account: Line = ""
    corr_account: Line = ""
    address: Line = ""
    phone: Line = ""
    email: Line = ""
    note: Annotated[str, StringConstraints(max_length=2000)] = ""


class NewCompany(More):
    name: Line = Field(min_length=1, examples=["Флаконы и Ко"])
    inn: Line = Field(min_length=1, examples=["7728168971"])
    kind: Kind = "legal"


class CompanyEdit(More):
    """Fields that change; those left out stay."""

    name: Line = ""
    inn: Line = ""
    kind: Kind = "legal"
    version: int | None = Field(
        default=None, strict=True, ge=1, le=10**9, description="As you saw it; changed since: 409 stale.", examples=[1]
    )


class CompanySearch(Body):
    q: str = Field(default="", max_length=200, description="Words of the name, or the beginning of the ИНН.")
    limit: int = Field(default=20, ge=1, le=100)
