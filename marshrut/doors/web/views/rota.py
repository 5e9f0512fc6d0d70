"""The calendar of absences from a table of the personnel department, after a preview."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.doors.web.present import rota as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.org import commands
from marshrut.org.queries import rota

from . import tabling
from .base import key, page


def _plan(_request: HttpRequest, viewer: Viewer, rows: tabling.Rows) -> rota.Plan:
    return rota.preview(viewer.actor, rows)


def _apply(request: HttpRequest, viewer: Viewer, rows: tabling.Rows) -> str:
    seen = request.POST.get("seen", "")
    return present.done(commands.import_absences(viewer.actor, rows=rows, seen=seen, key=key(request)))


INCOMING = tabling.Incoming(
    salt="org.rota",
    right="org.import_absences",
    start=present.screen,
    plan=_plan,
    preview=present.preview,
    apply=_apply,
    url="/absences/calendar/",
)


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    return tabling.show(request, INCOMING)


@page
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    return tabling.apply(request, INCOMING)


@page
@require_GET
def example(request: HttpRequest) -> HttpResponseBase:
    rows = rota.example(Viewer.of(request).actor)
    return tabling.download(rows, request.GET.get("form", ""), _("absences-example"), _("Absences"))
