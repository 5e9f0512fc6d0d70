"""Contacts: found, shown, described."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights, rules
from ..models import CompanyContact, Contact
from ..sentences import NO_SUCH_CONTACT, ROLES

#: rows one answer may hold
MOST = 100


@dataclass(frozen=True, slots=True)
class Duty:
    """What a contact does at one company. `roles` are keys of `rules.Role`; `title` says post and roles in words."""

    company: int
    company_name: str
    roles: tuple[str, ...]
    post: str
    signs: bool
    basis: str
    version: int

    @property
    def title(self) -> str:
        """The post as written; without one, the roles."""
        return self.post or ", ".join(str(ROLES[role]) for role in self.roles)


@dataclass(frozen=True, slots=True)
class ContactInfo:
    id: int
    name: str
    phone: str
    email: str
    duties: tuple[Duty, ...]

    def duty(self, company: int) -> Duty | None:
        return next((one for one in self.duties if one.company == company), None)


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Everything about one contact."""

    info: ContactInfo
    note: str
    version: int
    author: int | None
    added_at: datetime
    may_edit: bool


def contacts_of(actor: Actor) -> QuerySet[Contact]:
    """The gate: all contacts for an employee, none for anybody else."""
    return Contact.objects.all() if access.may(actor, rights.SEE) else Contact.objects.none()


def search_contacts(
    actor: Actor, text: str = "", limit: int = 20, offset: int = 0, *, company: int | None = None
) -> list[ContactInfo]:
    """Contacts whose name, telephone or e-mail holds every word of `text`, by name; of one company, if given."""
    wanted = rules.search_text(text)
    rows = contacts_of(actor).filter(*(Q(search_text__contains=word) for word in wanted.split()))
    if company is not None:
        rows = rows.filter(company_rows__company=company)
    rank = Case(When(search_text__startswith=wanted, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = rows.order_by(*([rank] if wanted else []), "sort_key", "pk").prefetch_related(_duties())
    return [_info(one) for one in rows[offset : offset + max(1, min(limit, MOST))]]


def contact_page(actor: Actor, contact: int) -> ContactPage:
    """Raises NotFound when there is none, or none the actor may see."""
    row = contacts_of(actor).filter(pk=contact).prefetch_related(_duties()).first()
    if row is None:
        raise NotFound(NO_SUCH_CONTACT)
    return ContactPage(
        info=_info(row),
        note=row.note,
        version=row.version,
        author=row.author_id,
        added_at=row.added_at,
        may_edit=access.may(actor, rights.EDIT_CONTACT, ours=any(one.company.ours for one in row.company_rows.all())),
    )


def describe_contacts(ids: Iterable[int]) -> dict[int, ContactInfo]:
    """Contacts by id, in two queries; unknown ids are left out."""
    rows = Contact.objects.filter(pk__in=set(ids)).prefetch_related(_duties())
    return {one.pk: _info(one) for one in rows}


def contacts_by_company(companies: Iterable[int]) -> dict[int, tuple[ContactInfo, ...]]:
    """Who is who at these companies, by name, in two queries; serves rooms with a check of their own."""
    wanted = set(companies)
    rows = Contact.objects.filter(company_rows__company__in=wanted).distinct().order_by("sort_key", "pk")
    found: dict[int, list[ContactInfo]] = {company: [] for company in wanted}
    for info in map(_info, rows.prefetch_related(_duties())):
        for duty in info.duties:
            if duty.company in found:
                found[duty.company].append(info)
    return {company: tuple(people) for company, people in found.items()}


def _duties() -> Prefetch[str]:
    rows = CompanyContact.objects.select_related("company").order_by("company__sort_key", "pk")
    return Prefetch("company_rows", rows)


def _info(row: Contact) -> ContactInfo:
    duties = tuple(
        Duty(one.company_id, one.company.name, tuple(one.roles), one.post, one.signs, one.basis, one.version)
        for one in row.company_rows.all()
    )
    return ContactInfo(row.pk, row.name, row.phone, row.email, duties)
