"""Rules for everybody: where notices of those go who have chosen nothing; for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marshrut.channels import commands, queries
from marshrut.channels.queries import PreferenceInfo
from marshrut.doors.web.present import channel_rules as present
from marshrut.doors.web.present.channels import RULES
from marshrut.kernel.errors import Conflict, Invalid

from .base import edition, go, key, number, page
from .channels import tending


@page
@require_http_methods(["GET", "POST"])
def for_everybody(request: HttpRequest) -> HttpResponse:
    """Where notices of those go who have chosen nothing."""
    viewer = tending(request)
    one = queries.defaults(viewer.actor)
    if request.method == "GET":
        return render(request, "screens/channel_defaults.html", {"screen": present.screen(present.draft(one), one)})
    seen = edition(request) or 0
    try:
        commands.set_defaults(viewer.actor, version=seen, key=key(request), **_sent(request.POST, one))
    except (Invalid, Conflict) as error:
        screen = present.screen(present.refused(request.POST, error, one), one, seen)
        return render(request, "screens/channel_defaults.html", {"screen": screen}, status=error.status)
    messages.success(request, _("Saved"))
    return go(request, RULES)


def _sent(form: QueryDict, one: PreferenceInfo) -> dict[str, Any]:
    """What the form holds, as `set_defaults` takes it. Raises Invalid for minutes that are no number."""
    minutes = number(form.get("minutes", "").strip())
    if minutes is None:
        raise Invalid(_("Some fields need correction."), fields={"minutes": _("Write a whole number.")})
    return {**choices(form, one), "minutes": minutes}


def choices(form: QueryDict, one: PreferenceInfo) -> dict[str, Any]:
    """What a person or the company chose; an order only where the form has one."""
    matrix = {
        group.key: {channel.code: form[name] for channel in one.channels
                    if (name := present.cell_name(group.key, channel.code)) in form}
        for group in one.groups
    }  # fmt: skip
    kind = form.get("quiet", "")
    hours = {"from": form.get("since", ""), "to": form.get("until", "")} if kind == "hours" else {}
    days = {"days": sorted({int(day) for day in form.getlist("days") if day in set("0123456")})}
    given: dict[str, Any] = {"matrix": matrix, "quiet": {"kind": kind, **hours, **days}}
    given["digest"] = [hour for place in range(present.DIGESTS) if (hour := form.get(f"digest-{place}", "").strip())]
    if order := [code for place in range(len(one.channels)) if (code := form.get(f"order-{place}", ""))]:
        given["order"] = order
    return given
