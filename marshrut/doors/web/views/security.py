"""A person's own second factors: codes of an app, passkeys, recovery codes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from marshrut.doors.web.present import security
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import commands
from marshrut.org.sign_in import entering, factors, passkeys

from .base import go, page

PATH = security.PATH
#: of the app that is being set up, in the session
SECRET = "app_secret"  # noqa: S105 - the name of a place


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    return _answer(request)


def _answer(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    viewer, person = Viewer.of(request), _person(request)
    has = factors.of_person(viewer.person)
    secret = ""
    if not has.totp:
        secret = request.session.setdefault(SECRET, factors.new_secret())
    told = factors.app_address(person, secret) if secret else ""
    drawn = factors.picture(told) if told else ""
    demanded = entering.must_set_up(request)
    screen = security.screen(has, viewer, secret=secret, picture=drawn, demanded=demanded, **more)
    return render(request, "screens/security.html", {"screen": screen}, status=status)


def _person(request: HttpRequest) -> Any:
    return request.user


def _done(request: HttpRequest, codes: list[str], words: str) -> HttpResponse:
    """Codes stand in this one answer; without them the page is shown anew."""
    entering.factors_changed(request)
    messages.success(request, words)
    return _answer(request, codes=tuple(codes)) if codes else go(request, PATH)


@sensitive_post_parameters("code")
@page
@require_POST
def add_app(request: HttpRequest) -> HttpResponse:
    secret = request.session.get(SECRET)
    if not secret:
        return go(request, PATH)
    try:
        done = commands.add_totp(
            Viewer.of(request).actor,
            secret=secret,
            code=request.POST.get("code", ""),
            keep=request.session.session_key,
        )
    except (Invalid, Conflict) as error:
        return _answer(request, error.status, app=Draft.refused(request.POST, error))
    del request.session[SECRET]
    return _done(request, done["codes"], _("The app is set up. From now on signing in asks for its code."))


@page
@require_POST
def remove_app(request: HttpRequest) -> HttpResponse:
    try:
        commands.remove_totp(Viewer.of(request).actor, keep=request.session.session_key)
    except Invalid as error:
        return _answer(request, error.status, error=str(error))
    entering.factors_changed(request)
    messages.success(request, _("Codes of the app are not asked for any more"))
    return go(request, PATH)


@page
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    try:
        done = commands.renew_recovery_codes(Viewer.of(request).actor)
    except Invalid as error:
        return _answer(request, error.status, error=str(error))
    return _answer(request, codes=tuple(done["codes"]))


@page
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey."""
    return JsonResponse(passkeys.to_make(request, _person(request)))


@sensitive_post_parameters("credential")
@page
@require_POST
def add_passkey(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        made = passkeys.made(request, request.POST.get("credential", ""))
        done = commands.add_passkey(
            viewer.actor, name=request.POST.get("name", ""), credential=made, keep=request.session.session_key
        )
    except Invalid as error:
        return _answer(request, error.status, passkey=Draft.refused(request.POST, error))
    return _done(request, done["codes"], _("The passkey is added: you can sign in with it"))


@page
@require_POST
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    try:
        commands.remove_passkey(Viewer.of(request).actor, passkey=passkey_id, keep=request.session.session_key)
    except Invalid as error:
        return _answer(request, error.status, error=str(error))
    entering.factors_changed(request)
    messages.success(request, _("The passkey is taken away. Remove it from the device, too."))
    return go(request, PATH)
