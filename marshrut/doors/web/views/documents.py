"""The library of documents: folders, filters, search, adding, taking away as an archive."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.crm import queries as crm
from marshrut.documents import bundling, commands, places, queries
from marshrut.doors.web.present.documents import library, upload
from marshrut.doors.web.present.documents.acts import Organisations
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.document import Told
from marshrut.kernel.errors import Invalid, NotFound, Refused
from marshrut.org import access

from .base import answer, chosen, go, key, number, page, stored_one, wants_json

PAGE = 50
#: papers one archive may be asked for
BUNDLED = 500


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    wanted, after = library.parse(request.GET, viewer), number(request.GET.get("after"))
    found = queries.library(viewer.actor, wanted, after=after, limit=PAGE)
    kinds = queries.kinds(viewer.actor)
    screen = library.screen(
        found,
        queries.folders(viewer.actor) if not after else (),
        kinds,
        request.GET,
        wanted,
        viewer,
        spot=spot(viewer, wanted.place, wanted.ref),
        may_add=any(kind.may_add for kind in kinds),
        may_edit=access.may(viewer.actor, "documents.edit_kind", chart=viewer.chart),
    )
    return answer(request, f"screens/library.html#{'rows' if after else 'list'}", {"screen": screen})


def spot(viewer: Viewer, place: str, ref: int | None) -> places.Spot | None:
    """What a paper may lie on, when the reader sees it."""
    return places.seen(viewer.actor, [(place, ref)]).get((place, ref)) if place and ref else None


def organisations(viewer: Viewer) -> Organisations:
    return [(str(one.id), one.name) for one in crm.organisations(viewer.actor)]


def shown_as(error: Refused) -> int:
    """The status of a form that comes back: one whose answer a script shows."""
    return (
        error.status if error.status in (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY) else HTTPStatus.CONFLICT
    )


def day(request: HttpRequest, name: str) -> date | None:
    """A date of the form; None for an empty one. Raises Invalid."""
    typed = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        sentence = _("This is not a date.")
        raise Invalid(sentence, fields={name: sentence}) from None


@page
@require_GET
def bundle(request: HttpRequest) -> HttpResponseBase:
    """Ticked documents as one ZIP, each under its own title; those the reader may not see are left out."""
    viewer = Viewer.of(request)
    wanted = [one for one in map(number, request.GET.get("ids", "").split(",")) if one][:BUNDLED]
    papers = queries.visible_documents(viewer.actor, wanted)
    if not papers:
        raise NotFound(_("There is no such document."))
    made = bundling.bundle([library.in_archive(paper) for paper in papers.values()])
    name = _("documents {day}").format(day=viewer.now.astimezone(viewer.zone).date().isoformat())
    return FileResponse(made, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First the kind, then the files (S1.9). Scripts send each file by itself and are answered with JSON."""
    viewer = Viewer.of(request)
    sent = request.POST if request.method == "POST" else request.GET
    kinds = [kind for kind in queries.kinds(viewer.actor) if kind.may_add]
    kind = next((one for one in kinds if one.key == sent.get("kind")), None)
    here = spot(viewer, sent.get("place", "")[:20], number(sent.get("ref")))
    if request.method == "GET" or kind is None:
        folder, family = number(sent.get("folder")), sent.get("family")
        near = [one for one in kinds if one.folder == folder] or [one for one in kinds if one.family == family] or kinds
        only = near[0] if kind is None and len(near) == 1 and (folder or family) and request.method == "GET" else kind
        screen = upload.screen(near if only is None else kinds, only, organisations(viewer), spot=here)
        return answer(request, "screens/upload.html#sheet", {"screen": screen})
    told, error = _added(request, viewer, kind.key, here)
    good = [one for one in told if one.url]
    if wants_json(request):
        bad = next((one.text for one in told if one.bad), str(error or ""))
        return JsonResponse({"url": good[0].url} if good else {"message": bad}, status=200 if good else 422)
    if good and len(good) == len(told):
        messages.success(request, _("Added"))
        return go(request, good[0].url if len(good) == 1 else here.url if here else f"/documents/?kind={kind.key}")
    draft = Draft.refused(request.POST, error) if error else Draft(request.POST.dict())
    screen = upload.screen(kinds, kind, organisations(viewer), spot=here, draft=draft, told=tuple(told))
    return answer(request, "screens/upload.html#sheet", {"screen": screen}, 422)


def _added(
    request: HttpRequest, viewer: Viewer, kind: str, here: places.Spot | None
) -> tuple[list[Told], Refused | None]:
    """How each file fared; what is wrong with the form itself is said once."""
    files = request.FILES.getlist("file")
    if not files:
        sentence = _("Choose a file.")
        return [], Invalid(sentence, fields={"file": sentence})
    try:
        company = chosen(request, "company")
        shared: dict[str, Any] = {
            "organisation": chosen(request, "organisation"),
            "doc_date": day(request, "doc_date"),
            "note": request.POST.get("note", ""),
            "links": [(here.place, here.ref)] if here else [("company", company)] if company else [],
        }
    except Invalid as error:
        return [], error
    told = []
    for place, file in enumerate(files):
        title = request.POST.get("title", "") if len(files) == 1 else ""
        try:
            made = commands.add_document(
                viewer.actor,
                kind=kind,
                file=stored_one(request, "file", place),
                title=title,
                **shared,
                key=_key(request, place, "document"),
            )
        except Refused as error:
            told.append(Told(file.name or "", "; ".join(map(str, error.fields.values())) or str(error), bad=True))
        else:
            told.append(Told(file.name or "", _("added"), f"/documents/{made['id']}/"))
    return told, None


def _key(request: HttpRequest, place: int, what: str) -> str | None:
    form = key(request)
    return f"{form}/{place}/{what}" if form else None
