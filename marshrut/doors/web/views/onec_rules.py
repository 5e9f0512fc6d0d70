"""What an administrator says about documents of a base: working days, the mapping; and what is odd among them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.doors.web.present import onec as present
from marshrut.doors.web.present import onec_forms as forms
from marshrut.edocs import commands, queries
from marshrut.edocs.queries import BaseInfo
from marshrut.kernel.errors import Conflict, Invalid, NotFound

from .base import edition, go, key, number, page
from .onec import tending


@page
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, base: str) -> HttpResponse:
    viewer = tending(request)
    one = queries.base(viewer.actor, base)
    if request.method == "GET":
        return render(request, "screens/onec_terms.html", {"screen": forms.terms(one)})
    seen = edition(request) or 0
    try:
        commands.set_base(viewer.actor, base=base, version=seen, key=key(request), overdue=_days(request, one))
    except (Invalid, Conflict) as error:
        screen = forms.terms(one, request.POST, error, seen)
        return render(request, "screens/onec_terms.html", {"screen": screen}, status=error.status)
    messages.success(request, _("Saved"))
    return go(request, f"{present.PATH}{base}/terms/")


@page
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, base: str) -> HttpResponse:
    viewer = tending(request)
    one = queries.base(viewer.actor, base)
    if not present.has_mapping(one):
        raise NotFound(_("There is nothing here."))
    if request.method == "GET":
        return render(request, "screens/onec_mapping.html", {"screen": forms.mapping(one)})
    text, seen = request.POST.get(present.MAPPING, "").replace("\r\n", "\n").rstrip(), edition(request) or 0
    given: dict[str, Any] = {present.MAPPING: f"{text}\n" if text else ""}
    try:
        commands.set_base(viewer.actor, base=base, version=seen, key=key(request), settings=given)
    except (Invalid, Conflict) as error:
        screen = forms.mapping(one, text, error, seen)
        return render(request, "screens/onec_mapping.html", {"screen": screen}, status=error.status)
    messages.success(request, _("Saved. Press «Check» to see whether 1C has what the mapping names."))
    return go(request, f"{present.PATH}{base}/")


@page
@require_GET
def oddities(request: HttpRequest, base: str) -> HttpResponse:
    viewer = tending(request)
    one = queries.base(viewer.actor, base)
    found = queries.odd(viewer.actor, base, forms.ODD_SHOWN + 1)
    return render(request, "screens/onec_oddities.html", {"screen": forms.oddities(one, found, viewer)})


def _days(request: HttpRequest, one: BaseInfo) -> dict[str, dict[str, int]]:
    """Kinds of which both stay empty are as usual. Raises Invalid for what is no number."""
    found: dict[str, dict[str, int]] = {}
    wrong: dict[str, Any] = {}
    for row in one.days:
        typed = {level: request.POST.get(f"{row.kind}-{level}", "").strip() for level in ("warn", "critical")}
        if not any(typed.values()):
            continue
        days = {level: number(text) for level, text in typed.items()}
        wrong |= {f"{row.kind}-{level}": _("Write a whole number.") for level, many in days.items() if many is None}
        found[row.kind] = {level: many for level, many in days.items() if many is not None}
    if wrong:
        raise Invalid(_("Some fields need correction."), fields=wrong)
    return found
