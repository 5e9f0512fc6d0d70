"""Projects."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.crm import commands, queries
from marshrut.crm.rules import ProjectState
from marshrut.doors.web.present import threads
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.partners import projects as present
from marshrut.doors.web.present.partners.shared import PAGE
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Option
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.doors.web.views.base import answer, chosen, edition, go, is_fragment, key, number, page
from marshrut.kernel.errors import Conflict, Forbidden, Invalid
from marshrut.letters import queries as letters

from . import lying
from .own_first import SUGGESTED, own_first

#: fields of companies that one form may send
MOST = 50


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer, text = Viewer.of(request), request.GET.get("q", "")[:200].strip()
    offset = min(number(request.GET.get("offset")) or 0, 100_000)
    state = request.GET.get("state", "") if request.GET.get("state") in set(ProjectState) else ""
    whose = "me" if request.GET.get("whose") == "me" else ""
    found = queries.search_projects(
        viewer.actor,
        text,
        PAGE + 1,
        offset,
        state=state or None,
        responsible=viewer.person if whose else None,
    )
    screen = present.listing(found, text, state, whose, offset, viewer)
    return answer(request, "screens/partners.html#list", {"screen": screen})


@page
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Open projects first; the rest only when what is typed asks for them. Those of the company beside come before."""
    viewer, text = Viewer.of(request), request.GET.get("q", "")[:100]
    state, company = None if text.strip() else ProjectState.OPEN.value, number(request.GET.get("company"))
    search = partial(queries.search_projects, viewer.actor, text, SUGGESTED, state=state)
    found = own_first(search, company)
    options = [Option(str(one.id), one.title, hint=", ".join(name for _id, name in one.companies)) for one in found]
    return render(request, "kit/options.html", {"options": options})


@page
@require_GET
def show(request: HttpRequest, project_id: int) -> HttpResponse:
    viewer, after = Viewer.of(request), request.GET.get("after")
    found = queries.project_page(viewer.actor, project_id)
    standing = letters.of_project(viewer.actor, project_id, after)
    part = threads.threads(standing, viewer, "project", project_id, f"/projects/{project_id}/")
    if after and is_fragment(request):
        return render(request, "kit/thread_rows.html", {"part": part})
    said = queries.story(viewer.actor, "project", project_id)
    screen = present.screen(found, lying.on(viewer, "project", project_id), part, said, viewer)
    return render(request, "screens/partner.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    if request.method == "GET":
        mine = {"responsible": str(viewer.person), "responsible_text": viewer.chart.name(viewer.person)}
        return _form(request, present.form(Draft(mine), present.SEVERAL))
    try:
        made = commands.add_project(viewer.actor, **{"title": "", **_sent(request)}, key=key(request))
    except Invalid as error:
        return _form(request, present.form(_refused(request, error), len(_rooms(request))), error.status)
    messages.success(request, _("The project is added"))
    return go(request, f"/projects/{made['id']}/")


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, project_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = _editable(viewer, project_id)
    if request.method == "GET":
        many = len(found.info.companies) + present.SEVERAL - 1
        return _form(request, present.form(present.draft(found, viewer), many, found, version=found.version))
    seen = edition(request)
    try:
        commands.edit_project(viewer.actor, project=project_id, version=seen, **_sent(request), key=key(request))
    except (Invalid, Conflict) as error:
        screen = present.form(_refused(request, error), len(_rooms(request)), found, version=seen or 0)
        return _form(request, screen, error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/projects/{project_id}/")


@page
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, project_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = _editable(viewer, project_id)
    if request.method == "GET":
        other = ProjectState.OPEN if found.info.state == ProjectState.CLOSED else ProjectState.CLOSED
        return _form(request, present.state_form(Draft({"state": other.value}), found, found.version))
    seen, sent = edition(request), {"state": request.POST.get("state", ""), "why": request.POST.get("why", "")}
    try:
        commands.set_project_state(viewer.actor, project=project_id, version=seen, **sent, key=key(request))
    except (Invalid, Conflict) as error:
        return _form(request, present.state_form(Draft.refused(request.POST, error), found, seen or 0), error.status)
    messages.success(request, _("Saved"))
    return go(request, f"/projects/{project_id}/")


def _editable(viewer: Viewer, project: int) -> queries.ProjectPage:
    found = queries.project_page(viewer.actor, project)
    if not found.may_edit:
        raise Forbidden(_("A project is changed by those who answer for it, their heads and administrators."))
    return found


def _rooms(request: HttpRequest) -> list[str]:
    return sorted(name for name in request.POST if re.fullmatch(r"company_[0-9]{1,2}", name))[:MOST]


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What the form holds; a typed name that was not chosen is refused."""
    sent: dict[str, Any] = {name: request.POST[name] for name in ("title", "note") if name in request.POST}
    if "responsible" in request.POST:
        sent["responsible"] = chosen(request, "responsible", needed=True)
    if rooms := _rooms(request):
        found = [chosen(request, name) for name in rooms]
        sent["companies"] = [one for one in dict.fromkeys(found) if one]
    return sent


def _refused(request: HttpRequest, error: Invalid | Conflict) -> Draft:
    """What is wrong with the companies stands at the first of them."""
    first = {"company_0": error.fields["companies"]} if "companies" in error.fields else {}
    return Draft(request.POST.dict(), str(error), {**error.fields, **first}, error.code)


def _form(request: HttpRequest, screen: FormScreen, status: int = 200) -> HttpResponse:
    return render(request, "screens/form.html", {"screen": screen}, status=status)
