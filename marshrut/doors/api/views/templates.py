"""Word templates: read, add, change, put away, fill in with a card."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Query, Status

from marshrut.cards.queries.template import template_values
from marshrut.documents import commands, queries, serving
from marshrut.documents.rules import TEMPLATE_TYPE
from marshrut.documents.sentences import TEMPLATE_WHY
from marshrut.org import queries as org

from ..bearer import caller
from ..door import api
from ..present import parts
from ..shapes.base import Key, Links, PathId, Ref
from ..shapes.templates import (
    NewTemplate,
    Template,
    TemplateArchive,
    TemplateChanged,
    TemplateEdit,
    TemplateLine,
    TemplateList,
)
from .files import DOWNLOAD

CardType = Annotated[str, Query(max_length=60, description="Only templates offered on cards of this type.")]


@api.get("/templates", response=TemplateList, tags=["templates"], summary="List templates")
def list_templates(request: HttpRequest, card_type: CardType = "", archived: bool = False) -> TemplateList:
    """Word files with fields that a card fills in, by title; with `archived` also those put away."""
    found = queries.templates(caller(request).actor, card_type=card_type, archived=archived)
    return TemplateList(items=tuple(TemplateLine(**_line(one)) for one in found))


@api.post("/templates", response={201: TemplateChanged}, tags=["templates"], summary="Add a template")
def add_template(
    request: HttpRequest, response: HttpResponse, body: NewTemplate, key: Key = None
) -> Status[TemplateChanged]:
    """Upload the DOCX first. Refused (422 template) when it holds macros, fetches from outside or says too much."""
    made = commands.add_template(caller(request).actor, **body.model_dump(), key=key)
    answer = _changed(made)
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.get("/templates/{template}", response=Template, tags=["templates"], summary="Read a template")
def read_template(request: HttpRequest, template: PathId) -> Template:
    """With the names of fields it asks for."""
    actor = caller(request).actor
    looked = queries.template_fields(actor, template)
    problem = str(TEMPLATE_WHY[looked.why] % {"about": looked.about}) if looked.why else ""
    return Template(**_line(queries.template(actor, template)), fields=looked.fields, problem=problem)


@api.patch("/templates/{template}", response=TemplateChanged, tags=["templates"], summary="Change a template")
def edit_template(request: HttpRequest, template: PathId, body: TemplateEdit, key: Key = None) -> TemplateChanged:
    """Papers made with it before stay as they are."""
    given = body.model_dump(exclude_unset=True)
    return _changed(commands.edit_template(caller(request).actor, template=template, key=key, **given))


@api.post("/templates/{template}/archive", response=TemplateChanged, tags=["templates"], summary="Put a template away")
def archive_template(request: HttpRequest, template: PathId, body: TemplateArchive, key: Key = None) -> TemplateChanged:
    """Or offer it again: `archived` false."""
    made = commands.archive_template(caller(request).actor, template=template, key=key, **body.model_dump())
    return _changed(made)


@api.get("/templates/{template}/file", tags=["templates"], summary="Download a template", openapi_extra=DOWNLOAD)
def download_template(request: HttpRequest, template: PathId) -> HttpResponseBase:
    """The DOCX with its fields."""
    one = queries.template(caller(request).actor, template)
    return serving.response(queries.open_blob(one.file.id), serving.headers(one.file))


@api.get(
    "/templates/{template}/filled/{card}", tags=["templates"], summary="Fill a template in", openapi_extra=DOWNLOAD
)
def fill_template(request: HttpRequest, template: PathId, card: PathId) -> HttpResponseBase:
    """A DOCX with the values of a card the person may see. Nothing is kept."""
    actor = caller(request).actor
    made = queries.filled_template(actor, template, template_values(actor, card))
    return serving.response(io.BytesIO(made.content), serving.table_headers(made.name, TEMPLATE_TYPE))


def _line(one: queries.TemplateInfo) -> dict[str, Any]:
    own = asdict(one) | {"file": Ref(id=one.file.id, name=one.file.name), "links": _links(one.id)}
    own["author"] = parts.someone(org.chart(), one.author)
    return {name: own[name] for name in TemplateLine.model_fields}


def _links(template: int) -> Links:
    return Links(self=f"/api/templates/{template}", page=f"/templates/{template}/")


def _changed(made: dict[str, Any]) -> TemplateChanged:
    return TemplateChanged(id=made["id"], version=made["version"], links=_links(made["id"]))
