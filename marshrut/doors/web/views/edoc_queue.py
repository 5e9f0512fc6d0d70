"""«Не сопоставлены»: a party of 1C becomes a company of ours, for all its documents at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from marshrut.crm import commands as crm
from marshrut.crm import queries as directory
from marshrut.crm.rules import Kind
from marshrut.doors.web import formats
from marshrut.doors.web.present import companies
from marshrut.doors.web.present import edoc_queue as present
from marshrut.doors.web.present.edoc_places import QUEUE
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.parts import Link
from marshrut.edocs import commands, queries, rights
from marshrut.kernel.errors import Conflict, Invalid, NotFound, Refused
from marshrut.org import access

from .base import chosen, go, key, number, page

SOLE_INN = 12


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    return _page(request, viewer, _found(viewer), linked=number(request.GET.get("linked")))


def _found(viewer: Viewer) -> list[queries.PartyLine]:
    if not queries.may_sort(viewer.actor):
        access.require(viewer.actor, rights.SEE_PARTIES, chart=viewer.chart)
    return queries.unmatched(viewer.actor)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    found: list[queries.PartyLine],
    wrong: Any = None,
    status: int = 200,
    linked: int | None = None,
) -> HttpResponse:
    known = directory.describe([linked]).get(linked) if linked else None
    link = Link(known.name, f"/companies/{known.id}/") if known else None
    screen = present.screen(found, wrong, linked=link)
    return render(request, "screens/edoc_unmatched.html", {"screen": screen}, status=status)


@page
@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """The chosen company, or the one that was offered."""
    viewer = Viewer.of(request)
    base, party = request.POST.get("base", ""), request.POST.get("party", "")
    try:
        company = number(request.POST.get("suggested")) or chosen(request, "company", needed=True)
        made = commands.link_party(viewer.actor, base=base, party=party, company=company, key=key(request))
    except (Invalid, Conflict) as error:
        return _again(request, viewer, error)
    return _done(request, made["documents"], company)


@page
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """A company with the requisites of 1C; one that somebody added meanwhile is taken instead."""
    viewer = Viewer.of(request)
    base, party = request.POST.get("base", ""), request.POST.get("party", "")
    one = next((one for one in _found(viewer) if (one.base, one.ref) == (base, party)), None)
    if one is None:
        raise NotFound(present.GONE)
    try:
        company = _company(viewer, one)
        made = commands.link_party(viewer.actor, base=base, party=party, company=company, key=key(request))
    except (Invalid, Conflict) as error:
        return _again(request, viewer, error)
    return _done(request, made["documents"], company)


def _company(viewer: Viewer, one: queries.PartyLine) -> int:
    kind = Kind.SOLE if len(one.inn) == SOLE_INN else Kind.LEGAL
    try:
        made = crm.add_company(viewer.actor, name=one.name, inn=one.inn, kpp=one.kpp, kind=kind.value)
    except crm.CompanyExists as error:
        known = companies.existing(error)
        assert known is not None
        return known
    return int(made["id"])


def _again(request: HttpRequest, viewer: Viewer, error: Refused) -> HttpResponse:
    at = (request.POST.get("base", ""), request.POST.get("party", ""))
    said = str(next(iter(error.fields.values()), error))
    wrong = {at: (request.POST.get("company_text", ""), said)}
    return _page(request, viewer, _found(viewer), wrong, error.status)


def _done(request: HttpRequest, documents: int, company: int | None) -> HttpResponse:
    said = ngettext("Linked: {count} document", "Linked: {count} documents", documents)
    messages.success(request, said.format(count=formats.number(documents)))
    return go(request, f"{QUEUE}?linked={company}" if company else QUEUE)
