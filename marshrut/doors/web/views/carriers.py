"""Carriers, for administrators: the list, one of them, «Проверить», its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.doors.web.present import carriers as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import access
from marshrut.shipments import commands, queries, rights
from marshrut.shipments.queries import CarrierInfo

from . import accounts
from .base import edition, go, key, number, page


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = _tending(request)
    found = queries.carriers(viewer.actor)
    return render(request, "screens/carriers.html", {"screen": present.listing(found, viewer)})


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Sent to itself it tries the account; the page then says step by step how that went."""
    viewer = _tending(request)
    check = None
    if request.method == "POST":
        check = commands.check_carrier(viewer.actor, carrier=code)
    one = queries.carrier(viewer.actor, code)
    return render(
        request, "screens/carrier.html", {"screen": present.screen(one, viewer, check, accounts.site(request))}
    )


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Connects a carrier, or changes how it is reached."""
    viewer = _tending(request)
    one = queries.carrier(viewer.actor, code)
    if request.method == "GET":
        return _form(request, present.form(present.draft(one), one))
    seen = edition(request) or 0
    try:
        sent = _sent(request, one)
        commands.set_carrier(viewer.actor, carrier=code, version=seen, key=key(request), **sent)
    except (Invalid, Conflict) as error:
        return _form(request, present.form(present.refused(request.POST, error), one, seen), error.status)
    said = _("Saved") if one.connected else _("The carrier is connected. Press «Check» to see whether it works.")
    messages.success(request, said)
    return go(request, f"{present.PATH}{code}/")


@page
@require_POST
def remove(request: HttpRequest, code: str) -> HttpResponse:
    commands.remove_carrier(_tending(request).actor, carrier=code, key=key(request))
    messages.success(request, _("The carrier is disconnected"))
    return go(request, present.PATH)


def _tending(request: HttpRequest) -> Viewer:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.SEE_CARRIERS, chart=viewer.chart)
    return viewer


def _sent(request: HttpRequest, one: CarrierInfo) -> dict[str, Any]:
    """Only what the form shows; raises Invalid for a limit that is no number."""
    given, secrets = accounts.sent(request, one.form, present.OWN)
    typed = request.POST.get("quota", "").strip()
    quota = number(typed)
    if typed and quota is None:
        raise Invalid(_("Some fields need correction."), fields={"quota": _("Write a whole number.")})
    return {"settings": given, "secrets": secrets, "quota": quota, "active": request.POST.get("active") == "1"}


def _form(request: HttpRequest, screen: FormScreen, status: int = 200) -> HttpResponse:
    return render(request, "screens/form.html", {"screen": screen}, status=status)
