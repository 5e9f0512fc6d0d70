"""«Больше не присылать» of a mail: whoever holds the link stops one group by mail, without signing in (RFC 8058)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marshrut.channels import commands, queries, stopping
from marshrut.doors.web.present import confirming
from marshrut.doors.web.screens.confirming import StopScreen
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid

#: code of the channel
MAIL = "email"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks: links are opened by guards of mail servers, too. A program of mail sends POST by itself."""
    known = stopping.read(token)
    reader = queries.language_and_name(known[0]) if known else None
    if known is None or reader is None:
        raise Http404
    with translation.override(reader[0]):
        chosen = queries.preference(actor := Actor.person(known[0]), known[0])
        group = next((one for one in chosen.groups if one.key == known[1]), None)
        if group is None or group.mandatory:
            return _page(request, confirming.unstoppable())
        if request.method == "GET":
            return _page(request, confirming.stoppable(group))
        try:
            _stop(actor, chosen, group.key)
        except Invalid:
            return _page(request, confirming.unstoppable())
        return _page(request, confirming.stopped(group))


def _stop(actor: Actor, chosen: queries.PreferenceInfo, group: str) -> None:
    own = {one.key: dict(one.manners) for one in chosen.groups} if chosen.own_matrix else {}
    matrix = {**own, group: {**own.get(group, {}), MAIL: "none"}}
    commands.set_preference(actor, person=actor.person_id or 0, matrix=matrix)


def _page(request: HttpRequest, screen: StopScreen) -> HttpResponse:
    return render(request, "screens/stop.html", {"screen": screen})
