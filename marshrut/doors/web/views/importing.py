"""People and departments as a table: brought in after a preview, taken away, and the list of what was taken."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.documents import serving, tables
from marshrut.doors.web.present import importing as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.org import PATH
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, Refused
from marshrut.org import access, commands
from marshrut.org.queries import staff

from .base import go, key, number, page

#: the table travels through the page, signed and packed: nothing of it lies in the session or on the disk
SALT: Final = "org.import"
#: seconds that a preview can be applied, characters of a packed table
LASTS, PACKED = 3600, 2_000_000
EXPIRED = "expired"
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


def chosen_form(sent: str | None) -> tables.Format:
    return "xlsx" if sent == "xlsx" else "csv"


def download(rows: Any, sent: str | None, name: str, title: str) -> HttpResponseBase:
    """The table as a file for saving."""
    form = chosen_form(sent)
    content, content_type = tables.as_file(rows, form, title)
    return serving.response(content, serving.table_headers(f"{name}.{form}", content_type))
