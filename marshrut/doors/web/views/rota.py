"""The calendar of absences from a table of the personnel department, after a preview."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.doors.web.present import rota as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, Refused
from marshrut.org import access, commands
from marshrut.org.queries import rota

from .base import go, key, page
from .importing import download, packed, sent, unpacked

SALT: Final = "org.rota"
ACTION: Final = "org.import_absences"


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Choose or paste a table; sent, it is compared with what is set, and nothing is written."""
    viewer = Viewer.of(request)
    access.require(viewer.actor, ACTION, chart=viewer.chart)
    if request.method == "GET":
        return _start(request, Draft())
    try:
        rows = sent(request)
        plan, text = rota.preview(viewer.actor, rows), packed(viewer, rows, SALT)
    except Invalid as error:
        return _start(request, Draft.refused(request.POST, error), error.status)
    return _preview(request, viewer, plan, text)


def _start(request: HttpRequest, draft: Draft, status: int = 200) -> HttpResponse:
    return render(request, "screens/rota.html", {"screen": present.screen(draft, Viewer.of(request))}, status=status)


def _preview(
    request: HttpRequest, viewer: Viewer, plan: rota.Plan, text: str, error: Refused | None = None
) -> HttpResponse:
    screen = present.preview(plan, text, viewer, str(error) if error else "")
    return render(request, "screens/rota_preview.html", {"screen": screen}, status=error.status if error else 200)


@page
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, ACTION, chart=viewer.chart)
    try:
        rows = unpacked(request, viewer, SALT)
    except Invalid as error:
        return _start(request, Draft({}, str(error)), error.status)
    try:
        done: dict[str, Any] = commands.import_absences(
            viewer.actor, rows=rows, seen=request.POST.get("seen", ""), key=key(request)
        )
    except (Conflict, Invalid) as error:
        return _preview(request, viewer, rota.preview(viewer.actor, rows), request.POST["packed"], error)
    messages.success(request, present.done(done))
    return go(request, "/absences/calendar/")


@page
@require_GET
def example(request: HttpRequest) -> HttpResponseBase:
    rows = rota.example(Viewer.of(request).actor)
    return download(rows, request.GET.get("form", ""), _("absences-example"), _("Absences"))
