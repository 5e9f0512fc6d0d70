"""One card and what is done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards import commands, queries
from marshrut.cards.queries import CardView
from marshrut.doors.web.present import card as card_page
from marshrut.doors.web.present import changes, lists, reading, task
from marshrut.doors.web.present.viewer import Viewer
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
from .mentioning import mentioned, plain

CARD = "screens/card.html"


@page
@require_GET
def show(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    part = request.GET.get("part", "")
    before = number(request.GET.get("before"))
    screen = card_page.screen(view, viewer, before=before, asked=number(request.GET.get("asked")) or 0)
    name = part if part in ("card", "fields", "papers", "files", "journal") else "card"
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
    keys = form.names  # a field locked meanwhile is refused aloud, never dropped
    values, troubles = typed(request, view.card_type, keys)
    try:
        corrected(troubles)
        sent = reading.unsaid(view.card_type, values, view.state.fields, request.POST)
        commands.edit_card(viewer.actor, card=card_id, fields=sent, edition=edition(request), key=key(request))
    except (Invalid, Conflict) as error:
        view = queries.card(viewer.actor, card_id)
        again = card_page.edit_form(view, viewer, error=str(error), typed=values, errors=error.fields)
        again = replace(again, changes=changes.refused(getattr(error, "changes", ()), viewer, card_id))
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
    problem: Refused | None = None
    try:
        commands.comment_card(viewer.actor, card=card_id, text=plain(raw), mentions=mentioned(raw), key=key(request))
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
        news = [f"{one.sentence}." for one in getattr(error, "changes", ())]
        text = " ".join([str(error), *_missing(viewer, card_id, error), *news])
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
    if not wants_json(request):
        return _act(
            request,
            card_id,
            lambda v: commands.move_card(v.actor, card=card_id, to=to, edition=edition(request), key=key(request)),
        )
    try:
        commands.move_card(viewer.actor, card=card_id, to=to, edition=edition(request), key=key(request))
    except Refused as error:
        missing = _missing(viewer, card_id, error) if not isinstance(error, Forbidden) else []
        news = [f"{one.sentence}." for one in getattr(error, "changes", ())]
        error.message = " ".join([str(error), *missing, *news])
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
    waits = any(one.state.state == "open" for one in view.tasks)
    note = _("To the other stages a card goes by a decision on its task.") if waits and len(moves) < len(stages) else ""
    return MoveScreen(card_id=view.id, version=view.state.edition, moves=moves, note=note)
