"""Where post for a company goes: seen, changed in its place on the page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marshrut.crm import commands, queries
from marshrut.crm.rules import AddressKind
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.partners import addresses as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.views.base import edition, go, is_fragment, key, page, toast
from marshrut.kernel.errors import Conflict, Forbidden, Invalid


@page
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, company_id: int) -> HttpResponse:
    """A script gets the block alone: with its form, or with `?shown=1` as it is."""
    viewer = Viewer.of(request)
    card = queries.company_card(viewer.actor, company_id)
    if not card.may_edit:
        raise Forbidden(_("Companies are changed by accountants and administrators."))
    if request.method == "GET":
        return _shown(request, card, None if request.GET.get("shown") else present.draft(card))
    seen = edition(request)
    try:
        places = _places(card, request.POST.get(present.FIELD, ""))
        commands.edit_company(viewer.actor, company=company_id, version=seen, addresses=places, key=key(request))
    except (Invalid, Conflict) as error:
        return _shown(request, card, Draft.refused(request.POST, error), seen, error.status)
    if is_fragment(request):
        return toast(_shown(request, queries.company_card(viewer.actor, company_id)), _("Saved"))
    messages.success(request, _("Saved"))
    return go(request, f"/companies/{company_id}/")


def _shown(
    request: HttpRequest,
    card: queries.CompanyCard,
    draft: Draft | None = None,
    seen: int | None = None,
    status: int = 200,
) -> HttpResponse:
    if is_fragment(request):
        return render(request, "kit/company_post.html", {"part": present.part(card, draft, seen)}, status=status)
    if draft is None:
        return go(request, f"/companies/{card.id}/")
    return render(request, "screens/form.html", {"screen": present.form(card, draft, seen)}, status=status)


def _places(card: queries.CompanyCard, text: str) -> Any:
    """All addresses of the company, with this one for post in the place of the one that was shown; others stay."""
    kept = [{"kind": kind, "text": words} for kind, words in card.addresses]
    kinds = [one["kind"] for one in kept]
    place = kinds.index(AddressKind.POSTAL) if AddressKind.POSTAL in kinds else len(kept)
    return [*kept[:place], {"kind": AddressKind.POSTAL.value, "text": text}, *kept[place + 1 :]]
