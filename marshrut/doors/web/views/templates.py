"""Word templates: the list, one of them, its forms, a try with a card, what templates may ask for."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards.queries.template import template_values
from marshrut.documents import commands, queries, serving
from marshrut.documents.rules import TEMPLATE_TYPE
from marshrut.doors.web.present import templates as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound

from .base import chosen, edition, go, key, page, stored


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    found = queries.templates(viewer.actor, archived=True)
    may_add = bool(queries.template_kinds(viewer.actor))
    screen = present.listing(found, viewer, archived=request.GET.get("archived") == "1", may_add=may_add)
    return render(request, "screens/templates.html", {"screen": screen})


@page
@require_GET
def fields(request: HttpRequest) -> HttpResponse:
    screen = present.fields(request.GET.get("type", ""), Viewer.of(request))
    return render(request, "screens/template_fields.html", {"screen": screen})


@page
@require_GET
def show(request: HttpRequest, template_id: int) -> HttpResponse:
    return _one(request, template_id)


def _one(request: HttpRequest, template_id: int, trial: Draft | None = None, status: int = 200) -> HttpResponse:
    viewer = Viewer.of(request)
    one = queries.template(viewer.actor, template_id)
    screen = present.screen(one, queries.template_fields(viewer.actor, template_id), viewer, trial)
    return render(request, "screens/template.html", {"screen": screen}, status=status)


@page
@require_GET
def content(request: HttpRequest, template_id: int) -> FileResponse:
    one = queries.template(Viewer.of(request).actor, template_id)
    return serving.response(queries.open_blob(one.file.id), serving.headers(one.file))


@page
@require_POST
def attempt(request: HttpRequest, template_id: int) -> HttpResponse | FileResponse:
    """Fill the template with a card the reader sees; nothing is kept."""
    actor = Viewer.of(request).actor
    try:
        values = template_values(actor, chosen(request, "card", needed=True) or 0)
        made = queries.filled_template(actor, template_id, values)
    except Invalid as error:
        return _one(request, template_id, Draft.refused(request.POST, error), error.status)
    return serving.response(io.BytesIO(made.content), serving.table_headers(made.name, TEMPLATE_TYPE))


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    kinds = queries.template_kinds(viewer.actor)
    if not kinds:
        raise Forbidden(_("Templates are tended by administrators and by those who keep documents of a kind."))
    if request.method == "GET":
        return _form(request, present.form(Draft({"kind": kinds[0][0]}), kinds, viewer))
    try:
        made = commands.add_template(viewer.actor, **_sent(request), file=_file(request), key=key(request))
    except (Invalid, NotFound, Conflict) as error:
        return _form(request, present.form(Draft.refused(request.POST, error), kinds, viewer), 422)
    messages.success(request, _("The template is added"))
    return go(request, f"{present.PATH}{made['id']}/")


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, template_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    one = queries.template(viewer.actor, template_id)
    if not one.may_edit:
        raise Forbidden(_("Templates are tended by administrators and by those who keep documents of a kind."))
    kinds = queries.template_kinds(viewer.actor)
    if request.method == "GET":
        return _form(request, present.form(present.draft(one), kinds, viewer, one))
    try:
        file = _file(request) if request.FILES.getlist("file") else None
        about: dict[str, Any] = {"template": template_id, "version": edition(request), "key": key(request)}
        commands.edit_template(viewer.actor, file=file, **_sent(request), **about)
    except (Invalid, NotFound, Conflict) as error:
        screen = present.form(Draft.refused(request.POST, error), kinds, viewer, one, edition(request))
        return _form(request, screen, error.status if isinstance(error, Conflict) else 422)
    messages.success(request, _("Saved"))
    return go(request, f"{present.PATH}{template_id}/")


@page
@require_POST
def archive(request: HttpRequest, template_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    away = not queries.template(viewer.actor, template_id).archived
    commands.archive_template(
        viewer.actor, template=template_id, archived=away, version=edition(request), key=key(request)
    )
    messages.success(request, _("The template is in the archive") if away else _("The template is offered again"))
    return go(request, f"{present.PATH}{template_id}/")


def _sent(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in ("title", "kind", "card_type")}


def _file(request: HttpRequest) -> int:
    files = stored(request, "file")
    if len(files) != 1:
        sentence = _("Choose the Word file.")
        raise Invalid(sentence, fields={"file": sentence})
    return files[0]


def _form(request: HttpRequest, screen: FormScreen, status: int = 200) -> HttpResponse:
    return render(request, "screens/form.html", {"screen": screen}, status=status)
