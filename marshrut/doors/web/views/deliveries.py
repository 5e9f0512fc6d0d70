"""The log of deliveries, for administrators: who was told by which way, why not, once more."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marshrut.channels import commands, queries
from marshrut.doors.web.present import deliveries as present
from marshrut.doors.web.present.channels import LOG
from marshrut.kernel.errors import Conflict

from .base import go, key, number, page
from .channels import tending

PAGE: Final = 50


@page
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    viewer = tending(request)
    asked = _asked(request)
    filters = queries.Filter(
        channel=asked["channel"], state=asked["state"], group=asked["group"], person=number(asked["person"]),
        since=_day(asked["since"]), until=_day(asked["until"]),
    )  # fmt: skip
    found = queries.deliveries(viewer.actor, filters, after=number(request.GET.get("after")), limit=PAGE)
    groups, channels = queries.defaults(viewer.actor).groups, queries.channels(viewer.actor)
    return render(
        request, "screens/channel_log.html", {"screen": present.screen(found, asked, channels, groups, viewer)}
    )


@page
@require_POST
def retry(request: HttpRequest, delivery_id: int) -> HttpResponse:
    viewer = tending(request)
    try:
        commands.retry_delivery(viewer.actor, delivery=delivery_id, key=key(request))
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is being sent again"))
    back = request.POST.get("next", "")
    return go(request, back if back.startswith(LOG) else LOG)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the page may be asked for, "" for nothing and for what is no answer."""
    found = {name: request.GET.get(name, "").strip()[:60] for name in present.NAMES}
    if found["state"] not in dict(present.states()):
        found["state"] = ""
    person = number(found["person"])
    for name in ("since", "until"):
        found[name] = found[name] if _day(found[name]) else ""
    return {**found, "person": str(person or "")}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
