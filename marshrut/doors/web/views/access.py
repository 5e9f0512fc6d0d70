"""«Доступ» for those who look after processes, and «Почему я это вижу» for everybody."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards.queries import standing
from marshrut.cards.rights import EXPLAIN
from marshrut.definitions import commands, queries, rights
from marshrut.doors.web.present import access as present
from marshrut.doors.web.present import standing as present_standing
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.org import access

from .base import go, number, page


@page
@require_GET
def first(request: HttpRequest) -> HttpResponse:
    """The access to the first card type; the others are its tabs."""
    access.require(Viewer.of(request).actor, rights.SET_GRANTS)
    found = [kind.key for version in queries.active() for kind in version.pack.card_types]
    if not found:
        raise NotFound(_("There is no such process."))
    return redirect(f"{present.PATH}{found[0]}/")


@page
@require_GET
def show(request: HttpRequest, card_type: str) -> HttpResponse:
    viewer, found = _opened(request, card_type)
    types = [kind for version in queries.active() for kind in version.pack.card_types]
    warnings = queries.access_warnings(found.grants, found.card_type, viewer.chart)
    changes = queries.access_changes(found.pack.key)
    screen = present.table(found, types, warnings, reversed(changes), viewer)
    return render(request, "screens/access.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, card_type: str, n: int | None = None) -> HttpResponse:
    """One row: `n` of those there are, or a new one."""
    viewer, found = _opened(request, card_type)
    if n is not None and n >= len(found.grants):
        raise NotFound(_("There is no such row: somebody changed the access meanwhile."))
    if request.method == "GET":
        typed = present.blank() if n is None else present.stored(found.grants[n])
        return render(request, "screens/grant.html", {"screen": present.form(found, n, typed, viewer)})
    person = number(request.POST.get("person")) if request.POST.get("person_text", "").strip() else None
    typed = present.typed(request.POST, person)
    rows = queries.told(found.grants)
    rows[len(rows) if n is None else n : len(rows) if n is None else n + 1] = [typed]
    try:
        return _saved(request, viewer, card_type, rows)
    except (Invalid, Conflict) as error:
        text = request.POST.get("person_text", "")
        screen = present.form(found, n, typed, viewer, error=error, person_text=text)
        return render(request, "screens/grant.html", {"screen": screen}, status=error.status)


@page
@require_POST
def remove(request: HttpRequest, card_type: str, n: int) -> HttpResponse:
    viewer, found = _opened(request, card_type)
    rows = queries.told(found.grants)
    del rows[n : n + 1]
    try:
        return _saved(request, viewer, card_type, rows)
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
        return go(request, f"{present.PATH}{card_type}/")


@page
@require_POST
def reset(request: HttpRequest, card_type: str) -> HttpResponse:
    commands.reset_grants(Viewer.of(request).actor, card_type=card_type)
    messages.success(request, _("The rows are again those that came with the process"))
    return go(request, f"{present.PATH}{card_type}/")


@page
@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """Which row opens a card to somebody; of the card only its number and type are shown."""
    viewer = Viewer.of(request)
    access.require(viewer.actor, EXPLAIN)
    asked, person = request.GET.get("card", "").strip(), number(request.GET.get("person"))
    found, error = None, ""
    if asked and person:
        digits = re.search(r"([0-9]{1,18})$", asked)
        try:
            found = standing.standing_of(viewer.actor, int(digits[1]) if digits else 0, person)
        except NotFound:
            error = _("There is no card with this number.")
    elif request.GET:
        error = _("Name a card and an employee.")
    screen = present_standing.tool(viewer, asked, person, found, error)
    return render(request, "screens/standing.html", {"screen": screen})


@page
@require_GET
def why(request: HttpRequest, card_id: int) -> HttpResponse:
    """Of oneself; with `person` in the address it is the tool of those who look after access."""
    if "person" in request.GET:
        return redirect(f"{present.PATH}who/?card={card_id}&person={number(request.GET['person']) or ''}")
    viewer = Viewer.of(request)
    found = standing.own_standing(viewer.actor, card_id)
    return render(request, "screens/standing.html", {"screen": present_standing.own(found, viewer)})


def _opened(request: HttpRequest, card_type: str) -> tuple[Viewer, queries.AccessTable]:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.SET_GRANTS, card_type=card_type)
    return viewer, queries.access_table(card_type)


def _saved(request: HttpRequest, viewer: Viewer, card_type: str, rows: list[dict[str, Any]]) -> HttpResponse:
    seen = request.POST.get("seen", "")
    done = commands.set_grants(viewer.actor, card_type=card_type, grants=rows, seen=seen)
    saved = _("Saved: the new rights hold from now on") if done["changed"] else _("Nothing was changed")
    messages.success(request, saved)
    return go(request, f"{present.PATH}{card_type}/")
