"""In and out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from marshrut.doors.web.arriving import address
from marshrut.doors.web.present import signing
from marshrut.doors.web.present.draft import Draft
from marshrut.kernel.errors import Refused
from marshrut.org.sign_in import entering, factors, passkeys, password

SECOND = "/login/second/"


@sensitive_post_parameters("password", "credential")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """E-mail and password, or a passkey; the session gets a new key. The page that was asked for opens afterwards."""
    if request.user.is_authenticated:
        return redirect(onward(request))
    if request.method == "GET":
        return _form(request, Draft())
    try:
        if "credential" in request.POST:
            return _in(request, passkeys.used(request, request.POST["credential"]))
        if settings.TRAINING and "demo" in request.POST:
            return _in(request, password.training_person(request.POST["demo"]), played=True)
        return half(request, _known(request))
    except Refused as error:
        return _form(request, Draft.refused(request.POST, error), error.status)


def _known(request: HttpRequest) -> Any:
    email, secret = request.POST.get("username", ""), request.POST.get("password", "")
    return password.sign_in(request, email=email, password=secret, address=address(request))


def half(request: HttpRequest, person: Any, *, proved: bool = True, wanted: str = "") -> HttpResponse:
    """In, or on to the second factor of whoever has one. `wanted` is the page that opens afterwards."""
    wanted = wanted or onward(request)
    if not factors.of_person(person.pk).strong:
        entering.enter(request, person, address(request), proved=proved)
        return redirect(wanted)
    entering.half_in(request, person)
    return redirect(f"{SECOND}?{urlencode({'next': wanted})}")


def _in(request: HttpRequest, person: Any, *, played: bool = False) -> HttpResponse:
    entering.enter(request, person, address(request), asked=not played)
    return redirect(onward(request))


@sensitive_post_parameters("code", "credential")
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The second factor of whoever has just typed the right password."""
    person = entering.half_in_person(request)
    if request.user.is_authenticated or person is None:
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': onward(request)})}")
    draft, status = Draft(), 200
    if request.method == "POST":
        try:
            if "credential" in request.POST:
                passkeys.used(request, request.POST["credential"], person)
            else:
                factors.enter_code(person, request.POST.get("code", ""), address(request))
            return _in(request, person)
        except Refused as error:
            draft, status = Draft({}, str(error)), error.status
    screen = signing.second(draft, asked(request), factors.of_person(person.pk))
    return render(request, "screens/second.html", {"screen": screen}, status=status)


@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to show a passkey: of whoever is half in, else any that lies on the device."""
    return JsonResponse(passkeys.to_use(request, entering.half_in_person(request)))


def _form(request: HttpRequest, draft: Draft, status: int = 200) -> HttpResponse:
    demo = password.training_people() if settings.TRAINING else []
    screen = signing.screen(draft, asked(request), demo)
    return render(request, "screens/login.html", {"screen": screen}, status=status)


def asked(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next", "")


def onward(request: HttpRequest) -> str:
    """The page that was asked for, when it is one of ours; the first page otherwise."""
    wanted = asked(request)
    if not wanted.startswith("/"):  # redirect() would take it for the name of a view
        return settings.LOGIN_REDIRECT_URL
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else settings.LOGIN_REDIRECT_URL


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """The browser forgets what it kept of our pages, too."""
    entering.leave(request)
    response = redirect(settings.LOGIN_URL)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
