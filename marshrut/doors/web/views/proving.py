"""Who is it, once more: asked before a decision above the sum of the process, and before changes of the sign-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from marshrut.doors.web.arriving import address
from marshrut.doors.web.present import signing
from marshrut.doors.web.present.draft import Draft
from marshrut.kernel.errors import Invalid, Refused
from marshrut.org.sign_in import entering, factors, passkeys, password

from .base import answer, is_fragment, page, toast
from .signing import asked, onward


@sensitive_post_parameters("password", "code", "credential")
@page
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """A dialog over the page, which keeps what was typed there; the button is pressed again by the person."""
    draft, status = Draft(), 200
    if request.method == "POST":
        try:
            _check(request, request.user)
        except Refused as error:
            draft, status = Draft({}, str(error)), 422  # the dialog shows only this one
        else:
            entering.prove(request)
            return _proved(request)
    person: Any = request.user
    screen = signing.prove(draft, asked(request), factors.of_person(person.pk), password.is_used(person))
    return answer(request, "screens/prove.html#prove", {"screen": screen}, status)


def _check(request: HttpRequest, person: Any) -> None:
    if "credential" in request.POST:
        passkeys.used(request, request.POST["credential"], person)
    elif settings.TRAINING and "training" in request.POST:
        return
    elif code := request.POST.get("code", "").strip():
        factors.enter_code(person, code, address(request))
    elif secret := request.POST.get("password", ""):
        password.confirm(request, person, secret, address(request))
    else:
        raise Invalid(_("Type your password or a code."))


def _proved(request: HttpRequest) -> HttpResponse:
    if not is_fragment(request):
        return redirect(onward(request))
    response = toast(HttpResponse(status=204), _("Confirmed. Press the button once more."))
    response.headers["HX-Trigger-After-Settle"] = "sheet:close"
    return response


@page
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    return JsonResponse(passkeys.to_use(request, person))
