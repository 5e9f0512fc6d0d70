"""Contact persons: the list, one of them, and what each does at a company."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.crm import commands, queries
from marshrut.crm.sentences import CONTACT_OF_OURS
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.partners import contacts as present
from marshrut.doors.web.present.partners.shared import PAGE
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Option
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.doors.web.views.base import answer, edition, go, key, number, page
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound

from . import lying

DEALS = 20


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer, text = Viewer.of(request), request.GET.get("q", "")[:200].strip()
    offset = min(number(request.GET.get("offset")) or 0, 100_000)
    found = queries.search_contacts(viewer.actor, text, PAGE + 1, offset)
    return answer(request, "screens/partners.html#list", {"screen": present.listing(found, text, offset)})


@page
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    viewer, company = Viewer.of(request), number(request.GET.get("company"))
    found = queries.search_contacts(viewer.actor, request.GET.get("q", "")[:100], 8, company=company)
    options = [Option(str(one.id), one.name, hint=_where(one)) for one in found]
    return render(request, "kit/options.html", {"options": options})


def _where(info: queries.ContactInfo) -> str:
    return ", ".join(one.company_name for one in info.duties)


@page
@require_GET
def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = queries.contact_page(viewer.actor, contact_id)
    deals = queries.search_deals(viewer.actor, limit=DEALS, contact=contact_id)
    said = queries.story(viewer.actor, "contact", contact_id)
    screen = present.screen(found, deals, lying.on(viewer, "contact", contact_id), said, viewer)
    return render(request, "screens/partner.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    if request.method == "GET":
        return _form(request, present.form(Draft()))
    try:
        made = commands.add_contact(viewer.actor, **{"name": "", **_person(request)}, key=key(request))
    except Invalid as error:
        return _form(request, present.form(Draft.refused(request.POST, error)), error.status)
    messages.success(request, _("The contact is added"))
    return go(request, f"/contacts/{made['id']}/")


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, contact_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = queries.contact_page(viewer.actor, contact_id)
    if not found.may_edit:
        raise Forbidden(CONTACT_OF_OURS)
    if request.method == "GET":
        return _form(request, present.form(present.draft(found), found, version=found.version))
    seen = edition(request)
    try:
        commands.edit_contact(viewer.actor, contact=contact_id, version=seen, **_person(request), key=key(request))
    except (Invalid, Conflict) as error:
        refused = Draft.refused(request.POST, error)
        return _form(request, present.form(refused, found, version=seen or 0), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/contacts/{contact_id}/")


@page
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, company_id: int) -> HttpResponse:
    """A contact of the company: one who is known is chosen, another is added by the name typed."""
    viewer = Viewer.of(request)
    card = _placeable(viewer, company_id)
    if request.method == "GET":
        return _form(request, present.adding(Draft(), (), card))
    known, duty = number(request.POST.get("contact")), _duty(request)
    try:
        if known:
            commands.link_contact(viewer.actor, company=company_id, contact=known, **duty, key=key(request))
        else:
            person = {**_person(request), "name": request.POST.get("contact_text", "")}
            commands.add_contact(viewer.actor, **person, company=company_id, **duty, key=key(request))
    except (Invalid, Conflict) as error:
        refused = Draft(request.POST.dict(), str(error), {"contact": error.fields.get("name"), **error.fields})
        return _form(request, present.adding(refused, duty["roles"], card), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/companies/{company_id}/")


@page
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, company_id: int, contact_id: int) -> HttpResponse:
    """What a contact does at the company."""
    viewer = Viewer.of(request)
    card = _placeable(viewer, company_id)
    info = queries.contact_page(viewer.actor, contact_id).info
    duty = info.duty(company_id)
    if duty is None:
        raise NotFound(_("There is no such contact."))
    if request.method == "GET":
        draft = Draft(present.duty_values(duty))
        return _form(request, present.duty_form(draft, duty.roles, info, card, duty.version))
    given, seen = _duty(request), edition(request)
    try:
        commands.link_contact(
            viewer.actor, company=company_id, contact=contact_id, **given, version=seen, key=key(request)
        )
    except (Invalid, Conflict) as error:
        refused = Draft.refused(request.POST, error)
        return _form(request, present.duty_form(refused, given["roles"], info, card, seen or 0), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/companies/{company_id}/")


@page
@require_POST
def remove(request: HttpRequest, company_id: int, contact_id: int) -> HttpResponse:
    commands.unlink_contact(Viewer.of(request).actor, company=company_id, contact=contact_id, key=key(request))
    messages.success(request, _("Taken from the company"))
    return go(request, f"/companies/{company_id}/")


def _placeable(viewer: Viewer, company: int) -> queries.CompanyCard:
    card = queries.company_card(viewer.actor, company)
    if not card.may_place:
        raise Forbidden(_("Who is who at our own organisations, accountants and administrators say."))
    return card


def _person(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST[name] for name in present.FIELDS if name in request.POST}


def _duty(request: HttpRequest) -> dict[str, Any]:
    return {
        "roles": request.POST.getlist("roles"),
        "post": request.POST.get("post", ""),
        "signs": request.POST.get("signs") == "1",
        "basis": request.POST.get("basis", ""),
    }


def _form(request: HttpRequest, screen: FormScreen, status: int = 200) -> HttpResponse:
    return render(request, "screens/form.html", {"screen": screen}, status=status)
