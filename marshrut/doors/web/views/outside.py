"""There and back: signing in by the company's identity server, and tying its account to a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marshrut.doors.web.arriving import address
from marshrut.doors.web.present import welcome
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid, Refused
from marshrut.org import commands, proof
from marshrut.org.sign_in import links, outside
from marshrut.org.sign_in.entering import origin

from .base import go, page
from .signing import half, onward
from .welcome import LINK

BACK = "/login/outside/back"
PROFILE = "/profile/"


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Somebody comes in; whoever holds an invitation ties the account to it."""
    if outside.is_on():
        try:
            outside.count(address(request))
        except Refused as error:
            return _refused(request, error)
    return _begin(request, purpose=request.session.get(LINK, ""), onward=onward(request))


@page
@require_GET
def tie(request: HttpRequest) -> HttpResponse:
    """Somebody who is in ties the account to himself."""
    viewer = Viewer.of(request)
    proof.require(viewer.actor)
    return _begin(request, purpose=str(viewer.person), onward=PROFILE)


def _begin(request: HttpRequest, *, purpose: str, onward: str) -> HttpResponse:
    if not outside.is_on():
        raise Http404
    try:
        return redirect(outside.begin(request, origin(request) + BACK, purpose=purpose, onward=onward))
    except Refused as error:
        return _refused(request, error)


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The identity server has sent the browser back."""
    if not outside.is_on():
        raise Http404
    try:
        known = outside.finish(request, origin(request) + BACK)
        if request.user.is_authenticated:
            return _tied(request, known)
        person = outside.person_of(known.issuer, known.subject) or _invited(request, known)
        outside.forgive(address(request))
        return half(request, person, proved=False, wanted=known.onward)
    except Refused as error:
        return _refused(request, error)


def _tied(request: HttpRequest, known: outside.Known) -> HttpResponse:
    viewer = Viewer.of(request)
    if known.purpose != str(viewer.person):
        return redirect(known.onward)
    commands.tie_account(viewer.actor, issuer=known.issuer, subject=known.subject)
    messages.success(request, _("The account is tied: you can sign in with it"))
    return redirect(PROFILE)


def _invited(request: HttpRequest, known: outside.Known) -> Any:
    secret = request.session.get(LINK, "")
    if not secret or known.purpose != secret:
        raise Invalid(outside.UNKNOWN, code="outside_unknown")
    person = links.person_of(secret)
    commands.accept_invitation(Actor.person(person.pk), secret=secret, issuer=known.issuer, subject=known.subject)
    del request.session[LINK]
    return person


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return render(request, "screens/plain_form.html", {"screen": welcome.refused(str(error))}, status=error.status)


@page
@require_POST
def untie(request: HttpRequest) -> HttpResponse:
    try:
        commands.untie_account(Viewer.of(request).actor)
    except Invalid as error:
        messages.error(request, str(error))
        return go(request, PROFILE)
    messages.success(request, _("The account signs in nobody any more"))
    return go(request, PROFILE)
