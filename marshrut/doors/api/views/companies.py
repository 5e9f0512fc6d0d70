"""Companies: search, read, add, change."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Status

from marshrut.crm import commands, queries
from marshrut.crm.queries import importing

from ..bearer import caller
from ..door import api
from ..present import companies as present
from ..present import partners
from ..present.parts import company_links
from ..shapes.base import Key, PathId
from ..shapes.companies import Company, CompanyChanged, CompanyEdit, CompanyList, CompanySearch, NewCompany
from ..shapes.partners import Companies, CompaniesDone, CompaniesPlan


@api.get("/companies", response=CompanyList, tags=["companies"], summary="Find companies")
def list_companies(request: HttpRequest, wanted: Annotated[CompanySearch, Query()]) -> CompanyList:
    """By name or ИНН; without words the first by name."""
    found = queries.search_companies(caller(request).actor, wanted.q, wanted.limit)
    return CompanyList(items=tuple(map(present.company_line, found)))


@api.post("/companies", response={201: CompanyChanged}, tags=["companies"], summary="Add a company")
def add_company(
    request: HttpRequest, response: HttpResponse, body: NewCompany, key: Key = None
) -> Status[CompanyChanged]:
    """Refused when we have it already (409 company_exists; `subject` names it) or a check digit is wrong (422)."""
    made = commands.add_company(caller(request).actor, **body.model_dump(), key=key)
    answer = CompanyChanged(**made, links=company_links(made["id"]))
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.post("/companies/import", response=CompaniesPlan, tags=["companies"], summary="Bring companies in")
def import_companies(request: HttpRequest, body: Companies, key: Key = None) -> CompaniesPlan:
    """For those who may change companies. First without `seen`: what would change. Then with the `digest` of that."""
    actor = caller(request).actor
    if not body.seen:
        return partners.plan(importing.preview(actor, body.rows, update=body.update))
    done = commands.import_companies(actor, rows=body.rows, seen=body.seen, update=body.update, key=key)
    return CompaniesPlan(digest=body.seen, done=CompaniesDone(**done))


@api.get("/companies/{company}", response=Company, tags=["companies"], summary="Read a company")
def read_company(request: HttpRequest, company: PathId) -> Company:
    """All its fields, also the empty ones."""
    return present.company(queries.company_card(caller(request).actor, company))


@api.patch("/companies/{company}", response=CompanyChanged, tags=["companies"], summary="Change a company")
def edit_company(request: HttpRequest, company: PathId, body: CompanyEdit, key: Key = None) -> CompanyChanged:
    """Change the fields given. With `version` nobody else's change is overwritten."""
    given = body.model_dump(exclude_unset=True)
    made = commands.edit_company(caller(request).actor, company=company, key=key, **given)
    return CompanyChanged(**made, links=company_links(made["id"]))
