"""The list of shipments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from marshrut.doors.web.present import shipment_list as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.shipments import queries

from .base import answer, page


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer, after = Viewer.of(request), request.GET.get("after")
    wanted = present.parse(request.GET)
    found = queries.listing(viewer.actor, wanted, after)
    counts = queries.counts(viewer.actor, wanted)
    screen = present.screen(found, counts, request.GET, wanted, viewer)
    return answer(request, f"screens/shipments.html#{'rows' if after else 'list'}", {"screen": screen})
