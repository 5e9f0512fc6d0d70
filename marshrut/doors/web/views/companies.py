"""Counterparties."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.cards import queries as cards
from marshrut.cards.queries import reach
from marshrut.crm import commands, queries
from marshrut.crm.sentences import LABELS
from marshrut.doors.web.present import companies
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.kernel.errors import Conflict, Forbidden, Invalid

from .base import answer, edition, go, key, number, page


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer, text = Viewer.of(request), request.GET.get("q", "")[:200].strip()
    offset = min(number(request.GET.get("offset")) or 0, 100_000)
    found = queries.search_companies(viewer.actor, text, companies.PAGE + 1, offset)
    figures = reach.company_figures(viewer.actor, [one.id for one in found])
    screen = companies.listing(found, figures, text, offset, viewer)
    return answer(request, "screens/companies.html#list", {"screen": screen})


@page
@require_GET
def show(request: HttpRequest, company_id: int) -> HttpResponse:
    viewer, after = Viewer.of(request), number(request.GET.get("after"))
    card = queries.company_card(viewer.actor, company_id)
    screen = companies.screen(card, cards.of_company(viewer.actor, company_id, after), viewer)
    return answer(request, "screens/company.html#rows" if after else "screens/company.html", {"screen": screen})


def _sent(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST[name] for name in LABELS if name in request.POST}


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    if request.method == "GET":
        return _form(request, companies.form(Draft({"kind": "legal", "name": request.GET.get("name", "")})))
    try:
        made = commands.add_company(viewer.actor, **{"name": "", "inn": "", **_sent(request)}, key=key(request))
    except (Invalid, Conflict) as error:
        return _form(request, companies.form(Draft.refused(request.POST, error), error=error), error.status)
    messages.success(request, _("The company is added"))
    return go(request, f"/companies/{made['id']}/")


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, company_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    card = queries.company_card(viewer.actor, company_id)
    if not card.may_edit:
        raise Forbidden(
            _("Companies are changed by accountants and administrators, and by whoever added them, that day.")
        )
    if request.method == "GET":
        return _form(request, companies.form(companies.draft(card), card))
    try:
        commands.edit_company(viewer.actor, company=company_id, version=edition(request), **_sent(request))
    except (Invalid, Conflict) as error:
        return _form(
            request, companies.form(Draft.refused(request.POST, error), card, error, edition(request)), error.status
        )
    messages.success(request, _("Saved"))
    return go(request, f"/companies/{company_id}/")


def _form(request: HttpRequest, screen: FormScreen, status: int = 200) -> HttpResponse:
    return render(request, "screens/form.html", {"screen": screen}, status=status)


@page
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """The short form inside of another form: what is added is told to the page, which puts it into its field."""
    if request.method == "GET":
        typed = request.GET.get("name", "")[:200]
        draft = Draft({"kind": "legal", "inn" if typed.isdigit() else "name": typed})
        return render(request, "screens/company_sheet.html", {"screen": companies.sheet(draft)})
    try:
        sent = {"name": "", "inn": "", **_sent(request)}
        made = commands.add_company(Viewer.of(request).actor, **sent, key=key(request))
    except (Invalid, Conflict) as error:
        known = queries.describe([found]).get(found) if (found := companies.existing(error)) else None
        screen = companies.sheet(Draft.refused(request.POST, error), known)
        return render(request, "screens/company_sheet.html", {"screen": screen}, status=error.status)
    name = queries.describe([made["id"]])[made["id"]].name
    picked = {"picked": {"value": str(made["id"]), "text": name}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(picked)})
