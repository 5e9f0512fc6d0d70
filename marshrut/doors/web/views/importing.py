"""People and departments as a table: brought in after a preview, taken away, and the list of what was taken."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.doors.web.present import importing as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.org import PATH
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, Refused
from marshrut.org import access, commands
from marshrut.org.queries import staff

from .base import go, key, number, page
from .tabling import chosen_form, download, packed, sent, unpacked

SALT: Final = "org.import"
#: toasts after an import; «Сломанные маршруты» tells the rest
WARNINGS: Final = 5


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Choose or paste a table; sent, it is compared with the company and nothing is written."""
    viewer = Viewer.of(request)
    access.require(viewer.actor, "org.import_people")
    if request.method == "GET":
        return _start(request, Draft())
    try:
        rows = sent(request)
        plan, text = staff.preview(viewer.actor, rows), packed(viewer, rows, SALT)
    except Invalid as error:
        return _start(request, Draft.refused(request.POST, error), error.status)
    return _preview(request, viewer, plan, text)


def _start(request: HttpRequest, draft: Draft, status: int = 200) -> HttpResponse:
    return render(request, "screens/import.html", {"screen": present.screen(draft)}, status=status)


def _preview(
    request: HttpRequest, viewer: Viewer, plan: staff.Plan, text: str, error: Refused | None = None
) -> HttpResponse:
    screen = present.preview(plan, text, viewer, str(error) if error else "")
    return render(request, "screens/import_preview.html", {"screen": screen}, status=error.status if error else 200)


@page
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, "org.import_people")
    try:
        rows = unpacked(request, viewer, SALT)
    except Invalid as error:
        return _start(request, Draft({}, str(error)), error.status)
    dismiss = [one for one in map(number, request.POST.getlist("dismiss")) if one]
    try:
        done: dict[str, Any] = commands.import_people(
            viewer.actor, rows=rows, seen=request.POST.get("seen", ""), dismiss=dismiss, key=key(request)
        )
    except (Conflict, Invalid) as error:
        return _preview(request, viewer, staff.preview(viewer.actor, rows), request.POST["packed"], error)
    messages.success(request, present.done(done))
    for warning in done["warnings"][:WARNINGS]:
        messages.warning(request, warning)
    return go(request, PATH)


@page
@require_GET
def example(request: HttpRequest) -> HttpResponseBase:
    rows = staff.example(Viewer.of(request).actor)
    return download(rows, request.GET.get("form", ""), _("people-example"), _("People"))


@page
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """People and departments as the table that can be brought back."""
    form = chosen_form(request.POST.get("form"))
    rows = commands.export_people(Viewer.of(request).actor, form=form)
    return download(rows, form, _("people"), _("People"))


@page
@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    screen = present.exports(staff.exports_made(viewer.actor), viewer)
    return render(request, "screens/exports.html", {"screen": screen})
