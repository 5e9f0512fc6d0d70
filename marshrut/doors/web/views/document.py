"""One document: the page, its acts, two versions side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.documents import commands, queries
from marshrut.documents.queries import DocumentPage
from marshrut.doors.web.present import formal
from marshrut.doors.web.present.documents import acts, compare
from marshrut.doors.web.present.documents import page as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.document import SheetScreen
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused

from .base import answer, chosen, edition, go, key, number, page, stored_one
from .documents import day, organisations, shown_as

#: act -> what the reader must be able to do
NEEDS = {
    "rename": "rename",
    "move": "move",
    "dates": "date",
    "status": "set_status",
    "register": "register",
    "void": "void",
    "remove": "remove",
    "version": "add_version",
    "link": "link",
}
#: what the card does that leads the document
OWNED = ("dates", "status", "register", "void", "remove", "version")


def _formal(file: queries.FileInfo) -> str:
    """A УПД or an act as a paper; its texts are escaped by the template."""
    url = f"/files/{file.id}/"
    screen = formal.screen(queries.formal(file.id), file.name, url, f"{url}document/")
    return render_to_string("kit/formal.html", {"screen": screen})


@page
@require_GET
def show(request: HttpRequest, document_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = queries.document_page(viewer.actor, document_id)
    file = found.row.file
    html = _formal(file) if file.formal else "" if file.pages else queries.html_of(file.id).html
    return render(request, "screens/document.html", {"screen": present.screen(found, viewer, html)})


@page
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, document_id: int, name: str) -> HttpResponse:
    """One act as a form; after a refusal everything typed stands there again."""
    viewer = Viewer.of(request)
    found = queries.document_page(viewer.actor, document_id)
    _require(found, name)
    if request.method == "GET":
        return _form(request, viewer, found, name)
    try:
        url = _done(request, viewer, found, name)
    except Refused as error:
        return _form(request, viewer, found, name, Draft.refused(request.POST, error), shown_as(error))
    return go(request, url)


def _require(found: DocumentPage, name: str) -> None:
    if getattr(found.may, NEEDS[name]):
        return
    if name in OWNED and found.may.why_status:
        raise Conflict(found.may.why_status, code="owned_by_card")
    if name != "link" and found.may.why_sealed:
        raise Forbidden(found.may.why_sealed)
    raise Forbidden(_("You may not do this with the document."))


def _form(
    request: HttpRequest, viewer: Viewer, found: DocumentPage, name: str, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    screen = _screen(request, viewer, found, name, draft)
    return answer(request, "screens/act.html#sheet", {"screen": screen}, status)


def _screen(request: HttpRequest, viewer: Viewer, found: DocumentPage, name: str, draft: Draft | None) -> SheetScreen:
    version = edition(request)
    if name == "move":
        return acts.move(found, draft, version, queries.folders(viewer.actor))
    if name == "dates":
        return acts.dates(found, draft, version, organisations(viewer))
    if name == "register":
        today = viewer.now.astimezone(viewer.zone).date().isoformat()
        return acts.register(found, draft, version, organisations(viewer), today)
    if name == "link":
        place = request.GET.get("place", "company")
        return acts.link(found, draft, version, place if place in acts.SOURCES else "company")
    return acts.FORMS[name](found, draft, version)


def _done(request: HttpRequest, viewer: Viewer, found: DocumentPage, name: str) -> str:
    """Do it and say so; answers where to go."""
    actor, post = viewer.actor, request.POST
    about: dict[str, Any] = {"document": found.row.id, "key": key(request)}
    seen = {"version": edition(request), **about}
    if name == "rename":
        commands.rename_document(actor, title=post.get("title", ""), **seen)
    elif name == "move":
        commands.move_document(actor, folder=chosen(request, "folder", needed=True) or 0, **seen)
    elif name == "dates":
        commands.date_document(actor, **_dates(request, found), **seen)
    elif name == "status":
        commands.set_status(actor, status=post.get("status", ""), note=post.get("note", ""), **seen)
    elif name == "register":
        by_hand, one = post.get("number", "").strip(), chosen(request, "organisation")
        made = commands.register_document(actor, on=day(request, "on"), organisation=one, number=by_hand, **seen)
        messages.success(request, _("Registered: {number}").format(number=made["number"]))
        return f"/documents/{found.row.id}/"
    elif name == "void":
        commands.void_number(actor, reason=post.get("reason", ""), **seen)
    elif name == "remove":
        commands.remove_document(actor, reason=post.get("reason", ""), **seen)
        messages.success(request, _("The document is removed"))
        return "/documents/"
    elif name == "version":
        commands.add_version(actor, file=_file(request), note=post.get("note", ""), **seen)
    else:
        place = request.GET.get("place", "")
        commands.link_document(actor, place=place, ref=chosen(request, "ref", needed=True) or 0, **about)
    messages.success(request, _("Saved"))
    return f"/documents/{found.row.id}/"


def _dates(request: HttpRequest, found: DocumentPage) -> dict[str, Any]:
    """A registered paper keeps the date and the organisation its number stands under."""
    sent: dict[str, Any] = {"signed_on": day(request, "signed_on"), "sent_on": day(request, "sent_on")}
    if not found.row.registered:
        sent |= {"doc_date": day(request, "doc_date"), "organisation": chosen(request, "organisation")}
    return sent


def _file(request: HttpRequest) -> int:
    if not request.FILES.getlist("file"):
        sentence = _("Choose a file.")
        raise Invalid(sentence, fields={"file": sentence})
    try:
        return stored_one(request, "file")
    except Invalid as error:
        raise Invalid(_("Some fields need correction."), fields={"file": str(error)}) from error


@page
@require_POST
def unlink(request: HttpRequest, document_id: int, place: str, ref: int) -> HttpResponse:
    viewer = Viewer.of(request)
    commands.unlink_document(viewer.actor, document=document_id, place=place, ref=ref, key=key(request))
    messages.success(request, _("The link is taken off"))
    return go(request, f"/documents/{document_id}/")


@page
@require_GET
def next_number(request: HttpRequest, document_id: int) -> HttpResponse:
    """The line under the form of registration, asked for as the form is filled."""
    viewer = Viewer.of(request)
    found = queries.document_page(viewer.actor, document_id)
    _require(found, "register")
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
        made = queries.number_preview(
            viewer.actor, kind=found.row.kind, organisation=number(request.GET.get("organisation")), on=on
        )
    except (ValueError, Refused):
        return HttpResponse("")
    return HttpResponse(escape(acts.next_number(made.text, made.problem)))


@page
@require_GET
def versions(request: HttpRequest, document_id: int) -> HttpResponse:
    """What changed between two versions, as text; `all=1` shows the equal lines, too."""
    viewer = Viewer.of(request)
    found = queries.document_page(viewer.actor, document_id)
    by_n = {one.n: one for one in found.versions}
    newest = max(by_n)
    right = by_n.get(number(request.GET.get("to")) or newest)
    left = by_n.get(number(request.GET.get("from")) or max(newest - 1, 1))
    if left is None or right is None:
        raise NotFound(_("There is no such version."))
    whole = request.GET.get("all") == "1"
    made = queries.compared(left.file.id, right.file.id, whole=whole)
    screen = compare.screen(found, left, right, made, viewer, whole=whole, after=number(request.GET.get("after")) or 0)
    return render(request, "screens/compare.html", {"screen": screen})
