"""Deals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.crm import commands, queries, rights
from marshrut.crm.rules import DealState
from marshrut.doors.web.present import edoc_parts
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.partners import deals as present
from marshrut.doors.web.present.partners.shared import PAGE
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Option
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.doors.web.views.base import answer, chosen, edition, go, key, number, page
from marshrut.edocs.types import edoc_types
from marshrut.kernel.errors import Conflict, Forbidden, Invalid
from marshrut.org import access

from . import lying
from .own_first import SUGGESTED, own_first


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer, stages = Viewer.of(request), queries.deal_stages()
    offset = min(number(request.GET.get("offset")) or 0, 100_000)
    asked = {
        "q": request.GET.get("q", "")[:200].strip(),
        "whose": "me" if request.GET.get("whose") == "me" else "",
        "state": _one_of(request.GET.get("state", ""), list(DealState)),
        "stage": _one_of(request.GET.get("stage", ""), [one.key for one in stages]),
    }
    found = queries.search_deals(
        viewer.actor,
        asked["q"],
        PAGE + 1,
        offset,
        state=asked["state"] or None,
        stage=asked["stage"] or None,
        responsible=viewer.person if asked["whose"] else None,
    )
    keeper = access.may(viewer.actor, rights.EDIT_STAGE, chart=viewer.chart)
    screen = present.listing(found, asked, offset, stages, viewer, keeper=keeper)
    return answer(request, "screens/partners.html#list", {"screen": screen})


def _one_of(text: str, known: Sequence[str]) -> str:
    return text if text in known else ""


@page
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Open deals first; the rest only when what is typed asks for them. Those of the company beside come before."""
    viewer, text = Viewer.of(request), request.GET.get("q", "")[:100]
    state, company = None if text.strip() else DealState.OPEN.value, number(request.GET.get("company"))
    search = partial(queries.search_deals, viewer.actor, text, SUGGESTED, state=state)
    found = own_first(search, company)
    options = [Option(str(one.id), one.title, hint=one.company_name) for one in found]
    return render(request, "kit/options.html", {"options": options})


@page
@require_GET
def show(request: HttpRequest, deal_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = queries.deal_page(viewer.actor, deal_id)
    said = queries.story(viewer.actor, "deal", deal_id)
    screen = present.screen(found, lying.on(viewer, "deal", deal_id), said, viewer)
    if edoc_types():
        screen = replace(screen, edocs=edoc_parts.part("deal", deal_id, viewer))
    return render(request, "screens/partner.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    if request.method == "GET":
        mine = {"responsible": str(viewer.person), "responsible_text": viewer.chart.name(viewer.person)}
        return _form(request, present.form(Draft({**mine, **_about(request)})))
    try:
        made = commands.add_deal(viewer.actor, **{"title": "", **_sent(request)}, key=key(request))
    except Invalid as error:
        return _form(request, present.form(Draft.refused(request.POST, error)), error.status)
    messages.success(request, _("The deal is added"))
    return go(request, f"/deals/{made['id']}/")


def _about(request: HttpRequest) -> dict[str, str]:
    """The company the new deal is with, when its page asked for it."""
    company = number(request.GET.get("company"))
    found = queries.describe([company]) if company else {}
    return {"company": str(company), "company_text": found[company].name} if company in found else {}


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, deal_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = _editable(viewer, deal_id)
    if request.method == "GET":
        return _form(request, present.form(present.draft(found, viewer), found, version=found.version))
    seen = edition(request)
    try:
        commands.edit_deal(viewer.actor, deal=deal_id, version=seen, **_sent(request), key=key(request))
    except (Invalid, Conflict) as error:
        refused = Draft.refused(request.POST, error)
        return _form(request, present.form(refused, found, version=seen or 0), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/deals/{deal_id}/")


@page
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, deal_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = _editable(viewer, deal_id)
    if request.method == "GET":
        return _form(request, present.state_form(Draft({"state": found.info.state}), found, found.version))
    seen, sent = edition(request), {"state": request.POST.get("state", ""), "why": request.POST.get("why", "")}
    try:
        commands.set_deal_state(viewer.actor, deal=deal_id, version=seen, **sent, key=key(request))
    except (Invalid, Conflict) as error:
        return _form(request, present.state_form(Draft.refused(request.POST, error), found, seen or 0), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/deals/{deal_id}/")


@page
@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, deal_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = _editable(viewer, deal_id)
    if request.method == "GET":
        return _form(request, present.stage_form(Draft({"stage": found.info.stage}), found, found.version))
    seen, to, why = edition(request), request.POST.get("stage", ""), request.POST.get("why", "")
    try:
        commands.move_deal(viewer.actor, deal=deal_id, version=seen, stage=to, why=why, key=key(request))
    except (Invalid, Conflict) as error:
        return _form(request, present.stage_form(Draft.refused(request.POST, error), found, seen or 0), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/deals/{deal_id}/")


def _editable(viewer: Viewer, deal: int) -> queries.DealPage:
    found = queries.deal_page(viewer.actor, deal)
    if not found.may_edit:
        raise Forbidden(_("A deal is changed by those who answer for it, their heads and administrators."))
    return found


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What the form holds; a typed name that was not chosen is refused."""
    sent: dict[str, Any] = {name: request.POST[name] for name in ("title", "amount", "note") if name in request.POST}
    for name in ("company", "contact"):
        if name in request.POST:
            sent[name] = chosen(request, name)
    if "responsible" in request.POST:
        sent["responsible"] = chosen(request, "responsible", needed=True)
    return sent


def _form(request: HttpRequest, screen: FormScreen, status: int = 200) -> HttpResponse:
    return render(request, "screens/form.html", {"screen": screen}, status=status)
