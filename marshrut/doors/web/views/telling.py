"""Where my notices come to: channels that are linked, what goes where, quiet hours, this browser."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.channels import commands, queries
from marshrut.channels.linking import commands as linking
from marshrut.channels.queries.linking import link_state, unconfirmed
from marshrut.doors.web.present import channel_rules, security
from marshrut.doors.web.present import telling as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, NotFound, Refused
from marshrut.org.sign_in import leaving

from .base import edition, go, key, page, wants_json
from .channel_rules import choices

#: seconds a browser is known for: as long as browsers keep a cookie
KNOWN = 400 * 86_400
#: what goes back to the company's choice
CHOICES = ("order", "matrix", "quiet", "digest")


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Sent to itself it keeps what goes where."""
    viewer = Viewer.of(request)
    if request.method == "GET":
        return _answer(request, viewer)
    one = queries.preference(viewer.actor)
    seen = edition(request) or 0
    given = {name: chosen for name, chosen in choices(request.POST, one).items() if name != "order"}
    try:
        commands.set_preference(viewer.actor, person=viewer.person, version=seen, key=key(request), **given)
    except (Invalid, Conflict) as error:
        return _answer(request, viewer, channel_rules.refused(request.POST, error, one), seen, error.status)
    messages.success(request, _("Saved"))
    return go(request, present.PATH)


def _answer(
    request: HttpRequest, viewer: Viewer, draft: Draft | None = None, seen: int | None = None, status: int = 200
) -> HttpResponse:
    one, found = queries.preference(viewer.actor), queries.addresses(viewer.actor, viewer.person)
    screen = present.screen(one, found, queries.browser_key(), viewer, draft, seen, leaving.mark(request))
    return render(request, "screens/telling.html", {"screen": screen}, status=status)


@page
@require_POST
def as_company(request: HttpRequest) -> HttpResponse:
    """Forget what was chosen; links stay."""
    viewer = Viewer.of(request)
    commands.set_preference(viewer.actor, person=viewer.person, key=key(request), **dict.fromkeys(CHOICES))
    messages.success(request, _("Everything is as in the company again"))
    return go(request, present.PATH)


@page
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """One place up or down in the order; a channel that is gone or at the end stays where it is."""
    viewer = Viewer.of(request)
    order = [one.code for one in queries.preference(viewer.actor).channels]
    code, step = request.POST.get("channel", ""), -1 if request.POST.get("to") == "up" else 1
    if code in order and 0 <= (place := order.index(code) + step) < len(order):
        order.remove(code)
        order.insert(place, code)
        commands.set_preference(viewer.actor, person=viewer.person, order=order, key=key(request))
    return go(request, present.PATH)


@page
@require_POST
def test(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        commands.send_test(
            viewer.actor, channel=request.POST.get("channel", ""), person=viewer.person, key=key(request)
        )
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("A test message is on its way: it comes in a moment"))
    return go(request, present.PATH)


@page
@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """The one-time link stands in this one answer, as a picture for a phone and as an address."""
    viewer, code = Viewer.of(request), request.POST.get("channel", "")
    title = next((one.title for one in queries.preference(viewer.actor).channels if one.code == code and one.links), "")
    if not title:
        raise NotFound(_("There is no such channel."))
    try:
        made = linking.begin_link(viewer.actor, channel=code)
    except Conflict as error:
        messages.error(request, str(error))
        return go(request, present.PATH)
    until = datetime.fromisoformat(made["expires"])
    screen = present.linking(title, code, made["address"], until, made["ticket"], viewer)
    return render(request, "screens/telling_link.html", {"screen": screen})


@page
@require_GET
def waits(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Asked by the page of the link; answers nothing as long as nothing has changed."""
    state = link_state(Viewer.of(request).actor, ticket_id)
    if state == request.GET.get("seen"):
        return HttpResponse(status=204)
    asks = unconfirmed(Viewer.of(request).actor, ticket_id) if state == "unconfirmed" else None
    wait = present.waiting(state, ticket_id, request.GET.get("channel", "")[:40], asks)
    return render(request, "kit/link_wait.html", {"wait": wait})


@page
@require_POST
def browser(request: HttpRequest) -> HttpResponse:
    """What this browser has subscribed to; a script sends it."""
    viewer = Viewer.of(request)
    try:
        given: Any = json.loads(request.POST.get("subscription", ""))
    except (ValueError, RecursionError):
        given = None
    mark = leaving.mark(request) or secrets.token_hex(16)
    try:
        if not isinstance(given, dict):
            raise Invalid(_("The browser has not said where it is reached."))
        label = security.device(request.headers.get("User-Agent", ""))
        commands.add_browser(viewer.actor, person=viewer.person, subscription=given, label=label, mark=mark)
    except Refused as error:
        if wants_json(request):
            return JsonResponse({"message": str(error), "code": error.code}, status=error.status)
        messages.error(request, str(error))
        return go(request, present.PATH)
    messages.success(request, _("This browser shows your notices from now on"))
    request.session[leaving.BROWSER] = mark
    answer = JsonResponse({"url": present.PATH}) if wants_json(request) else go(request, present.PATH)
    answer.set_cookie(leaving.BROWSER, mark, KNOWN, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return answer


@page
@require_POST
def confirm(request: HttpRequest, address_id: int) -> HttpResponse:
    try:
        linking.confirm_link(Viewer.of(request).actor, address=address_id, key=key(request))
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Confirmed: notices come there from now on"))
    return go(request, present.PATH)


@page
@require_POST
def unlink(request: HttpRequest, address_id: int) -> HttpResponse:
    commands.unlink_address(Viewer.of(request).actor, address=address_id, key=key(request))
    messages.success(request, _("Unlinked: nothing is sent there any more"))
    return go(request, present.PATH)


@page
@require_POST
def unlink_all(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    commands.unlink_all(viewer.actor, person=viewer.person, key=key(request))
    messages.success(request, _("Everything is unlinked: buttons in old messages decide nothing any more"))
    return go(request, present.PATH)
