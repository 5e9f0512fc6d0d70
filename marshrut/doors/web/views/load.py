"""Who works on what and where it waits, for heads and directors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from marshrut.dashboards.load import load
from marshrut.doors.web.present import load as present
from marshrut.doors.web.present.viewer import Viewer

from .base import page


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    return render(request, "screens/load.html", {"screen": present.screen(load(viewer.actor), viewer)})
