"""In and out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from marshrut.doors.web.present import signing
from marshrut.doors.web.present.draft import Draft
from marshrut.kernel.errors import Refused
from marshrut.org import sign_in


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """E-mail and password; the session gets a new key. A page of this site that was asked for opens afterwards."""
    if request.user.is_authenticated:
        return redirect(onward(request))
    if request.method == "GET":
        return _form(request, Draft())
    try:
        person = _entering(request)
    except Refused as error:
        return _form(request, Draft.refused(request.POST, error), error.status)
    auth.login(request, person)
    return redirect(onward(request))


def _entering(request: HttpRequest) -> Any:
    if settings.TRAINING and "demo" in request.POST:
        return sign_in.training_person(request.POST["demo"])
    email, password = request.POST.get("username", ""), request.POST.get("password", "")
    return sign_in.sign_in(request, email=email, password=password, address=address(request))


def _form(request: HttpRequest, draft: Draft, status: int = 200) -> HttpResponse:
    demo = sign_in.training_people() if settings.TRAINING else []
    screen = signing.screen(draft, _asked(request), demo)
    return render(request, "screens/login.html", {"screen": screen}, status=status)


def _asked(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next", "")


def onward(request: HttpRequest) -> str:
    """The page that was asked for, when it is one of ours; the first page otherwise."""
    asked = _asked(request)
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else settings.LOGIN_REDIRECT_URL


def address(request: HttpRequest) -> str:
    """Where the request comes from: what our own proxy says, else the other end of the connection."""
    near = request.META.get("REMOTE_ADDR", "")
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return said if said and near in settings.PROXIES else near


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """The browser forgets what it kept of our pages, too."""
    auth.logout(request)
    response = redirect(settings.LOGIN_URL)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
