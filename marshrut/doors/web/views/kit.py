"""/ui-kit/: the living page of the design kit, and every screen filled with samples."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marshrut.doors.web.samples import catalogue
from marshrut.doors.web.samples.kit import Kit
from marshrut.doors.web.screens.forms import Option


@login_required
def kit(request: HttpRequest) -> HttpResponse:
    return render(request, "screens/kit.html", {"kit": Kit()})


@login_required
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A screen with made-up values; buttons on it lead nowhere."""
    if name not in catalogue.SCREENS:
        raise Http404
    template, screen = catalogue.SCREENS[name]
    part = catalogue.PARTS.get(request.headers.get("HX-Target", "").rpartition("#")[2], "")
    return render(request, template + part, {"screen": screen})


@login_required
def suggest(request: HttpRequest) -> HttpResponse:
    options = [Option(str(number), name, hint=hint) for number, (name, hint) in enumerate(catalogue.SUGGESTIONS)]
    return render(request, "kit/options.html", {"options": options})


@login_required
def palette(request: HttpRequest) -> HttpResponse:
    return render(request, "screens/palette.html", {"groups": catalogue.PALETTE})


@login_required
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "samples/page.svg", content_type="image/svg+xml")
