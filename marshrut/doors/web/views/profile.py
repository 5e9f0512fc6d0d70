"""A person's own settings, password and tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from marshrut.doors.web.present import profile
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Invalid
from marshrut.org import commands, queries
from marshrut.org.sign_in import factors, outside, sessions

from .base import go, key, number, page

PATH = "/profile/"


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    return _answer(request)


def _answer(request: HttpRequest, status: int = 200, **drafts: Any) -> HttpResponse:
    viewer = Viewer.of(request)
    card, tokens = queries.person_card(viewer.actor, viewer.person), queries.own_tokens(viewer.actor)
    has, open_now = factors.of_person(viewer.person), sessions.of_person(viewer.person, request.session.session_key)
    tied = outside.is_on() and outside.is_tied(viewer.person)
    drafts |= {"tied": tied, "has_password": _has_password(request)}
    screen = profile.screen(card, tokens, viewer, has, open_now, **drafts)
    return render(request, "screens/profile.html", {"screen": screen}, status=status)


def _has_password(request: HttpRequest) -> bool:
    """None to change for whoever comes by the identity server or the directory."""
    user: Any = request.user
    return bool(user.has_usable_password())


@page
@require_POST
def settings(request: HttpRequest) -> HttpResponse:
    language, zone = request.POST.get("language", ""), request.POST.get("time_zone") or None
    try:
        commands.edit_profile(
            Viewer.of(request).actor,
            language=language,
            time_zone=zone,
            keys_enabled=request.POST.get("keys") == "1",
        )
    except Invalid as error:
        return _answer(request, error.status, settings=Draft.refused(request.POST, error))
    translation.activate(language)
    messages.success(request, _("Saved"))
    return go(request, PATH)


@sensitive_post_parameters("old", "new")
@page
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """This session stays, all others of the person end."""
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    try:
        commands.change_own_password(Viewer.of(request).actor, old=old, new=new, keep=request.session.session_key)
    except Invalid as error:
        return _answer(request, error.status, password=Draft.refused(request.POST, error))
    user: Any = request.user
    user.refresh_from_db(fields=["password"])
    update_session_auth_hash(request, user)
    messages.success(request, _("The password is changed"))
    return go(request, PATH)


@page
@require_POST
def new_token(request: HttpRequest) -> HttpResponse:
    """The text of the token stands in this one answer. The same form sent again makes no second one."""
    sent = key(request)
    if sent and request.session.get("token_form") == sent:
        messages.warning(request, _("The token is made already and is not shown again. Revoke it if it is lost."))
        return go(request, PATH)
    name, days = request.POST.get("name", ""), number(request.POST.get("days")) or 0
    try:
        made = commands.create_token(Viewer.of(request).actor, name=name, days=days)
    except Invalid as error:
        return _answer(request, error.status, token=Draft.refused(request.POST, error))
    request.session["token_form"] = sent
    return _answer(request, shown_once=made["token"])


@page
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    commands.revoke_token(Viewer.of(request).actor, token=token_id)
    messages.success(request, _("The token is revoked: programs with it are refused from now on"))
    return go(request, PATH)


@page
@require_POST
def end_session(request: HttpRequest, session_id: str) -> HttpResponse:
    commands.end_session(Viewer.of(request).actor, session=session_id)
    messages.success(request, _("That session is over"))
    return go(request, PATH)


@page
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    commands.end_sessions(viewer.actor, person=viewer.person, keep=request.session.session_key)
    messages.success(request, _("You are signed in here only"))
    return go(request, PATH)
