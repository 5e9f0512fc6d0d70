"""Companies and their contacts from a table, after a preview."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.crm import commands, rights
from marshrut.crm.queries import importing
from marshrut.doors.web.present.partners import importing as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.views import tabling
from marshrut.doors.web.views.base import key, page


def _updates(request: HttpRequest) -> bool:
    return request.POST.get("existing") != present.SKIP


def _plan(request: HttpRequest, viewer: Viewer, rows: tabling.Rows) -> importing.Plan:
    return importing.preview(viewer.actor, rows, update=_updates(request))


def _apply(request: HttpRequest, viewer: Viewer, rows: tabling.Rows) -> str:
    seen, update = request.POST.get("seen", ""), _updates(request)
    made = commands.import_companies(viewer.actor, rows=rows, seen=seen, update=update, key=key(request))
    return present.done(made)


INCOMING = tabling.Incoming(
    salt="crm.import",
    right=rights.IMPORT,
    start=present.screen,
    plan=_plan,
    preview=present.preview,
    apply=_apply,
    url="/companies/",
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
    rows = importing.example(Viewer.of(request).actor)
    return tabling.download(rows, request.GET.get("form", ""), _("companies-example"), _("Companies"))
