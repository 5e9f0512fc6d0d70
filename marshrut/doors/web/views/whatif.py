"""«Что если»: ask, and look at the answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.doors.web.present import whatif as present
from marshrut.doors.web.present import whatif_told
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.rehearsals.whatif import commands, queries
from marshrut.rehearsals.whatif.queries import Route

from .base import go, key, page


@page
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    routes = queries.routes(viewer.actor)
    route = _route(routes, request.GET.get("type", ""))
    if request.method == "GET":
        return _form(request, route, routes, viewer, Draft())
    try:
        months, changes = present.parse(request.POST.dict(), viewer)
        made = commands.ask_whatif(
            viewer.actor, card_type=route.kind.key, months=months, changes=changes, key=key(request)
        )
    except Invalid as error:
        fields = {name if name in request.POST else f"set_{name}": text for name, text in error.fields.items()}
        draft = Draft(request.POST.dict(), str(error), fields, error.code)
        return _form(request, route, routes, viewer, draft, error.status)
    return go(request, f"{present.PATH}{made['id']}/")


def _form(
    request: HttpRequest, route: Route, routes: list[Route], viewer: Viewer, draft: Draft, status: int = 200
) -> HttpResponse:
    screen = present.ask(route, routes, queries.newest(viewer.actor), viewer, draft)
    return render(request, "screens/whatif.html", {"screen": screen}, status=status)


@page
@require_GET
def show(request: HttpRequest, whatif: int) -> HttpResponse:
    viewer = Viewer.of(request)
    line = queries.whatif(viewer.actor, whatif)
    route = _route(queries.routes(viewer.actor), line.card_type)
    return render(request, "screens/whatif_told.html", {"screen": whatif_told.screen(line, route, viewer)})


def _route(routes: list[Route], wanted: str) -> Route:
    found = next((one for one in routes if wanted in ("", one.kind.key)), None)
    if found is None:
        raise NotFound(_("There is no such page."))
    return found
