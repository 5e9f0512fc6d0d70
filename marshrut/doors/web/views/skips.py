"""Skips, for heads: the report, the tasks behind a figure, the report as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.dashboards import skips as dashboard
from marshrut.doors.web.present import skip_list
from marshrut.doors.web.present import skips as present
from marshrut.doors.web.present.viewer import Viewer

from .base import answer, page
from .tabling import download


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    asked = present.parse(request.GET, viewer)
    found = dashboard.figures(viewer.actor, asked.report)
    return render(request, "screens/skips.html", {"screen": present.screen(found, asked, viewer)})


@page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The tasks that a figure counts."""
    viewer, after = Viewer.of(request), request.GET.get("after", "")
    asked = present.parse(request.GET, viewer)
    found = dashboard.listed(viewer.actor, asked.wanted, after or None)
    screen = skip_list.listing(found, asked, viewer)
    return answer(request, f"screens/skip_list.html{'#rows' if after else ''}", {"screen": screen})


@page
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The figures, no cards."""
    viewer = Viewer.of(request)
    asked = present.parse(request.GET, viewer)
    rows = present.table(dashboard.figures(viewer.actor, asked.report), viewer)
    return download(rows, "xlsx", "skips", _("Skips"))
