"""Control of letters: for heads, and for whoever looks after all letters."""

from __future__ import annotations

from typing import get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.dashboards import letters as dashboard
from marshrut.doors.web.present import control as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import NotFound
from marshrut.letters import oversight
from marshrut.letters.queries import proof
from marshrut.org import access

from .base import answer, number, page


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    found = dashboard.letters(viewer.actor)
    told = access.may(viewer.actor, oversight.SEE_PROMISES, chart=viewer.chart)
    last = next(iter(proof.proofs(viewer.actor)), None) if told else None
    return render(request, "screens/control.html", {"screen": present.screen(found, last, viewer)})


@page
@require_GET
def listing(request: HttpRequest, what: str) -> HttpResponse:
    """The letters that a figure counts, all or one person's."""
    viewer, after = Viewer.of(request), request.GET.get("after", "")
    known: dict[str, dashboard.What] = {one: one for one in get_args(dashboard.What)}
    if what not in known:
        raise NotFound(_("There is no such page."))
    person = number(request.GET.get("person"))
    person = person if person and viewer.chart.exists(person) else None
    found = dashboard.listed(viewer.actor, known[what], person, after or None)
    screen = present.listing(found, person, viewer)
    return answer(request, f"screens/control_list.html{'#rows' if after else ''}", {"screen": screen})
