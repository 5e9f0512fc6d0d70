"""Contacts, deals and projects as shapes."""

from __future__ import annotations

from typing import Any

from marshrut.crm import queries as crm
from marshrut.crm.queries import importing
from marshrut.org import queries as org

from ..shapes import partners
from ..shapes.base import Links, Ref
from ..shapes.tables import RowProblem
from . import parts


def links(what: str, which: int) -> Links:
    """`what` is contacts, deals or projects."""
    return Links(self=f"/api/{what}/{which}", page=f"/{what}/{which}/")


def changed(what: str, made: dict[str, Any]) -> partners.Changed:
    return partners.Changed(**made, links=links(what, made["id"]))


def contact_line(found: crm.ContactInfo) -> partners.ContactLine:
    return partners.ContactLine(**_contact(found))


def contact(found: crm.ContactPage) -> partners.Contact:
    return partners.Contact(**_contact(found.info), note=found.note, version=found.version)


def _contact(found: crm.ContactInfo) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "phone": found.phone,
        "email": found.email,
        "duties": tuple(map(duty, found.duties)),
        "links": links("contacts", found.id),
    }


def duty(found: crm.Duty) -> partners.Duty:
    return partners.Duty(
        company=Ref(id=found.company, name=found.company_name),
        roles=found.roles,
        post=found.post,
        signs=found.signs,
        basis=found.basis,
        version=found.version,
    )


def deal_line(found: crm.DealInfo) -> partners.DealLine:
    return partners.DealLine(**_deal(found))


def deal(found: crm.DealPage) -> partners.Deal:
    more = {"note": found.note, "version": found.version, "may_edit": found.may_edit}
    return partners.Deal(**_deal(found.info), **more)


def _deal(found: crm.DealInfo) -> dict[str, Any]:
    return {
        "id": found.id,
        "title": found.title,
        "state": found.state,
        "stage": found.stage,
        "amount": found.amount,
        "company": Ref(id=found.company, name=found.company_name) if found.company else None,
        "contact": Ref(id=found.contact, name=found.contact_name) if found.contact else None,
        "responsible": parts.person(org.chart(), found.responsible),
        "links": links("deals", found.id),
    }


def project_line(found: crm.ProjectInfo) -> partners.ProjectLine:
    return partners.ProjectLine(**_project(found))


def project(found: crm.ProjectPage) -> partners.Project:
    more = {"note": found.note, "version": found.version, "may_edit": found.may_edit}
    return partners.Project(**_project(found.info), **more)


def _project(found: crm.ProjectInfo) -> dict[str, Any]:
    return {
        "id": found.id,
        "title": found.title,
        "state": found.state,
        "companies": tuple(Ref(id=one, name=name) for one, name in found.companies),
        "responsible": parts.person(org.chart(), found.responsible),
        "links": links("projects", found.id),
    }


def plan(found: importing.Plan) -> partners.CompaniesPlan:
    return partners.CompaniesPlan(
        digest=found.digest,
        lines=[_row(one) for one in found.of("new", "changed", "wrong")],
        same=len(found.of("same")),
        skipped=len(found.of("skipped")),
        unknown=list(found.unknown),
    )


def _row(one: importing.Line) -> partners.CompanyRow:
    assert one.state in ("new", "changed", "wrong")
    return partners.CompanyRow(
        row=one.row,
        state=one.state,
        name=one.name,
        inn=one.inn,
        company=one.company,
        changes=[partners.CompanyCell(column=it.column, old=it.old, new=it.new) for it in one.changes],
        problems=[RowProblem(column=column, problem=sentence) for column, sentence in one.problems],
    )
