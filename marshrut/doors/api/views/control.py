"""Control of letters, journals, promises, the daily proof."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Path, Query

from marshrut.dashboards import letters as dashboard
from marshrut.documents import serving, tables
from marshrut.kernel import clock
from marshrut.kernel.errors import Forbidden, NotFound
from marshrut.letters import commands, journal_words
from marshrut.letters.queries import journals, promises, proof
from marshrut.org import queries as org

from ..bearer import caller
from ..door import api
from ..present import control as present
from ..shapes.base import Key
from ..shapes.control import (
    BaselineSet,
    Book,
    ControlFigures,
    ControlList,
    ControlWanted,
    JournalBook,
    JournalBooks,
    JournalLines,
    JournalTaken,
    JournalWanted,
    NewBaseline,
    PromiseFigures,
    Proved,
    WaitingLetters,
)

FILE = {
    "responses": {
        200: {
            "description": "The journal, for saving.",
            "content": {
                kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for kind in (tables.CSV, tables.XLSX, journal_words.PDF)
            },
        }
    }
}


@api.get("/control", response=ControlFigures, tags=["letters"], summary="Who works on which letters, and what waits")
def read_control(request: HttpRequest) -> ControlFigures:
    """For heads and for whoever may see all letters; only letters that you may see are counted."""
    return present.figures(dashboard.letters(caller(request).actor))


@api.get("/control/{what}", response=WaitingLetters, tags=["letters"], summary="The letters that a figure counts")
def list_waiting(
    request: HttpRequest, what: Annotated[ControlList, Path()], wanted: Annotated[ControlWanted, Query()]
) -> WaitingLetters:
    """Those that have waited longest first; `person`: only those that wait for this one."""
    return present.waiting(dashboard.listed(caller(request).actor, what, wanted.person, wanted.after))


@api.get("/journals", response=JournalBooks, tags=["letters"], summary="Registration journals open to you")
def list_journals(request: HttpRequest) -> JournalBooks:
    """Books of letters whose kinds you read, in their order."""
    found = journals.books(caller(request).actor)
    return JournalBooks(items=[JournalBook(key=one.key, title=one.title, direction=one.direction) for one in found])


@api.get("/journals/{book}", response=JournalLines, tags=["letters"], summary="Read a registration journal")
def read_journal(
    request: HttpRequest, book: Annotated[Book, Path()], wanted: Annotated[JournalWanted, Query()]
) -> JournalLines:
    """The newest numbers first."""
    narrowed = journals.Wanted(**wanted.model_dump(exclude={"after", "limit"}))
    return present.journal(journals.page(caller(request).actor, book, narrowed, wanted.after, wanted.limit))


@api.get("/exports/journals/{book}", tags=["letters"], summary="Take a journal away", openapi_extra=FILE)
def export_journal(
    request: HttpRequest, book: Annotated[Book, Path()], wanted: Annotated[JournalTaken, Query()]
) -> HttpResponseBase:
    """Up to 20,000 lines in the order of numbers, up to 3,000 as PDF. Leaves a line for administrators."""
    me = caller(request)
    narrowed = journals.Wanted(**wanted.model_dump(exclude={"form"}))
    query = request.META.get("QUERY_STRING", "")
    try:
        taken = commands.export_journal(me.actor, book=book, wanted=narrowed, form=wanted.form, query=query)
    except Forbidden as error:  # forbidden and missing look the same
        raise NotFound(error.message) from error
    words = journal_words.Words(journals.book(me.actor, book), org.chart(), me.zone)
    content, content_type = journal_words.as_file(words, taken.lines, wanted.form, clock.now())
    return serving.response(content, serving.table_headers(f"{book}.{wanted.form}", content_type))


@api.get("/promises", response=PromiseFigures, tags=["letters"], summary="What was promised about letters, measured")
def read_promises(request: HttpRequest) -> PromiseFigures:
    """Twelve months and the proofs of thirty days; for whoever may see all letters, and administrators."""
    actor = caller(request).actor
    try:
        return present.promises(promises.promises(actor), proof.proofs(actor))
    except Forbidden as error:  # forbidden and missing look the same
        raise NotFound(error.message) from error


@api.post("/promises/baseline", response=BaselineSet, tags=["letters"], summary="Say what letters took before")
def set_baseline(request: HttpRequest, body: NewBaseline, key: Key = None) -> BaselineSet:
    """For administrators; what was entered before stays in history."""
    return BaselineSet(**commands.set_baseline(caller(request).actor, key=key, **body.model_dump()))


@api.post("/promises/prove", response=Proved, tags=["letters"], summary="Count the letters now")
def prove(request: HttpRequest, key: Key = None) -> Proved:
    """Every registered letter is in a live or in a final state, or stands in `outside`."""
    return Proved(**commands.prove(caller(request).actor, key=key))
