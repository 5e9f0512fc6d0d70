"""Settings of the shared disk: kinds of documents with their statuses and numbers, folders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.documents import commands, queries
from marshrut.documents.queries import KindSettings
from marshrut.documents.rules.kinds import COLORS
from marshrut.doors.web.present.documents import folders, kinds
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, NotFound, Refused
from marshrut.org import access

from .base import answer, chosen, edition, go, key, number, page
from .documents import organisations, shown_as

EDIT = "documents.edit_kind"
FORM = ("title", "title_en", "code", "family", "filing")


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, EDIT)
    found = queries.kinds(viewer.actor, archived=True)
    screen = kinds.listing(found, queries.number_rules(viewer.actor), may_add=True)
    return render(request, "screens/kinds.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, EDIT)
    if request.method == "GET":
        return _form(request, viewer, None)
    try:
        sent = _sent(request)
        made = commands.add_kind(viewer.actor, kind=request.POST.get("kind", ""), **sent, key=key(request))
    except Refused as error:
        return _form(request, viewer, None, error)
    messages.success(request, _("The kind is added. Now its statuses and numbers."))
    return go(request, f"{kinds.KINDS}{made['kind']}/statuses/")


@page
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, kind_key: str) -> HttpResponse:
    viewer = Viewer.of(request)
    settings = queries.kind_settings(viewer.actor, kind_key)
    if request.method == "GET":
        return _form(request, viewer, settings)
    try:
        commands.edit_kind(viewer.actor, kind=kind_key, **_sent(request), version=edition(request), key=key(request))
    except Refused as error:
        return _form(request, viewer, settings, error)
    messages.success(request, _("Saved"))
    return go(request, f"{kinds.KINDS}{kind_key}/")


def _sent(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    sent: dict[str, Any] = {name: post[name] for name in FORM if name in post}
    folder = chosen(request, "folder")
    if folder:
        sent["folder"] = folder
    sent["gapless"] = post.get("gapless") == "1"
    for name in kinds.WHO:
        person = chosen(request, f"{name}_person")
        sent[name] = [*post.getlist(name), *([f"person:{person}"] if person else [])]
    return sent


def _form(
    request: HttpRequest, viewer: Viewer, settings: KindSettings | None, error: Refused | None = None
) -> HttpResponse:
    draft = Draft.refused(request.POST, error) if error else None
    sent = request.POST if error else None
    screen = kinds.form(
        settings, queries.folders(viewer.actor), viewer, draft=draft, sent=sent, version=edition(request)
    )
    return render(request, "screens/kind.html", {"screen": screen}, status=shown_as(error) if error else 200)


@page
@require_POST
def archive(request: HttpRequest, kind_key: str) -> HttpResponse:
    viewer = Viewer.of(request)
    settings = queries.kind_settings(viewer.actor, kind_key)
    try:
        commands.archive_kind(viewer.actor, kind=kind_key, archived=not settings.info.archived, key=key(request))
    except Refused as error:
        return _form(request, viewer, settings, error)
    messages.success(request, _("Saved"))
    return go(request, f"{kinds.KINDS}{kind_key}/")


@page
@require_http_methods(["GET", "POST"])
def statuses(request: HttpRequest, kind_key: str) -> HttpResponse:
    """Rows are moved, added and taken out on the form; only «save» writes."""
    viewer = Viewer.of(request)
    settings = queries.kind_settings(viewer.actor, kind_key)
    if request.method == "GET":
        return _statuses(request, settings)
    rows, act = _rows(request), request.POST.get("act", "save")
    if act != "save":
        return _statuses(request, settings, _rearranged(rows, act), Draft(request.POST.dict()))
    try:
        commands.set_statuses(viewer.actor, kind=kind_key, statuses=rows, version=edition(request), key=key(request))
    except Refused as error:
        return _statuses(request, settings, rows, Draft.refused(request.POST, error), shown_as(error))
    messages.success(request, _("Saved"))
    return go(request, f"{kinds.KINDS}{kind_key}/statuses/")


def _statuses(
    request: HttpRequest,
    settings: KindSettings,
    rows: list[dict[str, Any]] | None = None,
    draft: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    screen = kinds.statuses(settings, rows, draft, edition(request))
    return answer(request, "screens/kind.html#statuses", {"screen": screen}, status)


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    post = request.POST
    places = [n for n in post.getlist("row") if n.isascii() and n.isdigit()][:100]
    return [
        {
            "key": post.get(f"key-{n}", ""),
            "title": post.get(f"title-{n}", ""),
            "title_en": post.get(f"title_en-{n}", ""),
            "color": post.get(f"color-{n}", COLORS[0]),
            "initial": post.get("initial") == n,
            "final": post.get(f"final-{n}") == "1",
        }
        for n in places
    ]


def _rearranged(rows: list[dict[str, Any]], act: str) -> list[dict[str, Any]]:
    """«up-3», «down-3», «remove-3», «add»: places of the form as it was sent."""
    what, _dash, place = act.partition("-")
    at = number(place)
    if what == "add":
        color = COLORS[len(rows) % len(COLORS)]
        empty = {"key": "", "title": "", "title_en": "", "color": color, "initial": not rows, "final": False}
        return [*rows, empty]
    if at is None or at >= len(rows):
        return rows
    if what == "remove":
        return rows[:at] + rows[at + 1 :]
    to = at + {"up": -1, "down": 1}.get(what, 0)
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return rows


@page
@require_GET
def numbers(request: HttpRequest, kind_key: str) -> HttpResponse:
    viewer = Viewer.of(request)
    settings = queries.kind_settings(viewer.actor, kind_key)
    year = viewer.now.astimezone(viewer.zone).year
    ours: list[tuple[int | None, str]] = [(int(one), name) for one, name in organisations(viewer)]
    books = [(one, name, queries.book(viewer.actor, kind_key, one, year)) for one, name in ours or [(None, "")]]
    screen = kinds.numbers(settings, books, viewer)
    return render(request, "screens/kind.html", {"screen": screen})


@page
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, kind_key: str, rule_id: int = 0) -> HttpResponse:
    viewer = Viewer.of(request)
    settings = queries.kind_settings(viewer.actor, kind_key)
    known = next((one for one in settings.rules if one.id == rule_id), None)
    if rule_id and known is None:
        raise NotFound(_("There is no such rule."))
    if request.method == "GET":
        return _rule(request, viewer, settings, known)
    post = request.POST
    try:
        organisation = known.organisation if known else chosen(request, "organisation")
        since = known.since_year if known else _figure(request, "since_year", needed=False)
        words = {name: post.get(name, "") for name in ("template", "case_index", "unit_index")}
        commands.set_number_rule(
            viewer.actor, kind=kind_key, **words, organisation=organisation, since_year=since, key=key(request)
        )
    except Refused as error:
        return _rule(request, viewer, settings, known, Draft.refused(post, error), shown_as(error))
    messages.success(request, _("Saved"))
    return go(request, f"{kinds.KINDS}{kind_key}/numbers/")


def _rule(
    request: HttpRequest,
    viewer: Viewer,
    settings: KindSettings,
    known: Any,
    draft: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    hint = _looks(viewer, settings.info.key, draft.values if draft else kinds.rule_values(known))
    screen = kinds.rule(settings, known, organisations(viewer), draft, hint)
    return answer(request, "screens/act.html#sheet", {"screen": screen}, status)


def _figure(request: HttpRequest, name: str, *, needed: bool = True) -> int | None:
    """Digits of the form. Raises Invalid."""
    typed = re.sub(r"\s", "", request.POST.get(name, ""))
    if number(typed) is None and (typed or needed):
        sentence = _("Write a number in digits.")
        raise Invalid(sentence, fields={name: sentence})
    return number(typed)


@page
@require_GET
def preview(request: HttpRequest, kind_key: str) -> HttpResponse:
    """What numbers of the template would look like, asked for as it is typed."""
    viewer = Viewer.of(request)
    return HttpResponse(escape(_looks(viewer, kind_key, request.GET.dict())))


def _looks(viewer: Viewer, kind_key: str, values: Mapping[str, Any]) -> str:
    """An open rule knows its organisation and year by its own values, a closed field sends none."""
    made = queries.number_preview(
        viewer.actor,
        kind=kind_key,
        organisation=number(str(values.get("organisation", ""))),
        template=str(values.get("template", ""))[:200],
        case_index=str(values.get("case_index", ""))[:60],
        unit_index=str(values.get("unit_index", ""))[:60],
        since_year=number(str(values.get("since_year", ""))),
    )
    return kinds.looks(made)


@page
@require_POST
def remove_rule(request: HttpRequest, kind_key: str, rule_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        commands.remove_number_rule(viewer.actor, rule=rule_id, key=key(request))
    except Conflict as error:
        settings = queries.kind_settings(viewer.actor, kind_key)
        known = next((one for one in settings.rules if one.id == rule_id), None)
        draft = Draft(kinds.rule_values(known), str(error), error.fields)
        return _rule(request, viewer, settings, known, draft, shown_as(error))
    messages.success(request, _("The rule is removed"))
    return go(request, f"{kinds.KINDS}{kind_key}/numbers/")


@page
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest, kind_key: str) -> HttpResponse:
    viewer = Viewer.of(request)
    year = viewer.now.astimezone(viewer.zone).year
    if request.method == "GET":
        asked = number(request.GET.get("organisation"))
        return _counter(request, viewer, kind_key, Draft({"organisation": str(asked or ""), "year": str(year)}), asked)
    try:
        organisation, chosen_year = chosen(request, "organisation"), _figure(request, "year") or year
        last = _figure(request, "last") or 0
        commands.set_counter(
            viewer.actor,
            kind=kind_key,
            organisation=organisation,
            year=chosen_year,
            last=last,
            confirm=request.POST.get("confirm") == "1",
            key=key(request),
        )
    except Refused as error:
        asked = number(request.POST.get("organisation"))
        return _counter(request, viewer, kind_key, Draft.refused(request.POST, error), asked, shown_as(error))
    messages.success(request, _("Saved"))
    return go(request, f"{kinds.KINDS}{kind_key}/numbers/")


def _counter(
    request: HttpRequest, viewer: Viewer, kind_key: str, draft: Draft, organisation: int | None, status: int = 200
) -> HttpResponse:
    year = number(str(draft.values.get("year", ""))) or 0
    book = queries.book(viewer.actor, kind_key, organisation, year)
    screen = kinds.counter(book, organisations(viewer), draft)
    return answer(request, "screens/act.html#sheet", {"screen": screen}, status)


@page
@require_http_methods(["GET", "POST"])
def disk(request: HttpRequest) -> HttpResponse:
    """Folders of the shared disk, each to be renamed or, empty, taken away; a POST adds one."""
    viewer = Viewer.of(request)
    access.require(viewer.actor, "documents.add_folder")
    if request.method == "GET":
        return _disk(request, viewer)
    try:
        commands.add_folder(
            viewer.actor, name=request.POST.get("name", ""), parent=chosen(request, "parent"), key=key(request)
        )
    except Refused as error:
        return _disk(request, viewer, Draft.refused(request.POST, error), shown_as(error))
    messages.success(request, _("The folder is added"))
    return go(request, folders.FOLDERS)


def _disk(request: HttpRequest, viewer: Viewer, draft: Draft | None = None, status: int = 200) -> HttpResponse:
    screen = folders.screen(queries.folders(viewer.actor), queries.kinds(viewer.actor, archived=True), draft)
    return render(request, "screens/folders.html", {"screen": screen}, status=status)


@page
@require_http_methods(["GET", "POST"])
def folder(request: HttpRequest, folder_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, "documents.rename_folder")
    tree = queries.folders(viewer.actor)
    if request.method == "GET":
        return answer(request, "screens/act.html#sheet", {"screen": folders.form(tree, folder_id)})
    try:
        commands.rename_folder(viewer.actor, folder=folder_id, name=request.POST.get("name", ""), key=key(request))
    except Refused as error:
        screen = folders.form(tree, folder_id, Draft.refused(request.POST, error))
        return answer(request, "screens/act.html#sheet", {"screen": screen}, shown_as(error))
    messages.success(request, _("Saved"))
    return go(request, folders.FOLDERS)


@page
@require_POST
def remove_folder(request: HttpRequest, folder_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, "documents.remove_folder")
    try:
        commands.remove_folder(viewer.actor, folder=folder_id, key=key(request))
    except Refused as error:
        tree = queries.folders(viewer.actor)
        screen = folders.form(tree, folder_id, Draft.refused(request.POST, error))
        return answer(request, "screens/act.html#sheet", {"screen": screen}, shown_as(error))
    messages.success(request, _("The folder is removed"))
    return go(request, folders.FOLDERS)
