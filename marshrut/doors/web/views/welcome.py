"""For whoever has no password yet, or no more: a one-use link, a letter with one."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.doors.web.arriving import address
from marshrut.doors.web.present import welcome
from marshrut.doors.web.present.draft import Draft
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid, Refused
from marshrut.org import commands
from marshrut.org.sign_in import links
from marshrut.org.sign_in.entering import origin

from .signing import half

#: the secret of a link, in the session: it must not stay in the address
LINK = "sign_in_link"
NEW_PASSWORD = "/login/new-password/"  # noqa: S105 - an address


@sensitive_variables("secret")
@require_GET
def arrive(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening the link uses nothing up: programs that look into letters open it, too. A wrong one makes no session."""
    try:
        links.person_of(secret)
        request.session[LINK] = secret
    except Invalid:
        request.session.pop(LINK, None)
    return redirect(NEW_PASSWORD)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set the password, then sign in as with any password: the second factor is asked for."""
    secret = request.session.get(LINK, "")
    try:
        person = links.person_of(secret)
    except Invalid as error:
        return _page(request, welcome.over(str(error)), error.status)
    draft, status = Draft(), 200
    if request.method == "POST":
        try:
            commands.set_password_by_link(
                Actor.person(person.pk), secret=secret, password=request.POST.get("password", "")
            )
            del request.session[LINK]
            person.refresh_from_db()
            return half(request, person)
        except Refused as error:
            draft, status = Draft.refused(request.POST, error), error.status
    return _page(request, welcome.new_password(person.full_name, person.email, draft), status)


@require_http_methods(["GET", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """The same answer for everybody: who works here is nobody's business."""
    if not settings.EMAIL_HOST:
        raise Http404
    if request.method == "GET":
        return _page(request, welcome.forgot(Draft()))
    try:
        links.forgot(request.POST.get("email", ""), origin(request), address(request))
    except Refused as error:
        return _page(request, welcome.forgot(Draft.refused(request.POST, error)), error.status)
    return _page(request, welcome.sent())


def _page(request: HttpRequest, screen: object, status: int = 200) -> HttpResponse:
    return render(request, "screens/plain_form.html", {"screen": screen}, status=status)
