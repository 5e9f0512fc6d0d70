"""People of the company: their pages for everybody, changes by administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards.queries.broken import broken
from marshrut.cards.queries.passing import passing
from marshrut.doors.web.present import absences, hours
from marshrut.doors.web.present import people as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.absences import Forecast
from marshrut.doors.web.screens.forms import Form
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import access, commands, queries
from marshrut.org.sign_in import links
from marshrut.org.sign_in.entering import origin

from .base import chosen, go, key, page

TEXTS = ("last_name", "first_name", "middle_name", "email", "position", "language")


@page
@require_GET
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """The colleague; for an administrator with `edit=1` the form, with `password=1` a new password."""
    viewer = Viewer.of(request)
    card = queries.person_card(viewer.actor, person_id)
    form = password = None
    if access.may(viewer.actor, "org.edit_person", chart=viewer.chart):
        if request.GET.get("edit"):
            form = present.edit_form(card, queries.departments(viewer.actor), viewer, present.draft(card))
        if request.GET.get("password"):
            password = present.password_form(person_id)
    return _page(request, viewer, card, form, password)


def _page(
    request: HttpRequest,
    viewer: Viewer,
    card: queries.PersonCard,
    form: Form | None = None,
    password: Form | None = None,
    status: int = 200,
    invitation: str = "",
) -> HttpResponse:
    may_edit = access.may(viewer.actor, "org.edit_person", chart=viewer.chart)
    leaving = _leaving(card, viewer) if may_edit else None
    screen = present.screen(
        card,
        viewer,
        may_edit=may_edit,
        may_invite=_may_invite(viewer, card),
        form=form,
        password=password,
        leaving=leaving,
        invitation=invitation,
    )
    return render(request, "screens/person.html", {"screen": screen}, status=status)


def _may_invite(viewer: Viewer, card: queries.PersonCard) -> bool:
    line = card.line
    if not line.is_active or line.id == viewer.person:
        return False
    if not access.may(viewer.actor, "org.invite_person", chart=viewer.chart, person=line.id, fresh=not line.is_admin):
        return False
    return viewer.chart.is_admin(viewer.person) or links.is_fresh(line.id)


def _leaving(card: queries.PersonCard, viewer: Viewer) -> Forecast | None:
    """What goes to whom when the person is dismissed; nothing for oneself and for those who left."""
    person = card.line.id
    if person == viewer.person or not card.line.is_active:
        return None
    return absences.forecast(passing(viewer.actor, person, viewer.now, viewer.now, leaves=True), viewer)


def _sent(request: HttpRequest) -> dict[str, Any]:
    return {
        **{name: request.POST.get(name, "") for name in TEXTS},
        "department": chosen(request, "department"),
        "time_zone": request.POST.get("time_zone") or None,
        "is_admin": request.POST.get("is_admin") == "1",
    }


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """By an administrator, or by a head for the own departments."""
    viewer = Viewer.of(request)
    own = _own_departments(viewer)
    access.require(viewer.actor, "org.add_person", department=min(own or (), default=None))
    if request.method == "GET":
        return _new(request, viewer, Draft({"language": "ru", "department": request.GET.get("department", "")}))
    try:
        made = commands.add_person(viewer.actor, **_sent(request), key=key(request))
    except Invalid as error:
        return _new(request, viewer, Draft.refused(request.POST, error), error.status)
    if own is not None:
        messages.success(request, _("The person is added. Invite them by a link, and they can sign in."))
        return go(request, f"/org/people/{made}/")
    messages.success(request, _("The person is added. Set a password, and they can sign in."))
    return go(request, f"/org/people/{made}/?password=1")


def _own_departments(viewer: Viewer) -> frozenset[int] | None:
    """Where a head may add people; None for an administrator, who may anywhere."""
    return None if viewer.chart.is_admin(viewer.person) else viewer.chart.headed_departments(viewer.person)


def _new(request: HttpRequest, viewer: Viewer, draft: Draft, status: int = 200) -> HttpResponse:
    own = _own_departments(viewer)
    places = [one for one in queries.departments(viewer.actor) if own is None or one.id in own]
    screen = present.new_screen(places, viewer, draft, plain=own is not None)
    return render(request, "screens/form.html", {"screen": screen}, status=status)


@page
@require_POST
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        commands.edit_person(viewer.actor, person=person_id, **_sent(request))
    except Invalid as error:
        card = queries.person_card(viewer.actor, person_id)
        draft = Draft.refused(request.POST, error)
        form = present.edit_form(card, queries.departments(viewer.actor), viewer, draft)
        return _page(request, viewer, card, form, status=error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/org/people/{person_id}/")


@sensitive_post_parameters("password")
@page
@require_POST
def password(request: HttpRequest, person_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        commands.set_password(viewer.actor, person=person_id, password=request.POST.get("password", ""))
    except Invalid as error:
        card = queries.person_card(viewer.actor, person_id)
        form = present.password_form(person_id, Draft.refused(request.POST, error))
        return _page(request, viewer, card, password=form, status=error.status)
    messages.success(request, _("The password is set"))
    return go(request, f"/org/people/{person_id}/")


@page
@require_http_methods(["GET", "POST"])
def working_hours(request: HttpRequest, person_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, "org.edit_person", person=person_id)
    card = queries.person_card(viewer.actor, person_id)
    if request.method == "GET":
        return _hours(request, viewer, card, present.hours_draft(card, viewer))
    try:
        schedule = {"week": hours.parse(request.POST)} if request.POST.get("own") == "1" else None
        commands.edit_person(viewer.actor, person=person_id, schedule=schedule)
    except Invalid as error:
        error.message = error.fields.get("schedule") or error.message
        return _hours(request, viewer, card, Draft.refused(request.POST, error), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/org/people/{person_id}/")


def _hours(
    request: HttpRequest, viewer: Viewer, card: queries.PersonCard, draft: Draft, status: int = 200
) -> HttpResponse:
    screen = present.hours_screen(card, viewer, draft)
    return render(request, "screens/form.html", {"screen": screen}, status=status)


@page
@require_POST
def dismiss(request: HttpRequest, person_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        done = commands.dismiss_person(viewer.actor, person=person_id)
    except Invalid as error:
        messages.error(request, str(error))
        return go(request, f"/org/people/{person_id}/")
    messages.success(request, _("The person is dismissed, signing in is closed"))
    for warning in done["warnings"]:
        messages.warning(request, warning)
    if any(not one.is_mild and one.kind != "left_tasks" for one in broken(viewer.actor)):  # those pass in a moment
        messages.warning(request, _("Some papers have nobody to go to: look at «Our company», «Broken routes»."))
    return go(request, f"/org/people/{person_id}/")


@page
@require_POST
def reinstate(request: HttpRequest, person_id: int) -> HttpResponse:
    done = commands.reinstate_person(Viewer.of(request).actor, person=person_id)
    messages.success(request, _("The person works here again"))
    for warning in done["warnings"]:
        messages.warning(request, warning)
    return go(request, f"/org/people/{person_id}/")


@page
@require_POST
def end_sessions(request: HttpRequest, person_id: int) -> HttpResponse:
    commands.end_sessions(Viewer.of(request).actor, person=person_id)
    messages.success(request, _("All sessions of the person are over"))
    return go(request, f"/org/people/{person_id}/")


@page
@require_POST
def reset_second_factor(request: HttpRequest, person_id: int) -> HttpResponse:
    commands.reset_second_factor(Viewer.of(request).actor, person=person_id)
    messages.success(request, _("The second factor is reset: the password alone lets in now"))
    return go(request, f"/org/people/{person_id}/")


@page
@require_POST
def invite(request: HttpRequest, person_id: int) -> HttpResponse:
    """The link stands in this one answer."""
    viewer = Viewer.of(request)
    card = queries.person_card(viewer.actor, person_id)
    try:
        made = commands.invite_person(viewer.actor, person=person_id, origin=origin(request))
    except Conflict as error:
        messages.error(request, str(error))
        return go(request, f"/org/people/{person_id}/")
    if made["mailed"]:
        messages.success(request, _("A letter with the invitation is on its way, too"))
    return _page(request, viewer, card, invitation=made["link"])
