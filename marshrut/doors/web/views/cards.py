"""Cards: board, list, a new card, one card and what is done with it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards import commands, queries
from marshrut.cards.queries import CardView
from marshrut.cards.queries.timeline import Wording
from marshrut.definitions.schema.pack import CardType
from marshrut.documents import queries as documents
from marshrut.doors.web.present import card as card_page
from marshrut.doors.web.present import fields, lists, task
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import FileRow
from marshrut.doors.web.screens.create import CreateScreen
from marshrut.doors.web.screens.forms import Form
from marshrut.doors.web.screens.moves import Move, MoveScreen
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, Refused

from .base import (
    answer,
    corrected,
    edition,
    go,
    is_fragment,
    key,
    number,
    page,
    refused,
    stored,
    toast,
    typed,
    wants_json,
)
from .inbox import card_answer

CARD = "screens/card.html"
#: bytes; larger files are drawn by the worker only
SKETCHED = 20_000_000
MENTION = re.compile(r"@\[([^\]\n]{1,100})\]\((\d{1,18})\)")


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
    try:
        corrected(troubles)
        made = commands.create_card(
            viewer.actor,
            card_type=kind.key,
            fields={name: value for name, value in values.items() if value not in ("", [])},
            start=request.POST.get("draft") != "1",
            key=key(request),
        )
    except (Invalid, Conflict, Forbidden) as error:
        screen = _create_screen(viewer, kind, values, error)
        return answer(request, "screens/create.html", {"screen": screen}, error.status)
    return go(request, f"/cards/{made['card']}/")


def on_form(kind: CardType) -> list[str]:
    """Fields of the create form: those no task fills."""
    in_tasks = {entry.field for stage in kind.stages for rule in stage.tasks for entry in rule.form}
    return [name for name in kind.fields if name not in in_tasks]


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
        typed=values,
        errors=error.fields if error else None,
        required=frozenset(name for name in keys if kind.fields[name].required),
    )
    files = [one for one in inputs if one.kind == "file"]
    message = str(error) if error else ""
    path = f"/cards/{kind.key}/new/"
    return CreateScreen(
        type_key=kind.key,
        type_name=kind.title.say(viewer.language),
        title=kind.create.say(viewer.language),
        form=Form(path, tuple(one for one in inputs if one.kind != "file"), message),
        file=files[0],
        preview_url="/files/preview/",
        preview=_kept(viewer, values, files[0].name),
        next_step=_next_step(viewer, kind),
    )


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


def _next_step(viewer: Viewer, kind: CardType) -> str:
    """«Дальше: Согласование руководителем»: where the press leads."""
    stage = kind.by_stage[kind.first].title.say(viewer.language)
    head = viewer.chart.head_of(viewer.person)
    who = viewer.chart.name(head) if head else ""
    return _("Next: {stage}. {who}").format(stage=stage, who=who) if who else _("Next: {stage}").format(stage=stage)


@page
@require_GET
def show(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    part = request.GET.get("part", "")
    before = number(request.GET.get("before"))
    screen = card_page.screen(view, viewer, before=before)
    name = part if part in ("card", "fields", "files", "journal") else "card"
    return answer(request, f"{CARD}#{name}" if part else CARD, {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    if "edit" not in view.may:
        raise Forbidden(_("You are not allowed to change this card."))
    if request.method == "GET":
        return _fields(request, view, viewer, card_page.edit_form(view, viewer))
    form = card_page.edit_form(view, viewer)
    keys = [one.name for one in form.fields]  # a field locked meanwhile is refused aloud, never dropped
    values, troubles = typed(request, view.card_type, keys)
    try:
        corrected(troubles)
        commands.edit_card(viewer.actor, card=card_id, fields=values, edition=edition(request), key=key(request))
    except (Invalid, Conflict) as error:
        again = card_page.edit_form(view, viewer, error=str(error), typed=values, errors=error.fields)
        return _fields(request, view, viewer, again, error.status)
    response = card_answer(request, viewer, card_id)
    response.headers["HX-Retarget"] = "#card"  # the form asked for its own section only
    return response


def _fields(request: HttpRequest, view: CardView, viewer: Viewer, form: Form | None, status: int = 200) -> HttpResponse:
    return answer(request, f"{CARD}#fields", {"screen": card_page.screen(view, viewer, editing=form)}, status)


@page
@require_POST
def comment(request: HttpRequest, card_id: int) -> HttpResponse:
    """A comment; "@[Name](id)" mentions a colleague."""
    viewer = Viewer.of(request)
    raw = request.POST.get("text", "")
    mentions = [int(found[1]) for found in MENTION.findall(raw)]
    problem: Refused | None = None
    try:
        text = MENTION.sub(r"@\1", raw)
        commands.comment_card(viewer.actor, card=card_id, text=text, mentions=mentions, key=key(request))
    except Invalid as error:
        problem = error
    if not is_fragment(request) and problem is None:
        return go(request, f"/cards/{card_id}/")
    view = queries.card(viewer.actor, card_id)
    said = (raw, str(problem)) if problem else ("", "")
    screen = card_page.screen(view, viewer, comment=said)
    return answer(request, f"{CARD}#journal", {"screen": screen}, problem.status if problem else 200)


@page
@require_POST
def attach(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    if "attach" not in view.may:
        raise Forbidden(_("You are not allowed to attach files to this card."))
    problem = ""
    try:
        files = stored(request, "files")
        commands.attach_files(viewer.actor, card=card_id, files=files, key=key(request))
    except Invalid as error:
        problem = str(error)
    if not is_fragment(request) and not problem:
        return go(request, f"/cards/{card_id}/")
    screen = card_page.screen(queries.card(viewer.actor, card_id), viewer)
    response = answer(request, f"{CARD}#files", {"screen": screen})
    return toast(response, problem, "bad") if problem else response


def _act(request: HttpRequest, card_id: int, act: Any) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        act(viewer)
    except (Invalid, Conflict) as error:
        text = " ".join([str(error), *_missing(viewer, card_id, error)])
        return card_answer(request, viewer, card_id, task.Refusal(message=text), error.status)
    return card_answer(request, viewer, card_id)


def _missing(viewer: Viewer, card_id: int, error: Refused) -> list[str]:
    """Names of the fields a refusal is about."""
    if not error.fields:
        return []
    known = queries.card(viewer.actor, card_id).card_type.fields
    names = [known[name].title.say(viewer.language) for name in error.fields if name in known]
    return [", ".join(names) + "."] if names else []


@page
@require_POST
def start(request: HttpRequest, card_id: int) -> HttpResponse:
    return _act(request, card_id, lambda v: commands.start_card(v.actor, card=card_id, key=key(request)))


@page
@require_POST
def restart(request: HttpRequest, card_id: int) -> HttpResponse:
    return _act(request, card_id, lambda v: commands.restart_card(v.actor, card=card_id, key=key(request)))


@page
@require_POST
def withdraw(request: HttpRequest, card_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _act(
        request, card_id, lambda v: commands.withdraw_card(v.actor, card=card_id, reason=reason, key=key(request))
    )


@page
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, card_id: int) -> HttpResponse:
    """The sheet of stages (GET), a drag from the board (JSON), or a choice of the sheet."""
    viewer = Viewer.of(request)
    if request.method == "GET":
        return answer(request, "screens/move.html", {"screen": _sheet(queries.card(viewer.actor, card_id), viewer)})
    to = request.POST.get("stage", "")
    if not wants_json(request) and request.headers.get("HX-Request"):
        return _act(
            request,
            card_id,
            lambda v: commands.move_card(v.actor, card=card_id, to=to, edition=edition(request), key=key(request)),
        )
    try:
        commands.move_card(viewer.actor, card=card_id, to=to, edition=edition(request), key=key(request))
    except Refused as error:
        missing = _missing(viewer, card_id, error) if not isinstance(error, Forbidden) else []
        error.message = " ".join([str(error), *missing])
        return refused(request, error)
    return _moved(request, viewer, queries.card(viewer.actor, card_id))


def _moved(request: HttpRequest, viewer: Viewer, view: CardView) -> HttpResponse:
    """What the board needs after a drag: the tile's new version and moves, the heads of all columns."""
    kind = queries.card_type(view.card_type.key)
    columns = queries.board(viewer.actor, kind, lists.parse(request.GET, kind, viewer))
    heads = {
        column.key: render_to_string("kit/column_head.html", {"column": column}, request)
        for column in lists.board(kind, columns, request.GET, [], viewer).columns
    }
    stage = view.card_type.by_stage[view.state.stage].title.say(viewer.language)
    text = _("{card}: {stage}").format(card=view.name, stage=stage)
    return JsonResponse({"version": view.state.edition, "moves": view.moves, "heads": heads, "text": text})


def _sheet(view: CardView, viewer: Viewer) -> MoveScreen:
    stages = [stage for stage in view.card_type.stages if not stage.reserved]
    moves = tuple(
        Move(
            stage.key,
            stage.title.say(viewer.language),
            stage.color,
            here=stage.key == view.state.stage,
        )
        for stage in stages
        if stage.key in view.moves or stage.key == view.state.stage
    )
    note = _("To the other stages a card goes by a decision on its task.") if len(moves) < len(stages) else ""
    return MoveScreen(card_id=view.id, version=view.state.edition, moves=moves, note=note)
