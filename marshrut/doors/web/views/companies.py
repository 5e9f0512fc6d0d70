"""Counterparties: the list, the page with its tabs, the forms."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.cards import queries as cards
from marshrut.cards.queries import reach
from marshrut.crm import commands, queries, rights
from marshrut.crm.rules import AddressKind
from marshrut.crm.sentences import LABELS
from marshrut.documents import queries as documents
from marshrut.doors.web.present import companies, edoc_parts, threads
from marshrut.doors.web.present.documents import rows as papers
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.company import TabBody
from marshrut.doors.web.screens.parts import Link
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.doors.web.screens.threads import ThreadsPart
from marshrut.kernel.errors import Conflict, Forbidden, Invalid
from marshrut.letters import queries as letters
from marshrut.org import access

from .base import answer, edition, go, is_fragment, key, number, page

TABS = tuple(companies.TABS)
#: papers of one tab; the library has the rest
PAPERS = 50
#: newest deals and projects beside the tab
BESIDE = 5


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
def show(request: HttpRequest, company_id: int, tab: str = "documents") -> HttpResponse:
    """The page with one tab open; a script asks for the tab alone, or for its next rows."""
    viewer, cursor = Viewer.of(request), request.GET.get("after")
    after = number(cursor)
    card = queries.company_card(viewer.actor, company_id)
    around = _around(viewer, company_id, alone=bool(after) or is_fragment(request))
    if tab == "letters":
        part = _threads(viewer, company_id, number(request.GET.get("project")), cursor)
        if cursor and is_fragment(request):
            return render(request, "kit/thread_rows.html", {"part": part})
        body = companies.letters_tab(company_id, part)
    else:
        body = _tab(viewer, company_id, tab, after)
    task = number(request.GET.get("task"))
    back = Link(_("Back to the task"), f"/inbox/?task={task}") if task else None
    screen = replace(companies.screen(card, body, around, viewer), back=back)
    rows = "rows" if after else "tab"
    return answer(request, f"screens/company.html#{rows}", {"screen": screen})


def _around(viewer: Viewer, company: int, *, alone: bool) -> tuple[list[queries.DealInfo], list[queries.ProjectInfo]]:
    """Deals and projects beside the tab; a tab that is asked for alone needs none."""
    if alone:
        return [], []
    deals = queries.search_deals(viewer.actor, limit=BESIDE, company=company)
    return deals, queries.search_projects(viewer.actor, limit=BESIDE, company=company)


def _threads(viewer: Viewer, company: int, project: int | None, after: str | None) -> ThreadsPart:
    """Threads of the company, those of several projects kept apart."""
    path = f"{companies.PATH}{company}/letters/"
    found = letters.of_company(viewer.actor, company, project, after)
    chips = threads.projects(path, found.projects, project)
    here = path if project is None else f"{path}?project={project}"
    return threads.threads(found, viewer, "company", company, here, chips)


def _tab(viewer: Viewer, company: int, tab: str, after: int | None) -> TabBody:
    """Each reads only its own, and only what the reader may see."""
    if tab in ("cards", "payments"):
        found = cards.of_company(viewer.actor, company, after, payments=tab == "payments")
        return companies.cards_tab(company, found, tab, viewer)
    if tab == "history":
        return companies.history_tab(company, queries.story(viewer.actor, "company", company), viewer)
    if tab == "e-documents":
        return companies.e_documents_tab(company, edoc_parts.part("company", company, viewer))
    lying = documents.of_place(viewer.actor, "company", company, limit=PAPERS)
    more = lying.next is not None
    part = papers.part(lying.rows, viewer, "company", company, more=more)
    return companies.documents_tab(company, part, tab)


def _sent(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST[name] for name in LABELS if name in request.POST}


def _more(request: HttpRequest) -> dict[str, Any]:
    """Addresses beside the legal one, and whether the company is our own: only of a form that shows them."""
    places = [
        {"kind": kind.value, "text": text}
        for kind in AddressKind
        for text in request.POST.get(f"address_{kind.value}", "").splitlines()
    ]
    shown = any(f"address_{kind.value}" in request.POST for kind in AddressKind)
    own = {"ours": request.POST.get("ours") == "1"} if "ours_shown" in request.POST else {}
    return {**({"addresses": places} if shown else {}), **own}


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    own = access.may(viewer.actor, rights.EDIT, chart=viewer.chart)
    if request.method == "GET":
        draft = Draft({"kind": "legal", "name": request.GET.get("name", "")})
        return _form(request, companies.form(draft, may_own=own))
    try:
        sent = {"name": "", "inn": "", **_sent(request), **_more(request)}
        made = commands.add_company(viewer.actor, **sent, key=key(request))
    except (Invalid, Conflict) as error:
        refused = Draft.refused(request.POST, error)
        return _form(request, companies.form(refused, error=error, may_own=own), error.status)
    messages.success(request, _("The company is added"))
    return go(request, f"/companies/{made['id']}/")


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, company_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    card = queries.company_card(viewer.actor, company_id)
    if not card.may_edit:
        raise Forbidden(_("Companies are changed by accountants and administrators."))
    if request.method == "GET":
        return _form(request, companies.form(companies.draft(card), card, may_own=True))
    seen = edition(request)
    try:
        commands.edit_company(viewer.actor, company=company_id, version=seen, **_sent(request), **_more(request))
    except (Invalid, Conflict) as error:
        refused = Draft.refused(request.POST, error)
        return _form(request, companies.form(refused, card, error, seen, may_own=True), error.status)
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
        given = {name: request.GET[name][:200] for name in ("kind", "inn", "kpp") if name in request.GET}
        typed = typed or request.GET.get("called", "")[:200]
        draft = Draft({"kind": "legal", "inn" if typed.isdigit() else "name": typed, **given})
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
