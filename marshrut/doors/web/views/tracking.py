"""Shipments on cards: a number while it is typed, what is on its way, «Проверить сейчас»."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from marshrut.doors.web.present import track
from marshrut.doors.web.present.viewer import Viewer

from .base import page

#: signs of a number that are looked at
LONGEST = 100


@page
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """`?way=` and `?number=` name the inputs that hold them: a page may have several forms."""
    way, number = (request.GET.get(request.GET.get(name, ""), "")[:LONGEST] for name in ("way", "number"))
    said = track.said(way, number, Viewer.of(request).language)
    return render(request, "kit/track_said.html", {"said": said})
