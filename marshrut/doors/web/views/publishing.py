"""«Публикация маршрута»: upload, look at what is wrong, publish or discard. Only whoever may install packs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.definitions import commands as definitions
from marshrut.definitions import queries as installed
from marshrut.documents import serving
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.rehearsals import publishing as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import access
from marshrut.rehearsals import commands, queries, rights, uploading

from .base import go, key, page

ZIP: Final = "application/zip"


@page
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    viewer = _publishing(request)
    if request.method == "GET":
        return _start(request, viewer, Draft())
    try:
        files = _sent(request)
        comment = request.POST.get("comment", "")
        made = commands.put_draft(viewer.actor, files=files, comment=comment, key=key(request))
    except Invalid as error:
        return _start(request, viewer, Draft.refused(request.POST, error), error.status)
    return go(request, present.address(made["draft"]))


def _start(request: HttpRequest, viewer: Viewer, draft: Draft, status: int = 200) -> HttpResponse:
    packs = installed.packs(viewer.language)
    screen = present.screen(queries.drafts(viewer.actor), packs, queries.comments(), viewer, draft)
    return render(request, "screens/publish.html", {"screen": screen}, status=status)


@page
@require_GET
def show(request: HttpRequest, draft: int) -> HttpResponse:
    return _one(request, _publishing(request), draft, Draft())


@page
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Saved as a ZIP; sent, they are changed."""
    viewer = _publishing(request)
    if request.method == "GET":
        found = queries.draft(viewer.actor, draft)
        return _zip(found.files, f"{found.pack or 'pack'}-{found.version or 'draft'}.zip")
    try:
        sent = _sent(request, needed=False)
        whole = uploading.is_whole(one.name or "" for one in request.FILES.getlist("files"))
        comment = request.POST.get("comment")
        commands.put_draft(viewer.actor, draft=draft, files=sent, whole=whole, comment=comment, key=key(request))
    except Invalid as error:
        return _one(request, viewer, draft, Draft.refused(request.POST, error), error.status)
    return go(request, present.address(draft))


@page
@require_POST
def publish(request: HttpRequest, draft: int) -> HttpResponse:
    viewer = _publishing(request)
    try:
        texts = queries.to_publish(viewer.actor, draft, confirmed=request.POST.get("confirmed") == "1")
        made = definitions.install_pack(viewer.actor, content=dict(texts))
    except (Invalid, Conflict) as error:
        commands.put_draft(viewer.actor, draft=draft, files={})
        return _one(request, viewer, draft, Draft({}, str(error)), error.status)
    commands.publish_draft(viewer.actor, draft=draft, version=made["id"])
    said = _("Version {version} is published: new cards start with it.").format(version=made["version"])
    messages.success(request, said)
    return go(request, present.PATH)


@page
@require_POST
def discard(request: HttpRequest, draft: int) -> HttpResponse:
    commands.discard_draft(_publishing(request).actor, draft=draft, key=key(request))
    messages.success(request, _("The draft is discarded"))
    return go(request, present.PATH)


@page
@require_GET
def version_files(request: HttpRequest, version: int) -> HttpResponseBase:
    """An installed version to begin with."""
    viewer = _publishing(request)
    found = queries.files(viewer.actor, version)
    pack = installed.installed(version).pack
    return _zip(found, f"{pack.key}-{pack.version}.zip")


def _one(request: HttpRequest, viewer: Viewer, draft: int, form: Draft, status: int = 200) -> HttpResponse:
    screen = present.one(queries.draft(viewer.actor, draft), viewer, form)
    return render(request, "screens/draft.html", {"screen": screen}, status=status)


def _publishing(request: HttpRequest) -> Viewer:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.PUT_DRAFT, chart=viewer.chart)
    return viewer


def _sent(request: HttpRequest, *, needed: bool = True) -> dict[str, str]:
    """Texts by file name. Raises Invalid for what is too large or no pack."""
    sent = request.FILES.getlist("files")
    if not sent and not needed:
        return {}
    if sum(one.size or 0 for one in sent) > uploading.LARGEST:
        raise Invalid(uploading.TOO_LARGE, fields={"files": uploading.TOO_LARGE})
    return uploading.read((one.name or "", one.read()) for one in sent)


def _zip(texts: Mapping[str, str], name: str) -> HttpResponseBase:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, text in texts.items():
            archive.writestr(zipfile.ZipInfo(file), text)
    out.seek(0)
    return serving.response(out, serving.table_headers(name, ZIP))
