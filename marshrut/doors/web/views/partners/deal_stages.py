"""Stages of deals, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.crm import commands, queries, rights
from marshrut.crm.sentences import NO_SUCH_STAGE
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.partners import deals as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.doors.web.views.base import go, key, number, page
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    _tending(request)
    screen = present.stages_screen(queries.deal_stages(), queries.deals_by_stage())
    return render(request, "screens/deal_stages.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer, stages = _tending(request), queries.deal_stages()
    if request.method == "GET":
        after = sum(one.open for one in stages) + 1
        return _form(request, present.stage_edit_form(Draft({"kind": "open", "position": after}), stages))
    sent = {"title": request.POST.get("title", ""), "kind": request.POST.get("kind", "open")}
    try:
        place = number(request.POST.get("position"))
        commands.add_deal_stage(viewer.actor, **sent, position=place, key=key(request))
    except Invalid as error:
        return _form(request, present.stage_edit_form(Draft.refused(request.POST, error), stages), error.status)
    messages.success(request, _("Saved"))
    return go(request, present.STAGES)


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, stage_key: str) -> HttpResponse:
    viewer, stages = _tending(request), queries.deal_stages()
    one = next((one for one in stages if one.key == stage_key), None)
    if one is None:
        raise NotFound(NO_SUCH_STAGE)
    if request.method == "GET":
        draft = Draft({"title": one.title, "position": stages.index(one) + 1})
        return _form(request, present.stage_edit_form(draft, stages, one))
    try:
        place = number(request.POST.get("position"))
        title = request.POST.get("title")
        commands.edit_deal_stage(viewer.actor, stage=stage_key, title=title, position=place, key=key(request))
    except Invalid as error:
        return _form(request, present.stage_edit_form(Draft.refused(request.POST, error), stages, one), error.status)
    messages.success(request, _("Saved"))
    return go(request, present.STAGES)


@page
@require_POST
def remove(request: HttpRequest, stage_key: str) -> HttpResponse:
    try:
        commands.remove_deal_stage(_tending(request).actor, stage=stage_key, key=key(request))
    except Invalid as error:
        messages.error(request, str(error))
        return go(request, f"{present.STAGES}{stage_key}/")
    messages.success(request, _("The stage is removed"))
    return go(request, present.STAGES)


def _tending(request: HttpRequest) -> Viewer:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.EDIT_STAGE, chart=viewer.chart)
    return viewer


def _form(request: HttpRequest, screen: FormScreen, status: int = 200) -> HttpResponse:
    return render(request, "screens/form.html", {"screen": screen}, status=status)
