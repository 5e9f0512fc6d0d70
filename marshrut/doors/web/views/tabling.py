"""A table that comes in: chosen or pasted, shown as a preview, applied. The parts every kind of table shares.

The table travels through the page, signed and packed: nothing of it lies in the session or on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from marshrut.documents import serving, tables
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.importing import TablePreview, TableScreen
from marshrut.kernel.errors import Conflict, Invalid, Refused
from marshrut.org import access

from .base import go

#: seconds that a preview can be applied, characters of a packed table
LASTS, PACKED = 3600, 2_000_000
EXPIRED: Final = "expired"
Rows = list[list[str]]


@dataclass(frozen=True)
class Incoming:
    """A kind of table without acts of its own beside the rows."""

    #: keeps kinds of tables apart
    salt: str
    right: str
    start: Callable[[Draft, Viewer], TableScreen]
    #: compares the table with what there is; nothing is written
    plan: Callable[[HttpRequest, Viewer, Rows], Any]
    #: (plan, packed table, reader, sentence of a refusal)
    preview: Callable[[Any, str, Viewer, str], TablePreview]
    #: does what was seen; answers with the sentence that tells it
    apply: Callable[[HttpRequest, Viewer, Rows], str]
    #: where to go then
    url: str


def show(request: HttpRequest, kind: Incoming) -> HttpResponse:
    """Choose or paste a table; sent, it is compared with what there is, and nothing is written."""
    viewer = Viewer.of(request)
    access.require(viewer.actor, kind.right, chart=viewer.chart)
    if request.method == "GET":
        return _start(request, kind, Draft())
    try:
        rows = sent(request)
        plan, text = kind.plan(request, viewer, rows), packed(viewer, rows, kind.salt)
    except Invalid as error:
        return _start(request, kind, Draft.refused(request.POST, error), error.status)
    return _preview(request, kind, plan, text)


def apply(request: HttpRequest, kind: Incoming) -> HttpResponse:
    """Do what the preview showed; when it would be another one by now, show that one."""
    viewer = Viewer.of(request)
    access.require(viewer.actor, kind.right, chart=viewer.chart)
    try:
        rows = unpacked(request, viewer, kind.salt)
    except Invalid as error:
        return _start(request, kind, Draft({}, str(error)), error.status)
    try:
        said = kind.apply(request, viewer, rows)
    except (Conflict, Invalid) as error:
        return _preview(request, kind, kind.plan(request, viewer, rows), request.POST["packed"], error)
    messages.success(request, said)
    return go(request, kind.url)


def _start(request: HttpRequest, kind: Incoming, draft: Draft, status: int = 200) -> HttpResponse:
    screen = kind.start(draft, Viewer.of(request))
    return render(request, "screens/table_import.html", {"screen": screen}, status=status)


def _preview(request: HttpRequest, kind: Incoming, plan: Any, text: str, error: Refused | None = None) -> HttpResponse:
    screen = kind.preview(plan, text, Viewer.of(request), str(error) if error else "")
    return render(request, "screens/table_preview.html", {"screen": screen}, status=error.status if error else 200)


def sent(request: HttpRequest) -> list[list[str]]:
    """The rows of the chosen file or of what was pasted."""
    file = request.FILES.get("file")
    if file is not None:
        return tables.read(file.read(tables.SIZE + 1))
    text = request.POST.get("text", "")
    if not text.strip():
        sentence = _("Choose a file or paste the rows.")
        raise Invalid(sentence, fields={"file": sentence})
    return tables.read_text(text)


def packed(viewer: Viewer, rows: list[list[str]], salt: str) -> str:
    """The table as the preview carries it; `salt` keeps kinds of tables apart."""
    text = signing.dumps([viewer.person, rows], salt=salt, compress=True)
    if len(text) > PACKED:
        sentence = _("The table is too large for one go. Divide it into several.")
        raise Invalid(sentence, fields={"file": sentence})
    return text


def unpacked(request: HttpRequest, viewer: Viewer, salt: str) -> list[list[str]]:
    """The rows of the preview, when it was this person's and is not an hour old."""
    try:
        person, rows = signing.loads(request.POST.get("packed", ""), salt=salt, max_age=LASTS)
    except signing.BadSignature:
        person, rows = None, []
    if person != viewer.person:
        raise Invalid(_("The preview is too old. Choose the table once more."), code=EXPIRED)
    found: list[list[str]] = rows
    return found


def chosen_form(sent: str | None) -> tables.Format:
    return "xlsx" if sent == "xlsx" else "csv"


def download(rows: Any, sent: str | None, name: str, title: str) -> HttpResponseBase:
    """The table as a file for saving."""
    form = chosen_form(sent)
    content, content_type = tables.as_file(rows, form, title)
    return serving.response(content, serving.table_headers(f"{name}.{form}", content_type))
