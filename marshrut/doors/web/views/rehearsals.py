"""«Прогоны»: the list, the question, one with its timeline, the same as a file; a card with somebody silent."""

from __future__ import annotations

import io
import json
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.documents import serving
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.rehearsals import asking, listing, played, words
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access
from marshrut.rehearsals import commands, queries, rights

from .base import answer, go, key, number, page
from .tabling import download

JSON: Final = "application/json"


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    found = queries.rehearsals(viewer.actor, before=number(request.GET.get("before")), limit=listing.PAGE + 1)
    screen = listing.screen(found, viewer, may_ask=_may(viewer))
    return answer(request, "screens/rehearsals.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.REHEARSE, chart=viewer.chart)
    if request.method == "GET":
        draft = asking.start(request.GET.dict(), _people(request.GET.getlist("silent")), viewer)
        return _form(request, viewer, draft)
    sent: dict[str, Any] = request.POST.dict()
    sent |= {name: _people(request.POST.getlist(name)) for name in ("silent", "dismissed")}
    try:
        made = commands.rehearse(viewer.actor, **asking.parse(sent, viewer), key=key(request))
    except (Invalid, NotFound) as error:
        fields = {"type": str(error)} if isinstance(error, NotFound) else error.fields
        return _form(request, viewer, Draft(sent, str(error), fields, error.code), Invalid.status)
    return go(request, words.address(made["rehearsal"]))


def _form(request: HttpRequest, viewer: Viewer, draft: Draft, status: int = 200) -> HttpResponse:
    screen = asking.screen(draft, viewer, queries.playable_drafts(viewer.actor))
    return render(request, "screens/rehearse.html", {"screen": screen}, status=status)


@page
@require_GET
def show(request: HttpRequest, rehearsal: int) -> HttpResponse:
    viewer = Viewer.of(request)
    asked, after = played.parse(request.GET)
    found = queries.rehearsal(viewer.actor, rehearsal)
    lines = queries.lines(viewer.actor, rehearsal, asked, after, played.PAGE)
    screen = played.screen(found, lines, asked, after, viewer, may_ask=_may(viewer))
    return answer(request, f"screens/rehearsal.html{'#lines' if after else ''}", {"screen": screen})


@page
@require_GET
def export(request: HttpRequest, rehearsal: int) -> HttpResponseBase:
    viewer, form = Viewer.of(request), request.GET.get("form")
    asked, _after = played.parse(request.GET)
    if form == "json":
        content = json.dumps(queries.whole(viewer.actor, rehearsal, asked), ensure_ascii=False).encode()
        return serving.response(io.BytesIO(content), serving.table_headers(f"rehearsal-{rehearsal}.json", JSON))
    lines = queries.lines(viewer.actor, rehearsal, asked, limit=None)
    return download(played.table(lines, viewer), form, f"rehearsal-{rehearsal}", _("Rehearsal"))


@page
@require_POST
def remove(request: HttpRequest, rehearsal: int) -> HttpResponse:
    commands.remove_rehearsal(Viewer.of(request).actor, rehearsal=rehearsal, key=key(request))
    messages.success(request, _("The rehearsal is removed"))
    return go(request, words.PATH)


@page
@require_POST
def of_card(request: HttpRequest, card_id: int) -> HttpResponse:
    """«Что если … молчит?»: that very card from where it is."""
    viewer = Viewer.of(request)
    silent = _people(request.POST.getlist("silent"))
    made = commands.rehearse(viewer.actor, card=card_id, silent=silent, key=key(request))
    return go(request, words.address(made["rehearsal"]))


def _may(viewer: Viewer) -> bool:
    return access.may(viewer.actor, rights.REHEARSE, chart=viewer.chart)


def _people(sent: list[str]) -> list[int]:
    return [one for one in map(number, sent) if one is not None]
