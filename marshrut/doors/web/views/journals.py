"""Registration journals: seen, printed, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from marshrut.documents import serving
from marshrut.doors.web.present import journals as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.journals import JournalSheet
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.letters import commands, journal_words, oversight
from marshrut.letters.queries import journals
from marshrut.org import access

from .base import answer, page

#: rows of the print that are sent together
TOGETHER = 200


@page
@require_GET
def first(request: HttpRequest) -> HttpResponse:
    """The first journal that is open to the reader."""
    books = journals.books(Viewer.of(request).actor)
    if not books:
        raise NotFound(_("There is no such page."))
    return redirect(f"{present.PATH}{books[0].key}/")


@page
@require_GET
def show(request: HttpRequest, book: str) -> HttpResponse:
    return _shown(request, book)


def _shown(request: HttpRequest, key: str, refused: Invalid | None = None) -> HttpResponse:
    viewer, wanted = Viewer.of(request), present.parse(request.GET)
    book, after = journals.book(viewer.actor, key), request.GET.get("after", "")
    found = journals.page(viewer.actor, key, wanted, after or None)
    screen = present.screen(
        book,
        found,
        wanted,
        journals.books(viewer.actor),
        viewer,
        export=access.may(viewer.actor, oversight.EXPORT, chart=viewer.chart, types=book.types),
        error=str(refused) if refused else "",
    )
    status = refused.status if refused else 200
    return answer(request, f"screens/journal.html{'#rows' if after else ''}", {"screen": screen}, status)


@page
@require_GET
def paper(request: HttpRequest, book: str) -> HttpResponseBase:
    """The journal for a printer, sent as it is read."""
    viewer, wanted = Viewer.of(request), present.parse(request.GET)
    one = journals.book(viewer.actor, book)
    lines = journals.lines(viewer.actor, book, wanted)
    sheet = present.sheet(one, lines, wanted, viewer)
    return StreamingHttpResponse(_sent(request, sheet, viewer.language), headers={"Cache-Control": "no-store, private"})


def _sent(request: HttpRequest, sheet: JournalSheet, language: str) -> Iterator[str]:
    """It leaves when the language of the request is no longer the active one."""
    name, rows = "screens/journal_print.html", sheet.rows
    with override(language):
        yield render_to_string(f"{name}#head", {"screen": sheet}, request)
        while some := list(islice(rows, TOGETHER)):
            yield render_to_string(f"{name}#rows", {"rows": some}, request)
        yield render_to_string(f"{name}#foot", {"screen": sheet}, request)


@page
@require_POST
def export(request: HttpRequest, book: str) -> HttpResponseBase:
    """The journal as a file; it leaves a line in the journal of exports."""
    viewer, wanted = Viewer.of(request), present.parse(request.GET)
    one, sent = journals.book(viewer.actor, book), request.POST.get("form", "")
    form = journal_words.form_of(sent)
    query = present.asked(wanted)
    try:
        taken = commands.export_journal(viewer.actor, book=book, wanted=wanted, form=form, query=query)
    except Invalid as error:
        return _shown(request, book, error)
    words, over = present.words_of(one, viewer), present.page_of(wanted, viewer)
    content, content_type = journal_words.as_file(words, taken.lines, form, viewer.now, over)
    return serving.response(content, serving.table_headers(f"{words.title}.{form}", content_type))
