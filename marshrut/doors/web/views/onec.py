"""Bases of 1C, for administrators: the list, one with its doctor, its form, the key for events."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.doors.web.present import onec as present
from marshrut.doors.web.present import onec_forms as forms
from marshrut.doors.web.present.viewer import Viewer
from marshrut.edocs import commands, queries, rights, source
from marshrut.edocs.queries import BaseInfo
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import access

from . import accounts
from .base import chosen, edition, go, key, number, page

#: readings shown on the page of a base
JOURNAL: Final = 30


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = tending(request)
    screen = present.listing(queries.bases(viewer.actor), viewer, possible=bool(source.sources()))
    return render(request, "screens/onec.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, base: str) -> HttpResponse:
    """Sent to itself it calls the doctor; the page then says step by step how that went."""
    viewer = tending(request)
    check = None
    if request.method == "POST":
        check = commands.check_base(viewer.actor, base=base)
    return _shown(request, viewer, base, check=check)


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Connects a base."""
    viewer = tending(request)
    one = queries.new_base(viewer.actor, _only_source())
    if request.method == "GET":
        return _form(request, forms.form(forms.draft(one, viewer), one))
    base = request.POST.get("base", "").strip().lower()
    try:
        sent = _sent(request, one)
        commands.set_base(viewer.actor, base=base, version=0, key=key(request), source=one.source, **sent)
    except (Invalid, Conflict) as error:
        return _form(request, forms.form(forms.refused(request.POST, error), one), error.status)
    messages.success(request, _("The base is connected. Press «Check» to see whether it works."))
    return go(request, f"{present.PATH}{base}/")


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, base: str) -> HttpResponse:
    viewer = tending(request)
    one = queries.base(viewer.actor, base)
    if request.method == "GET":
        return _form(request, forms.form(forms.draft(one, viewer), one))
    seen = edition(request) or 0
    try:
        commands.set_base(viewer.actor, base=base, version=seen, key=key(request), **_sent(request, one))
    except (Invalid, Conflict) as error:
        return _form(request, forms.form(forms.refused(request.POST, error), one, seen), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"{present.PATH}{base}/")


@page
@require_POST
def remove(request: HttpRequest, base: str) -> HttpResponse:
    done = commands.remove_base(tending(request).actor, base=base, key=key(request))
    if done["kept"]:
        messages.success(request, _("The base is switched off and its password is forgotten; its documents stay"))
        return go(request, f"{present.PATH}{base}/")
    messages.success(request, _("The base is disconnected"))
    return go(request, present.PATH)


@page
@require_POST
def refresh(request: HttpRequest, base: str) -> HttpResponse:
    """Everything anew, as every night; a base that was never read is filled."""
    viewer = tending(request)
    lane = "reconcile" if queries.base(viewer.actor, base).first_done_at else "changes"
    try:
        commands.refresh_base(viewer.actor, base=base, lane=lane, key=key(request))
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("1C is being asked: what it says appears in the journal below"))
    return go(request, f"{present.PATH}{base}/")


@page
@require_POST
def new_key(request: HttpRequest, base: str) -> HttpResponse:
    """The key for events stands in this one answer. The same form sent again makes the same key."""
    viewer, sent = tending(request), key(request)
    queries.base(viewer.actor, base)
    made = salted_hmac("marshrut.onec.events", f"{base}:{sent}").hexdigest() if sent else secrets.token_hex(20)
    commands.set_base(viewer.actor, base=base, secrets={present.EVENT_KEY: made}, key=sent)
    return _shown(request, viewer, base, shown=made)


def tending(request: HttpRequest) -> Viewer:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.SEE_BASES, chart=viewer.chart)
    return viewer


def _shown(request: HttpRequest, viewer: Viewer, base: str, **more: Any) -> HttpResponse:
    one, runs = queries.base(viewer.actor, base), queries.runs(viewer.actor, base, JOURNAL)
    screen = present.screen(one, runs, viewer, site(request), **more)
    return render(request, "screens/onec_base.html", {"screen": screen})


def site(request: HttpRequest) -> str:
    return settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def _only_source() -> str:
    """The first that registered: 1C."""
    found = source.sources()
    return found[0].code if found else ""


def _sent(request: HttpRequest, one: BaseInfo) -> dict[str, Any]:
    """Only what the form shows; raises Invalid for what is no number or no person."""
    given, hidden = accounts.sent(request, forms.asked(one), forms.OWN)
    return {
        "title": request.POST.get("title", "").strip(),
        "owner": chosen(request, "owner"),
        "every": _minutes(request, "every"),
        "silent_after": _minutes(request, "silent_after"),
        "active": request.POST.get("active") == "1",
        "settings": given,
        "secrets": hidden,
    }


def _minutes(request: HttpRequest, name: str) -> int:
    found = number(request.POST.get(name, "").strip())
    if found is None:
        raise Invalid(_("Some fields need correction."), fields={name: _("Write a whole number.")})
    return found


def _form(request: HttpRequest, screen: Any, status: int = 200) -> HttpResponse:
    return render(request, "screens/onec_form.html", {"screen": screen}, status=status)
