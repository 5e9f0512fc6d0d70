"""Tables: lists of cards and of people taken away, people brought in."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query

from marshrut.cards import commands as cards
from marshrut.cards import queries
from marshrut.documents import serving, tables
from marshrut.kernel.errors import Forbidden, NotFound
from marshrut.org import commands as org
from marshrut.org.queries import staff

from ..bearer import caller
from ..door import api
from ..shapes.base import Key
from ..shapes.tables import (
    CardsWanted,
    CellChange,
    MissingPerson,
    PeopleWanted,
    RowProblem,
    Staff,
    StaffDone,
    StaffLine,
    StaffPlan,
)

TABLE = {
    "responses": {
        200: {
            "description": "The table, for saving.",
            "content": {
                kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for kind in (tables.CSV, tables.XLSX)
            },
        }
    }
}


@api.get("/exports/cards", tags=["tables"], summary="Take a list of cards away", openapi_extra=TABLE)
def export_cards(request: HttpRequest, wanted: Annotated[CardsWanted, Query()]) -> HttpResponseBase:
    """The newest 20,000 cards of the list that the person may export. Leaves a line for administrators."""
    me = caller(request)
    kind = queries.card_type(wanted.type)
    narrowed = queries.Filter(
        text=wanted.q,
        stages=tuple(wanted.stage),
        state=wanted.state or "",
        author=wanted.author,
        holder=wanted.holder,
        company=wanted.company,
        overdue=wanted.overdue,
    )
    query = request.META.get("QUERY_STRING", "")
    try:
        made = cards.export_cards(
            me.actor, card_type=kind, wanted=narrowed, form=wanted.form, query=query, zone=me.zone
        )
    except Forbidden as error:  # forbidden and missing look the same
        raise NotFound(error.message) from error
    return _table(made.rows, wanted.form, kind.key)


@api.get("/exports/people", tags=["tables"], summary="Take people and departments away", openapi_extra=TABLE)
def export_people(request: HttpRequest, wanted: Annotated[PeopleWanted, Query()]) -> HttpResponseBase:
    """For administrators: the table that `POST /api/people/import` takes. Leaves a line."""
    try:
        rows = org.export_people(caller(request).actor, form=wanted.form)
    except Forbidden as error:
        raise NotFound(error.message) from error
    return _table(rows, wanted.form, "people")


def _table(rows: Any, form: tables.Format, name: str) -> HttpResponseBase:
    content, content_type = tables.as_file(rows, form, name)
    return serving.response(content, serving.table_headers(f"{name}.{form}", content_type))


@api.post("/people/import", response=StaffPlan, tags=["tables"], summary="Bring people and departments in")
def import_people(request: HttpRequest, body: Staff, key: Key = None) -> StaffPlan:
    """For administrators. First without `seen`: what would change. Then with the `digest` of that: all or nothing."""
    actor = caller(request).actor
    if not body.seen:
        return _plan(staff.preview(actor, body.rows))
    done = org.import_people(actor, rows=body.rows, seen=body.seen, dismiss=body.dismiss, key=key)
    return StaffPlan(digest=body.seen, done=StaffDone(**done))


def _plan(plan: staff.Plan) -> StaffPlan:
    return StaffPlan(
        digest=plan.digest,
        lines=[_line(one) for one in plan.of("new", "changed", "wrong")],
        same=len(plan.of("same")),
        departments=[unit.path for unit in plan.units],
        missing=[MissingPerson(id=one.id, email=one.email, name=one.name) for one in plan.missing],
        warnings=list(plan.warnings),
        unknown=list(plan.unknown),
    )


def _line(one: staff.Line) -> StaffLine:
    return StaffLine(
        row=one.row,
        state=one.state,
        email=one.email,
        name=one.name,
        person=one.person,
        changes=[CellChange(column=it.column, old=_plain(it.old), new=_plain(it.new)) for it in one.changes],
        problems=[RowProblem(column=column, problem=sentence) for column, sentence in one.problems],
    )


def _plain(value: str | tuple[str, ...] | bool | None) -> str | list[str] | bool | None:
    return list(value) if isinstance(value, tuple) else value
