"""Cards of one type: board, list, saved views, the form of a new card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards import commands, queries
from marshrut.cards.queries.timeline import Wording
from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import CardType
from marshrut.documents import queries as documents
from marshrut.doors.web.present import fields, letters, lists, reading
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.create import CreateScreen
from marshrut.doors.web.screens.files import FileRow
from marshrut.doors.web.screens.forms import Field, Form
from marshrut.engine.definition import Definition
from marshrut.engine.foreseeing import first_asked
from marshrut.kernel import clock
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, Refused

from .base import answer, corrected, go, key, number, page, typed
from .tabling import chosen_form, download

#: people named in «Дальше»
NAMED = 3
#: bytes; larger files are drawn by the worker only
SKETCHED = 20_000_000


@page
@require_GET
def board(request: HttpRequest, card_type: str) -> HttpResponse:
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    wanted = lists.parse(request.GET, kind, viewer)
    if request.GET.get("part") == "tiles":
        offset = min(number(request.GET.get("offset")) or 0, 100_000)
        stage = request.GET.get("column", "")
        if stage not in kind.by_stage:
            return HttpResponse(status=204)
        found = queries.column(viewer.actor, kind, stage, wanted, offset)
        column = lists.column(kind, found, request.GET, viewer, offset)
        return answer(request, "screens/board.html#tiles", {"column": column})
    columns = queries.board(viewer.actor, kind, wanted)
    screen = lists.board(kind, columns, request.GET, queries.views(viewer.actor, kind.key), viewer)
    part = "#heads" if request.GET.get("part") == "heads" else ""
    return answer(request, f"screens/board.html{part}", {"screen": screen})


@page
@require_GET
def listing(request: HttpRequest, card_type: str) -> HttpResponse:
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    wanted = lists.parse(request.GET, kind, viewer)
    found = queries.listing(viewer.actor, kind.key, wanted, number(request.GET.get("after")))
    totals = queries.totals(viewer.actor, kind.key, wanted)
    saved = queries.views(viewer.actor, kind.key)
    screen = lists.listing(kind, found, totals, request.GET, saved, viewer)
    return answer(request, "screens/list.html#list", {"screen": screen})


@page
@require_POST
def export(request: HttpRequest, card_type: str) -> HttpResponseBase:
    """The list with its filter as a table; a list that is cut off says so in its last row."""
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    form = chosen_form(request.POST.get("form"))
    made = commands.export_cards(
        viewer.actor,
        card_type=kind,
        wanted=lists.parse(request.GET, kind, viewer),
        form=form,
        query=urlencode(lists.current(request.GET), doseq=True),
        zone=viewer.zone,
    )
    rows = [*made.rows, [lists.cut(made.total)]] if made.cut else made.rows
    return download(rows, form, kind.key, kind.title.say(viewer.language))


@page
@require_POST
def save_view(request: HttpRequest, card_type: str) -> HttpResponse:
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    query = urlencode(lists.current(request.GET), doseq=True)
    shared = request.POST.get("shared") == "1"
    commands.save_view(
        viewer.actor,
        card_type=kind.key,
        name=request.POST.get("name", ""),
        query=query,
        shared=shared,
        key=key(request),
    )
    return go(request, f"/cards/{kind.key}/?{query}")


@page
@require_POST
def remove_view(request: HttpRequest, card_type: str, view_id: int) -> HttpResponse:
    """One's own saved view; the page then shows everything."""
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    commands.remove_view(viewer.actor, view=view_id)
    return go(request, f"/cards/{kind.key}/")


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, card_type: str) -> HttpResponse:
    """The form of a new card; after a refusal everything typed and every file is still there."""
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    if request.method == "GET":
        return answer(request, "screens/create.html", {"screen": _create_screen(viewer, kind)})
    keys = on_form(kind)
    values, troubles = typed(request, kind, keys)
    sent = request.POST.get("draft") != "1"
    try:
        corrected(troubles)
        made = commands.create_card(
            viewer.actor,
            card_type=kind.key,
            fields={name: value for name, value in values.items() if value not in ("", [])}
            | reading.kept_empty(kind, values, request.POST),
            start=sent,
            key=key(request),
        )
    except (Invalid, Conflict, Forbidden) as error:
        screen = _create_screen(viewer, kind, reading.completed(viewer, kind, values), error)
        return answer(request, "screens/create.html", {"screen": screen}, error.status)
    return go(request, f"/cards/{made['card']}/" + ("registered/" if sent and letters.incoming(kind) else ""))


def on_form(kind: CardType) -> list[str]:
    """Fields of the create form: those no task fills, and that are known by then."""
    on_card = (name for name in kind.fields if name not in kind.only_in_tasks)
    return [name for name in on_card if not kind.fields[name].by_system and not kind.fields[name].later]


def _create_screen(
    viewer: Viewer, kind: CardType, values: dict[str, Any] | None = None, error: Refused | None = None
) -> CreateScreen:
    definition = queries.definition_today(kind.key)
    words = Wording(definition, viewer.chart, viewer.zone)
    keys = on_form(kind)
    inputs = fields.inputs(
        words,
        keys,
        {},
        reader=viewer.person,
        typed=_prefilled(viewer, kind) if values is None else values,
        errors=error.fields if error else None,
        required=frozenset(name for name in keys if kind.fields[name].required),
    )
    files = [one for one in inputs if one.kind == "file"]
    paper = next((one for one in files if kind.letter and one.name == kind.letter.paper), files[0] if files else None)
    first, rest = letters.envelope(kind, letters.joined(kind, [one for one in inputs if one is not paper]))
    message = str(error) if error else ""
    path = f"/cards/{kind.key}/new/"
    return CreateScreen(
        type_key=kind.key,
        type_name=kind.title.say(viewer.language),
        title=kind.create.say(viewer.language),
        form=Form(path, _files_last(first), message, submit=_("Register") if letters.incoming(kind) else ""),
        file=paper,
        rest=_files_last(rest),
        rest_open=any(one.value or one.chosen or one.error for one in rest),
        preview_url="/files/preview/",
        preview=_kept(viewer, values, paper.name) if paper else None,
        next_step=_next_step(viewer, definition),
    )


def _files_last(inputs: Sequence[Field]) -> tuple[Field, ...]:
    return tuple(sorted(inputs, key=lambda one: one.kind == "file"))


def _prefilled(viewer: Viewer, kind: CardType) -> dict[str, Any]:
    """Where there is only one organisation of ours nobody has to look for it."""
    asked = [name for name, rule in kind.fields.items() if rule.ours]
    ours = crm.organisations(viewer.actor) if asked else []
    return dict.fromkeys(asked, ours[0].id) if len(ours) == 1 else {}


def _kept(viewer: Viewer, values: dict[str, Any] | None, field: str) -> FileRow | None:
    """The first kept file of a refused form, drawn at once: its pages are made a moment later."""
    kept = (values or {}).get(field) or []
    info = documents.describe(kept[:1]).get(kept[0]) if kept else None
    if info is None or info.uploaded_by != viewer.person:
        return None
    pages = tuple(f"/files/{info.id}/page/{one.number}.webp" for one in info.pages)
    if not pages and info.size < SKETCHED:
        with documents.open_blob(info.id) as content:
            pages = documents.sketch(info.name, content)
    many = info.page_count or len(pages)
    return FileRow(id=info.id, name=info.name, kind="pdf", meta="", pages=pages, page_count=many) if pages else None


def _next_step(viewer: Viewer, definition: Definition) -> str:
    """«Дальше: Согласование руководителем. Жуков Б. П.»: where the press leads."""
    stage = definition.stages[definition.card_type.first].title.say(viewer.language)
    asked = first_asked(definition, viewer.person, clock.now(), viewer.chart)
    who = ", ".join(viewer.chart.name(person) for person in asked[:NAMED]) + ("…" if asked[NAMED:] else "")
    return _("Next: {stage}. {who}").format(stage=stage, who=who) if who else _("Next: {stage}").format(stage=stage)
