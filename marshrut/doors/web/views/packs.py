"""Settings of processes: everybody reads them, administrators change them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.definitions import commands, queries
from marshrut.doors.web.present import settings
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access

from .base import go, page


@page
@require_GET
def first(request: HttpRequest) -> HttpResponse:
    """The settings of the first process; the others are its tabs."""
    found = queries.packs(Viewer.of(request).language)
    if not found:
        raise NotFound(_("There is no such process."))
    return redirect(settings.address(found[0].key))


@page
@require_http_methods(["GET", "POST"])
def thresholds(request: HttpRequest, pack: str) -> HttpResponse:
    viewer = Viewer.of(request)
    if request.method == "GET":
        return _answer(request, viewer, pack)
    values = {row.key: request.POST[row.key] for row in queries.setting_rows(pack, "ru") if row.key in request.POST}
    try:
        done = commands.change_settings(viewer.actor, pack=pack, values=values)
    except Invalid as error:
        return _answer(request, viewer, pack, Draft.refused(request.POST, error), error.status)
    saved = _("Saved: new tasks live by the new values") if done["changed"] else _("Nothing was changed")
    messages.success(request, saved)
    return go(request, settings.address(pack))


def _answer(
    request: HttpRequest, viewer: Viewer, pack: str, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    rows = queries.setting_rows(pack, viewer.language)
    packs = queries.packs(viewer.language)
    line = next(one for one in packs if one.key == pack)
    may_edit = access.may(viewer.actor, "definitions.change_settings", chart=viewer.chart, pack=pack)
    screen = settings.screen(line, packs, rows, viewer, may_edit=may_edit, draft=draft)
    return render(request, "screens/settings.html", {"screen": screen}, status=status)
