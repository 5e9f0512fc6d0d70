"""/ui-kit/: the living page of the design kit, and every screen filled with samples."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from marshrut.doors.web.samples import catalogue
from marshrut.doors.web.samples.kit import Kit
from marshrut.doors.web.screens.forms import Option
from marshrut.kernel.errors import Forbidden

from .base import P, View, page


def for_makers(view: View[P]) -> View[P]:
    """Administrators, and everybody where people only train: made-up papers must not be taken for real ones."""

    @page
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person: Any = request.user
        if not (person.is_admin or settings.TRAINING):
            raise Forbidden(_("Samples of the pages are for administrators."))
        return view(request, *args, **kwargs)

    return guarded


@for_makers
def kit(request: HttpRequest) -> HttpResponse:
    return render(request, "screens/kit.html", {"kit": Kit()})


@for_makers
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A screen with made-up values; buttons on it lead nowhere."""
    if name not in catalogue.SCREENS:
        raise Http404
    template, screen = catalogue.SCREENS[name]
    part = catalogue.PARTS.get(request.headers.get("HX-Target", "").rpartition("#")[2], "")
    return render(request, template + part, {"screen": screen})


@for_makers
def suggest(request: HttpRequest) -> HttpResponse:
    options = [Option(str(number), name, hint=hint) for number, (name, hint) in enumerate(catalogue.SUGGESTIONS)]
    return render(request, "kit/options.html", {"options": options})


@for_makers
def track(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/track_said.html", {"said": catalogue.TRACK if request.GET.get("track") else None})


@for_makers
def palette(request: HttpRequest) -> HttpResponse:
    return render(request, "screens/palette.html", {"groups": catalogue.PALETTE})


@for_makers
def page_picture(request: HttpRequest) -> HttpResponse:
    return render(request, "samples/page.svg", content_type="image/svg+xml")
