"""Companies and people."""

from __future__ import annotations

from marshrut.crm.queries import CompanyCard, CompanyInfo
from marshrut.org.queries import PersonLine

from ..shapes import companies, people
from ..shapes.base import Ref
from .parts import company_links


def company_line(found: CompanyInfo) -> companies.CompanyLine:
    return companies.CompanyLine(
        id=found.id,
        kind=found.kind,
        name=found.name,
        inn=found.inn,
        kpp=found.kpp,
        requisites={row.field: row.value for row in found.requisites},
        ours=found.ours,
        links=company_links(found.id),
    )


def company(found: CompanyCard) -> companies.Company:
    return companies.Company(
        id=found.id,
        fields=found.fields,
        addresses=tuple(companies.Place(kind=kind, text=text) for kind, text in found.addresses),
        contacts=tuple(Ref(id=one.id, name=one.name) for one in found.contacts),
        ours=found.ours,
        version=found.version,
        may_edit=found.may_edit,
        links=company_links(found.id),
    )


def person(found: PersonLine) -> people.Person:
    return people.Person(
        id=found.id,
        name=found.short_name,
        full_name=found.full_name,
        email=found.email,
        position=found.position,
        department=found.department,
    )
