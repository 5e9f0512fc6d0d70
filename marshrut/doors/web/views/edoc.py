"""One e-document: its block on the card, its files, what it belongs to."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.documents import serving
from marshrut.doors.web.present import edoc_card, edoc_files, edoc_links
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.edocs import commands, queries
from marshrut.edocs.queries.contents import content
from marshrut.kernel.errors import Conflict, Invalid

from .base import answer, chosen, go, is_fragment, key, page, toast

CARD: Final = "kit/card_edoc.html"
LOOK: Final = "screens/edoc_look.html"
SHEET: Final = "screens/edoc_links.html"


@page
@require_GET
def show(request: HttpRequest, card_id: int) -> HttpResponse:
    """The block alone; the card itself for whoever has no scripts."""
    viewer = Viewer.of(request)
    found = queries.edoc(viewer.actor, card_id)
    if not is_fragment(request):
        return go(request, f"/cards/{card_id}/")
    return render(request, CARD, {"part": edoc_card.part(found, viewer)})


@page
@require_POST
def refresh(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer, trouble = Viewer.of(request), ""
    try:
        commands.refresh(viewer.actor, card=card_id, key=key(request))
    except (Invalid, Conflict) as error:
        trouble = str(error)
    done = _("1C is being asked: the answer appears here")
    if not is_fragment(request):
        (messages.warning if trouble else messages.success)(request, trouble or done)
        return go(request, f"/cards/{card_id}/")
    part = edoc_card.part(queries.edoc(viewer.actor, card_id), viewer, again=not trouble)
    response = render(request, "kit/edoc_refresh.html", {"bar": part.refresh})
    return toast(response, trouble or done, "warn" if trouble else "ok")


@page
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, card_id: int) -> HttpResponse:
    """The form of links: a sheet over the card, a page of its own for whoever has no scripts."""
    viewer = Viewer.of(request)
    found = queries.edoc(viewer.actor, card_id)
    if request.method == "GET":
        return answer(request, f"{SHEET}#form", {"screen": edoc_links.form(found, edoc_links.draft(found))})
    try:
        was = edoc_links.chosen(found)
        typed = {name: chosen(request, name) for name in edoc_links.NAMES if name in request.POST}
        sent = {name: value for name, value in typed.items() if value != was[name]}  # what stays is nobody's choice
        if sent:
            commands.link_edoc(viewer.actor, card=card_id, **sent, key=key(request))
    except (Invalid, Conflict) as error:
        screen = edoc_links.form(found, Draft.refused(request.POST, error))
        return answer(request, f"{SHEET}#form", {"screen": screen}, error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/cards/{card_id}/")


@page
@require_GET
def file(request: HttpRequest, card_id: int, number: int) -> HttpResponseBase:
    """The file itself, through us: 1C's own address never reaches a browser. Why there is none is a page."""
    viewer = Viewer.of(request)
    found = content(viewer.actor, card_id, number)
    if not found.body:
        screen = edoc_files.look(found, queries.edoc(viewer.actor, card_id), number)
        return render(request, LOOK, {"screen": screen}, status=404)
    name, content_type = edoc_files.kept_as(found)
    return serving.response(BytesIO(found.body), serving.table_headers(name, content_type))


@page
@require_GET
def look(request: HttpRequest, card_id: int, number: int) -> HttpResponse:
    """The first pages as pictures of ours: nothing active of the file reaches the page."""
    viewer = Viewer.of(request)
    found = content(viewer.actor, card_id, number)
    screen = edoc_files.look(found, queries.edoc(viewer.actor, card_id), number)
    return answer(request, f"{LOOK}#look", {"screen": screen})
