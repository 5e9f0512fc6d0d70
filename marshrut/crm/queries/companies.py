"""What others may read of companies. Every employee sees them; `describe` serves rooms with a check of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights, rules
from ..models import Company
from ..sentences import KINDS, LABELS, NO_SUCH_COMPANY, OGRN_OF_SOLE
from .contacts import MOST, ContactInfo, contacts_by_company

#: what a payment needs, in the order people copy it (S4.24)
REQUISITES = ("full_name", "inn", "kpp", "ogrn", "bank_name", "bik", "account", "corr_account", "address")


@dataclass(frozen=True, slots=True)
class Row:
    """A filled-in requisite: field key, its name in the reader's language, its value."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CompanyInfo:
    id: int
    kind: str
    name: str
    inn: str
    kpp: str
    requisites: tuple[Row, ...]
    #: one of our own organisations
    ours: bool = False
    #: as contracts write it; the everyday name where it was not given
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """Everything about one company. `fields` holds every field of `rules.FIELDS`, also the empty ones."""

    id: int
    kind_title: str
    fields: dict[str, str]
    requisites: tuple[Row, ...]
    #: (kind of `rules.AddressKind`, text), beside the legal one
    addresses: tuple[tuple[str, str], ...]
    #: who is who there, by name
    contacts: tuple[ContactInfo, ...]
    ours: bool
    version: int
    author: int | None
    added_at: datetime
    may_edit: bool
    #: whether the actor may say who is who there
    may_place: bool

    @property
    def accounting(self) -> ContactInfo | None:
        """Whom to ask about a payment."""
        return next((one for one in self.contacts if (duty := one.duty(self.id)) and "accounting" in duty.roles), None)

    @property
    def signatory(self) -> ContactInfo | None:
        """Who signs papers in the name of the company."""
        return next((one for one in self.contacts if (duty := one.duty(self.id)) and duty.signs), None)


def visible_to(actor: Actor) -> QuerySet[Company]:
    """The gate of every read: all companies for an employee, none for anybody else."""
    return Company.objects.all() if access.may(actor, rights.SEE) else Company.objects.none()


def search_companies(actor: Actor, text: str = "", limit: int = 20, offset: int = 0) -> list[CompanyInfo]:
    """Companies whose names hold every word of `text`, or whose ИНН starts with it; no text: the first by name.

    The exact ИНН comes first, then names that start with the text, then the rest; inside, in Russian order.
    """
    wanted = rules.search_text(text)
    digits = "".join(wanted.split())
    by_name = Q(*(Q(search_text__contains=word) for word in wanted.split()))
    match = by_name | Q(inn__startswith=digits) if digits.isdigit() else by_name
    rank = Case(
        When(inn=digits, then=Value(0)),
        When(search_text__startswith=wanted, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    # without words the index alone gives the order
    rows = visible_to(actor).filter(match).order_by(*([rank] if wanted else []), "sort_key", "pk")
    return [_info(company) for company in rows[offset : offset + max(1, min(limit, MOST))]]


def company_card(actor: Actor, company: int) -> CompanyCard:
    """Raises NotFound when there is none, or none the actor may see. Three queries beside the check."""
    row = visible_to(actor).filter(pk=company).prefetch_related("addresses").first()
    if row is None:
        raise NotFound(NO_SUCH_COMPANY)
    return CompanyCard(
        id=row.pk,
        kind_title=str(KINDS[row.kind]),
        fields={field: str(getattr(row, field)) for field in rules.FIELDS},
        requisites=_requisites(row),
        addresses=tuple((one.kind, one.text) for one in sorted(row.addresses.all(), key=lambda one: one.pk)),
        contacts=contacts_by_company([row.pk])[row.pk],
        ours=row.ours,
        version=row.version,
        author=row.author_id,
        added_at=row.added_at,
        may_edit=access.may(actor, rights.EDIT),
        may_place=access.may(actor, rights.LINK_CONTACT, ours=row.ours),
    )


def organisations(actor: Actor) -> list[CompanyInfo]:
    """Our own organisations («Наши организации»), by name."""
    return [_info(company) for company in visible_to(actor).filter(ours=True).order_by("sort_key", "pk")]


def describe(ids: Iterable[int]) -> dict[int, CompanyInfo]:
    """Names and requisites by id, in one query; unknown ids are left out."""
    return {company.pk: _info(company) for company in Company.objects.filter(pk__in=set(ids))}


def _info(company: Company) -> CompanyInfo:
    return CompanyInfo(
        company.pk,
        company.kind,
        company.name,
        company.inn,
        company.kpp,
        requisites=_requisites(company),
        ours=company.ours,
        short_name=company.short_name or company.name,
    )


def _requisites(company: Company) -> tuple[Row, ...]:
    return tuple(
        Row(field, str(_label(field, company.kind)), value)
        for field in REQUISITES
        if (value := str(getattr(company, field)))
    )


def _label(field: str, kind: str) -> object:
    return OGRN_OF_SOLE if field == "ogrn" and kind == rules.Kind.SOLE else LABELS[field]
