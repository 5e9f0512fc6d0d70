"""«Лист согласования»: a page without scripts, for the printer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.cards import queries
from marshrut.doors.web.present import sheet
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Forbidden

from .base import page


@page
@require_GET
def show(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    if "print" not in view.may:
        raise Forbidden(_("You are not allowed to print this card."))
    return render(request, "screens/sheet.html", {"screen": sheet.screen(view, viewer)})
