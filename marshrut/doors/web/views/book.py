"""The registration book."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.documents import queries
from marshrut.doors.web.present.documents import book
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.kinds import BookScreen
from marshrut.doors.web.screens.parts import Empty, Link
from marshrut.kernel.errors import NotFound

from .base import answer, number, page
from .documents import organisations
from .tabling import download

#: rows that a table takes away
WHOLE = 20_000


def _asked(request: HttpRequest, viewer: Viewer) -> tuple[int | None, int]:
    """Whoever says nothing sees the book of our first organisation."""
    year = number(request.GET.get("year")) or viewer.now.astimezone(viewer.zone).year
    ours = () if "organisation" in request.GET else organisations(viewer)
    organisation = int(ours[0][0]) if ours else number(request.GET.get("organisation"))
    return organisation, min(year, 9999)


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    kinds = queries.kinds(viewer.actor)
    kind = next((one for one in kinds if one.key == request.GET.get("kind")), kinds[0] if kinds else None)
    if kind is None:
        empty = Empty("start", _("No kind of documents is open to you"), "")
        screen = BookScreen(
            title=_("Registration book"),
            back=Link(_("Documents"), "/documents/"),
            fields=(),
            action=book.BOOK,
            empty=empty,
        )
        return render(request, "screens/book.html", {"screen": screen})
    (organisation, year), after = _asked(request, viewer), request.GET.get("after", "")
    found = queries.book(viewer.actor, kind.key, organisation, year, after or None)
    screen = book.screen(found, kinds, organisation, year, viewer)
    return answer(request, f"screens/book.html{'#rows' if after else ''}", {"screen": screen})


@page
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole book as a table."""
    viewer = Viewer.of(request)
    kind = next((one for one in queries.kinds(viewer.actor) if one.key == request.GET.get("kind")), None)
    if kind is None:
        raise NotFound(_("There is no such kind."))
    organisation, year = _asked(request, viewer)
    found = queries.book(viewer.actor, kind.key, organisation, year, None, WHOLE)
    name = f"{kind.key}-{year}"
    return download(book.table(found.entries, viewer), "xlsx", name, _("Registration book"))
