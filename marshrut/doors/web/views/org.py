"""Our company: the tree, departments, roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards.queries.broken import broken as broken_in
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import Pack
from marshrut.doors.web.present import broken, start
from marshrut.doors.web.present import org as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.org import access, commands, queries

from .base import chosen, go, key, number, page

PATH = present.PATH


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    may_edit = access.may(viewer.actor, "org.edit_department", chart=viewer.chart)
    departments, people = queries.departments(viewer.actor), queries.people(viewer.actor)
    screen = present.screen(departments, people, queries.roles(viewer.actor), _packs(), viewer, may_edit=may_edit)
    steps = start.administrator(viewer) if may_edit else None
    return render(request, "screens/org.html", {"screen": screen, "steps": steps})


@page
@require_GET
def dismissed(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, "org.reinstate_person")
    screen = present.dismissed(queries.people(viewer.actor, dismissed=True), viewer)
    return render(request, "screens/org.html", {"screen": screen})


def _packs() -> list[Pack]:
    return [version.pack for version in definitions.active()]


@page
@require_http_methods(["GET", "POST"])
def new_department(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, "org.add_department")
    if request.method == "GET":
        return _department(request, viewer, Draft({"parent": request.GET.get("parent", ""), "sort": "0"}))
    try:
        commands.add_department(viewer.actor, **_sent(request), key=key(request))
    except Invalid as error:
        return _department(request, viewer, Draft.refused(request.POST, error), status=error.status)
    messages.success(request, _("The department is added"))
    return go(request, PATH)


@page
@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, department_id: int) -> HttpResponse:
    """Rename, move in the tree, seat a head."""
    viewer = Viewer.of(request)
    access.require(viewer.actor, "org.edit_department", department=department_id)
    card = queries.department_card(viewer.actor, department_id)
    if request.method == "GET":
        return _department(request, viewer, present.department_draft(card), card)
    try:
        commands.edit_department(viewer.actor, department=department_id, **_sent(request))
    except Invalid as error:
        return _department(request, viewer, Draft.refused(request.POST, error), card, error.status)
    messages.success(request, _("Saved"))
    return go(request, PATH)


def _department(
    request: HttpRequest,
    viewer: Viewer,
    draft: Draft,
    card: queries.DepartmentCard | None = None,
    status: int = 200,
) -> HttpResponse:
    screen = present.department_form(queries.departments(viewer.actor), viewer, draft, card)
    return render(request, "screens/form.html", {"screen": screen}, status=status)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Places are whole numbers, also below zero."""
    try:
        sort = int(request.POST.get("sort") or 0)
    except ValueError:
        sentence = _("Write a whole number.")
        raise Invalid(_("Nothing was saved: check the marked fields."), fields={"sort": sentence}) from None
    parent, head = chosen(request, "parent"), chosen(request, "head")
    return {"name": request.POST.get("name", ""), "parent": parent, "head": head, "sort": sort}


@page
@require_POST
def remove_department(request: HttpRequest, department_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        commands.remove_department(viewer.actor, department=department_id)
    except Conflict as error:
        messages.error(request, str(error))
        return go(request, f"{PATH}departments/{department_id}/")
    messages.success(request, _("The department is removed"))
    return go(request, PATH)


@page
@require_GET
def broken_routes(request: HttpRequest) -> HttpResponse:
    """What stops papers; for administrators of the company and of processes."""
    viewer = Viewer.of(request)
    screen = broken.screen(broken_in(viewer.actor), viewer)
    return render(request, "screens/broken.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def new_role(request: HttpRequest) -> HttpResponse:
    """With `role` in the address: one that a process asks for, called as the process calls it."""
    viewer = Viewer.of(request)
    access.require(viewer.actor, "org.add_role")
    if request.method == "GET":
        draft = Draft(present.pack_titles(_packs(), request.GET.get("role", "")))
        return render(request, "screens/form.html", {"screen": present.role_form(draft)})
    sent = {name: request.POST.get(name, "") for name in ("role", "title_ru", "title_en")}
    try:
        made = commands.add_role(viewer.actor, **sent, key=key(request))
    except Invalid as error:
        screen = present.role_form(Draft.refused(request.POST, error))
        return render(request, "screens/form.html", {"screen": screen}, status=error.status)
    messages.success(request, _("The role is added. Now give it to somebody."))
    return go(request, f"{PATH}roles/{made}/")


@page
@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, role_key: str) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, "org.edit_role", role=role_key)
    if request.method == "GET":
        return _role(request, viewer, role_key)
    sent = {name: request.POST.get(name, "") for name in ("title_ru", "title_en")}
    try:
        commands.edit_role(viewer.actor, role=role_key, **sent)
    except Invalid as error:
        return _role(request, viewer, role_key, titles=Draft.refused(request.POST, error), status=error.status)
    messages.success(request, _("Saved"))
    return go(request, f"{PATH}roles/{role_key}/")


def _role(
    request: HttpRequest,
    viewer: Viewer,
    role_key: str,
    *,
    assign: Draft | None = None,
    titles: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    found = next((one for one in queries.roles(viewer.actor) if one.key == role_key), None)
    if found is None:
        raise NotFound(_("There is no such role."))
    screen = present.role_screen(found, viewer, assign=assign, titles=titles)
    return render(request, "screens/role.html", {"screen": screen}, status=status)


@page
@require_POST
def assign_role(request: HttpRequest, role_key: str) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        person = chosen(request, "person", needed=True)
        commands.assign_role(viewer.actor, role=role_key, person=person or 0)
    except Invalid as error:
        return _role(request, viewer, role_key, assign=Draft.refused(request.POST, error), status=error.status)
    messages.success(request, _("The role is given"))
    return go(request, f"{PATH}roles/{role_key}/")


@page
@require_POST
def revoke_role(request: HttpRequest, role_key: str) -> HttpResponse:
    person = number(request.POST.get("person")) or 0
    done = commands.revoke_role(Viewer.of(request).actor, role=role_key, person=person)
    messages.success(request, _("The role is taken back"))
    for warning in done["warnings"]:
        messages.warning(request, warning)
    return go(request, f"{PATH}roles/{role_key}/")
