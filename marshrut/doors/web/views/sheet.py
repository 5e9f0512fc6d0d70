"""«Лист согласования»: a page without scripts, a PDF/A of each round, and the way back from its QR code."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.cards import queries
from marshrut.documents import forms, serving
from marshrut.doors.web.present import paper_sheet, sheet
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Forbidden, NotFound

from .base import page


@page
@require_GET
def show(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    return render(request, "screens/sheet.html", {"screen": sheet.screen(_printed(viewer, card_id), viewer)})


def _printed(viewer: Viewer, card_id: int) -> queries.CardView:
    view = queries.card(viewer.actor, card_id)
    if "print" not in view.may:
        raise Forbidden(_("You are not allowed to print this card."))
    return view


@page
@require_GET
def paper(request: HttpRequest, card_id: int, round_n: int) -> HttpResponse:
    """One round as PDF/A; its QR code leads back to the card."""
    viewer = Viewer.of(request)
    view = _printed(viewer, card_id)
    origin = settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    made = forms.approval_sheet(paper_sheet.data(view, viewer, round_n, f"{origin}/q/{queries.mark(view.id)}/"))
    name = _("Approval sheet {number}, round {n}.pdf").format(number=view.number, n=round_n)
    return HttpResponse(made, headers=serving.table_headers(name, "application/pdf"))


@page
@require_GET
def marked(request: HttpRequest, token: str) -> HttpResponse:
    """The QR code of a sheet. What we did not make, what is gone and what may not be seen look the same."""
    viewer, card = Viewer.of(request), queries.card_of_mark(token)
    if card is None or not queries.may_see(viewer.actor, card):
        raise NotFound(_("There is no such card, or you have no access to it."))
    return redirect(f"/cards/{card}/")
