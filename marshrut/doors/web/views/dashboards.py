"""Reports on processes and e-documents; each also as a table for saving."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.cards import queries
from marshrut.dashboards import edocs, processes
from marshrut.doors.web.present import edoc_reports, process_reports, report_tables, reports
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.dashboards import DashboardScreen

from .base import page
from .tabling import download


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    asked = reports.parse(request.GET, viewer, reports.PATH)
    return _answer(request, process_reports.overview(processes.processes(viewer.actor, asked.period), asked, viewer))


@page
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    viewer = Viewer.of(request)
    asked = reports.parse(request.GET, viewer, reports.PATH)
    found = processes.processes(viewer.actor, asked.period)
    return download(report_tables.overview(found, viewer), "xlsx", "processes", _("Processes"))


@page
@require_GET
def process(request: HttpRequest, card_type: str) -> HttpResponse:
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    asked = reports.parse(request.GET, viewer, process_reports.path(kind))
    if kind.edoc is not None:
        return redirect(reports.address(reports.EDOCS, asked.kept))
    found = processes.process(viewer.actor, kind.key, asked.period)
    return _answer(request, process_reports.process(found, asked, viewer))


@page
@require_GET
def export_process(request: HttpRequest, card_type: str) -> HttpResponseBase:
    viewer, kind = Viewer.of(request), queries.card_type(card_type)
    asked = reports.parse(request.GET, viewer, process_reports.path(kind))
    found = processes.process(viewer.actor, kind.key, asked.period)
    rows = report_tables.process(found, viewer)
    return download(rows, "xlsx", kind.key, kind.title.say(viewer.language))


@page
@require_GET
def signing(request: HttpRequest) -> HttpResponse:
    """E-documents: signed or not, overdue, who holds longest (S2.15)."""
    viewer = Viewer.of(request)
    asked = reports.parse(request.GET, viewer, reports.EDOCS)
    return _answer(request, edoc_reports.screen(edocs.signing(viewer.actor, asked.period), asked, viewer))


@page
@require_GET
def export_signing(request: HttpRequest) -> HttpResponseBase:
    viewer = Viewer.of(request)
    asked = reports.parse(request.GET, viewer, reports.EDOCS)
    rows = report_tables.signing(edocs.signing(viewer.actor, asked.period), viewer)
    return download(rows, "xlsx", "e-documents", _("E-documents"))


def _answer(request: HttpRequest, screen: DashboardScreen) -> HttpResponse:
    return render(request, "screens/dashboard.html", {"screen": screen})
