"""Reactions to e-documents, for administrators: the list, one of them, what fired, what would."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.automation import commands, queries, rights
from marshrut.automation.reacting import rules
from marshrut.crm import queries as crm
from marshrut.doors.web.present import reactions as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.parts import Link
from marshrut.doors.web.screens.reactions import ReactionScreen
from marshrut.edocs import queries as edocs
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.org import access
from marshrut.org import queries as org

from .base import edition, go, key, number, page


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = _tending(request)
    return render(request, "screens/reactions.html", {"screen": present.listing(queries.reactions(viewer.actor))})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = _tending(request)
    do = request.GET.get("do", "")
    do = do if do in rules.ACTS else "notify"
    if request.method == "GET":
        return _form(request, _screen(viewer, present.blank(do), do))
    sent = _sent(request)
    try:
        commands.add_reaction(viewer.actor, **_given(sent), do=do, key=key(request))
    except Invalid as error:
        return _form(request, _screen(viewer, _refused(sent, error), do), error.status)
    messages.success(request, _("The reaction is added"))
    return go(request, present.PATH)


@page
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, reaction_id: int) -> HttpResponse:
    viewer = _tending(request)
    found = queries.reaction(viewer.actor, reaction_id)
    do = found.fields["do"]
    if request.method == "GET":
        draft = present.draft_of(found, viewer)
        return _form(request, _screen(viewer, draft, do, found, found.version))
    seen, sent = edition(request), _sent(request)
    try:
        commands.edit_reaction(viewer.actor, reaction=reaction_id, version=seen, **_given(sent), key=key(request))
    except (Invalid, Conflict) as error:
        return _form(request, _screen(viewer, _refused(sent, error), do, found, seen or 0), error.status)
    messages.success(request, _("Saved"))
    return go(request, present.PATH)


@page
@require_POST
def switch(request: HttpRequest, reaction_id: int) -> HttpResponse:
    on = request.POST.get("on") == "1"
    commands.switch_reaction(_tending(request).actor, reaction=reaction_id, on=on, key=key(request))
    messages.success(request, _("The reaction is on") if on else _("The reaction is off"))
    return go(request, present.PATH)


@page
@require_POST
def remove(request: HttpRequest, reaction_id: int) -> HttpResponse:
    commands.remove_reaction(_tending(request).actor, reaction=reaction_id, key=key(request))
    messages.success(request, _("The reaction is removed"))
    return go(request, present.PATH)


@page
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    viewer = _tending(request)
    about, before = number(request.GET.get("reaction")), number(request.GET.get("before"))
    state = request.GET.get("state", "") if request.GET.get("state") in rules.STATES else ""
    found = queries.fired(viewer.actor, reaction=about, state=state, before=before, limit=present.PAGE + 1)
    known = queries.reaction(viewer.actor, about) if about else None
    asked = {"reaction": str(about or ""), "state": state}
    return render(request, "screens/reactions_log.html", {"screen": present.log(found, asked, known, viewer)})


@page
@require_GET
def try_out(request: HttpRequest) -> HttpResponse:
    viewer = _tending(request)
    asked = {"card": request.GET.get("card", "")[:50], "event": request.GET.get("event", "signed")}
    card = re.search(r"\d{1,15}$", asked["card"].strip(), re.ASCII)
    if not asked["card"]:
        return _tried(request, present.trying(Draft(asked)))
    try:
        which = int(card[0]) if card else 0
        event = asked["event"] if asked["event"] in rules.EVENTS else "signed"
        found, line = queries.try_out(viewer.actor, which, event), edocs.edoc(viewer.actor, which).line
    except NotFound:
        said = _("There is no such e-document, or you have no access to it.")
        return _tried(request, present.trying(Draft(asked, said, {"card": said})), NotFound.status)
    about = Link(f"{line.label} {line.name}", f"/cards/{line.card}/")
    return _tried(request, present.trying(Draft(asked), found, about))


def _tried(request: HttpRequest, screen: Any, status: int = 200) -> HttpResponse:
    return render(request, "screens/reactions_try.html", {"screen": screen}, status=status)


def _tending(request: HttpRequest) -> Viewer:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.SEE, chart=viewer.chart)
    return viewer


def _screen(
    viewer: Viewer, draft: Draft, do: str, found: queries.ReactionInfo | None = None, version: int = 0
) -> ReactionScreen:
    stages = crm.deal_stages() if do == "move_deal" else []
    roles = [(one.key, one.title) for one in org.roles(viewer.actor)] if do in ("notify", "mail") else []
    bases = list(edocs.base_titles(viewer.actor).items())
    return present.form(draft, do, stages, roles, bases, found, version)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What the form holds, as it was typed."""
    sent: dict[str, Any] = {}
    for name in ("title", "event", "direction", "min_amount", "whom", "person", "person_text", "subject", "text",
                 "stage", "days", "position"):  # fmt: skip
        if name in request.POST:
            sent[name] = request.POST[name]
    for name in ("kinds", "bases", "only_from"):
        sent[name] = request.POST.getlist(name)
    for name in ("with_deal", "once", "active"):
        if f"{name}_shown" in request.POST:
            sent[name] = request.POST.get(name) == "1"
    return sent


def _given(sent: dict[str, Any]) -> dict[str, Any]:
    """What a command takes. Raises Invalid for what is no number."""
    given = {name: value for name, value in sent.items() if name not in ("person", "person_text")}
    if sent.get("whom") == present.PERSON:
        given["whom"] = f"person:{sent.get('person') or ''}"
    for name in ("days", "position"):
        if name in given:
            given[name] = number(given[name])
            if sent[name].strip() and given[name] is None:
                raise Invalid(_("Some fields need correction."), fields={name: _("Write a whole number.")})
    return given


def _refused(sent: dict[str, Any], error: Invalid | Conflict) -> Draft:
    about = dict(error.fields)
    if "whom" in about and sent.get("whom") == present.PERSON:
        about["person"] = about.pop("whom")
    return Draft(sent, str(error), about, error.code)


def _form(request: HttpRequest, screen: ReactionScreen, status: int = 200) -> HttpResponse:
    return render(request, "screens/reaction.html", {"screen": screen}, status=status)
