"""Contacts: search, read, add, change; who is who at a company."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Status

from marshrut.crm import commands, queries

from ..bearer import caller
from ..door import api
from ..present import partners as present
from ..shapes.base import Key, PathId
from ..shapes.partners import (
    Changed,
    Contact,
    ContactEdit,
    ContactList,
    ContactSearch,
    DutyEdit,
    NewContact,
)


@api.get("/contacts", response=ContactList, tags=["contacts"], summary="Find contacts")
def list_contacts(request: HttpRequest, wanted: Annotated[ContactSearch, Query()]) -> ContactList:
    """By name, telephone or e-mail; of one company, if given."""
    found = queries.search_contacts(caller(request).actor, wanted.q, wanted.limit, company=wanted.company)
    return ContactList(items=tuple(map(present.contact_line, found)))


@api.post("/contacts", response={201: Changed}, tags=["contacts"], summary="Add a contact")
def add_contact(request: HttpRequest, response: HttpResponse, body: NewContact, key: Key = None) -> Status[Changed]:
    """With `company` also what the person does there."""
    made = commands.add_contact(caller(request).actor, **body.model_dump(), key=key)
    answer = present.changed("contacts", made)
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.get("/contacts/{contact}", response=Contact, tags=["contacts"], summary="Read a contact")
def read_contact(request: HttpRequest, contact: PathId) -> Contact:
    """The person and what they do at each company."""
    return present.contact(queries.contact_page(caller(request).actor, contact))


@api.patch("/contacts/{contact}", response=Changed, tags=["contacts"], summary="Change a contact")
def edit_contact(request: HttpRequest, contact: PathId, body: ContactEdit, key: Key = None) -> Changed:
    """Change the fields given. With `version` nobody else's change is overwritten."""
    given = body.model_dump(exclude_unset=True)
    return present.changed("contacts", commands.edit_contact(caller(request).actor, contact=contact, key=key, **given))


@api.put("/companies/{company}/contacts/{contact}", response=Changed, tags=["contacts"], summary="Put at a company")
def link_contact(request: HttpRequest, company: PathId, contact: PathId, body: DutyEdit, key: Key = None) -> Changed:
    """What the person does there, instead of what was said. `id` and `version` are of this duty."""
    actor = caller(request).actor
    made = commands.link_contact(actor, company=company, contact=contact, key=key, **body.model_dump())
    return Changed(**made, links=present.links("contacts", contact))


@api.delete(
    "/companies/{company}/contacts/{contact}", response={204: None}, tags=["contacts"], summary="Take from a company"
)
def unlink_contact(request: HttpRequest, company: PathId, contact: PathId, key: Key = None) -> Status[None]:
    """The person stays."""
    commands.unlink_contact(caller(request).actor, company=company, contact=contact, key=key)
    return Status(204, None)
