"""Channels, for administrators: all of them, one with «Проверить», its form, switching."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.channels import commands, queries, rights
from marshrut.channels.queries import ChannelInfo
from marshrut.doors.web.present import channel_form as forms
from marshrut.doors.web.present import channels as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import access

from . import accounts
from .base import edition, go, key, page


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = tending(request)
    screen = present.listing(queries.channels(viewer.actor), viewer)
    return render(request, "screens/channels.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, channel: str) -> HttpResponse:
    """Sent to itself it tries the account; the page then says step by step how that went."""
    viewer = tending(request)
    check = None
    if request.method == "POST":
        check = commands.check_channel(viewer.actor, channel=channel, key=key(request))
    one = queries.channel(viewer.actor, channel)
    return render(
        request, "screens/channel.html", {"screen": present.screen(one, viewer, check, accounts.site(request))}
    )


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, channel: str) -> HttpResponse:
    """Connects a channel, or changes how it is reached."""
    viewer = tending(request)
    one = queries.channel(viewer.actor, channel)
    if request.method == "GET":
        return render(request, "screens/form.html", {"screen": forms.form(forms.draft(one), one)})
    seen = edition(request) or 0
    try:
        sent = _sent(request, one)
        commands.set_channel(viewer.actor, channel=channel, version=seen, key=key(request), **sent)
    except (Invalid, Conflict) as error:
        screen = forms.form(forms.refused(request.POST, error), one, seen)
        return render(request, "screens/form.html", {"screen": screen}, status=error.status)
    said = _("Saved") if one.connected else _("The channel is connected. Press «Check» to see whether it works.")
    messages.success(request, said)
    return go(request, f"{present.PATH}{channel}/")


@page
@require_POST
def switch(request: HttpRequest, channel: str) -> HttpResponse:
    on = request.POST.get("on") == "1"
    commands.switch_channel(tending(request).actor, channel=channel, on=on, key=key(request))
    messages.success(request, _("The channel is on") if on else _("The channel is off: notices go the next way"))
    return go(request, f"{present.PATH}{channel}/")


def tending(request: HttpRequest) -> Viewer:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.SEE, chart=viewer.chart)
    return viewer


def _sent(request: HttpRequest, one: ChannelInfo) -> dict[str, Any]:
    """Only what the form shows; raises Invalid for a limit that is no sum."""
    given, hidden = accounts.sent(request, one.form, forms.OWN)
    found: dict[str, Any] = {"settings": given, "secrets": hidden}
    if one.presses:
        found["limit_sum"] = _limit(request.POST.get("limit_sum", ""))
    ticks = {name: request.POST.get(name) == "1" for name in ("short", "active")}
    return {**found, **ticks}


def _limit(typed: str) -> Decimal | None:
    """A sum as people write it: «1 000 000,50 ₽»."""
    figures = re.sub(r"[\s₽]", "", typed).replace(",", ".")
    if figures and not re.fullmatch(r"\d{1,13}(\.\d{1,2})?", figures, re.ASCII):
        raise Invalid(_("Some fields need correction."), fields={"limit_sum": _("Write a sum, like 100000.50.")})
    return Decimal(figures) if figures else None
