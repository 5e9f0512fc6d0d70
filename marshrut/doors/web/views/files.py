"""Files: only through a card or a paper the reader may see, or their own upload; never as what a browser would run."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marshrut.cards import queries as cards
from marshrut.documents import queries as documents
from marshrut.documents import serving
from marshrut.doors.web.present import formal
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.files import FileRow, WordScreen
from marshrut.kernel.errors import NotFound

from .base import answer, is_fragment, page

#: names of what may be a formalised document
READ = (".xml", ".zip")


@page
@require_GET
def content(request: HttpRequest, file_id: int) -> FileResponse:
    info = cards.file(Viewer.of(request).actor, file_id)
    inline = request.GET.get("download") != "1"
    return serving.response(documents.open_blob(file_id), serving.headers(info, inline))


@page
@require_GET
def page_image(request: HttpRequest, file_id: int, number: int) -> FileResponse:
    info = cards.file(Viewer.of(request).actor, file_id)
    if number not in {one.number for one in info.pages}:
        raise NotFound(_("There is no such page."))
    return serving.response(documents.open_page(file_id, number), serving.page_headers(info, number))


@page
@require_GET
def markup(request: HttpRequest, file_id: int) -> HttpResponse:
    """A Word file as clean markup inside the page."""
    info = cards.file(Viewer.of(request).actor, file_id)
    found = documents.html_of(file_id)
    screen = WordScreen(info.name, f"/files/{info.id}/", found.html, found.note)
    return answer(request, "screens/word.html#word", {"screen": screen})


@page
@require_GET
def document(request: HttpRequest, file_id: int) -> HttpResponse:
    """A formalised document (УПД, акт) as a paper: a page to print, or a part of another page."""
    info = cards.file(Viewer.of(request).actor, file_id)
    url = "" if not is_fragment(request) else f"/files/{info.id}/document/"
    screen = formal.screen(documents.formal(file_id), info.name, f"/files/{info.id}/", url)
    return answer(request, "screens/formal.html#formal", {"screen": screen})


@page
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Pages of a chosen file while the form is typed. Nothing is kept."""
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > 20_000_000:
        return _nothing()
    name = file.name or ""
    if name.lower().endswith(".docx"):
        html = documents.sketch_word(file)
        screen = WordScreen(name, "", html, "")
        return render(request, "screens/word.html#word", {"screen": screen}) if html else _nothing()
    if name.lower().endswith(READ):
        found = formal.screen(documents.sketch_formal(name, file), name)
        return render(request, "kit/formal.html", {"screen": found}) if found.note or found.kind else _nothing()
    pictures = documents.sketch(name, file)
    if not pictures:
        return _nothing()
    row = FileRow(id=0, name=name, kind="pdf", meta="", pages=pictures, page_count=len(pictures))
    return render(request, "kit/paper.html", {"file": row, "bare": True})


def _nothing() -> HttpResponse:
    return HttpResponse(status=204)
