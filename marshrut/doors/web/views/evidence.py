"""Archives of letters: the own ones with how far they are, asking for one, saving it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.documents import serving
from marshrut.doors.web.present import evidence as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.evidence import commands, gathering, queries
from marshrut.evidence.rules import KINDS, Kind, Scope
from marshrut.evidence.sentences import WRONG_KIND
from marshrut.kernel.errors import Conflict, Invalid, NotFound

from .base import answer, go, key, number, page
from .documents import day, shown_as

ZIP = "application/zip"


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    screen = present.screen(queries.archives(viewer.actor), viewer)
    return answer(request, "screens/evidence.html#rows", {"screen": screen})


@dataclass(frozen=True)
class Asked:
    """What the address is about: a scope, or one card."""

    kind: Kind
    ref: int

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        kind = next((one for one in KINDS if one == request.GET.get("kind")), None)
        ref = number(request.GET.get("ref"))
        if kind is None or ref is None:
            raise NotFound(WRONG_KIND)
        return cls(kind, ref)

    @property
    def cards(self) -> tuple[int, ...]:
        return (self.ref,) if self.kind == "cards" else ()

    @property
    def scope(self) -> Scope:
        return Scope(self.kind, None if self.cards else self.ref)


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer, asked = Viewer.of(request), Asked.of(request)
    if request.method == "GET":
        return _form(request, viewer, asked, Draft())
    try:
        commands.ask_evidence(
            viewer.actor,
            kind=asked.kind,
            ref=asked.scope.ref,
            cards=asked.cards,
            since=day(request, "since"),
            until=day(request, "until"),
            others=request.POST.get("others") == "1",
            key=key(request),
        )
    except (Invalid, Conflict) as error:
        return _form(request, viewer, asked, Draft.refused(request.POST, error), shown_as(error))
    messages.success(request, _("The archive is being collected. It will appear here."))
    return go(request, present.PATH)


def _form(request: HttpRequest, viewer: Viewer, asked: Asked, draft: Draft, status: int = 200) -> HttpResponse:
    title, count, warning = "", 0, ""
    try:
        found = gathering.gathered(viewer.actor, asked.scope, asked.cards)
        title, count = found.title, len(found.cards)
    except Invalid as error:
        warning = "" if draft.error else str(error)
    screen = present.form(asked.scope, title, count, draft, warning=warning, cards=asked.ref)
    return answer(request, "screens/act.html#sheet", {"screen": screen}, status)


@page
@require_GET
def download(request: HttpRequest, archive_id: int) -> HttpResponseBase:
    """For saving only; asked anew whether all of it may still be seen."""
    info, content = queries.opened(Viewer.of(request).actor, archive_id)
    return serving.response(content, serving.table_headers(info.name, ZIP))


@page
@require_POST
def remove(request: HttpRequest, archive_id: int) -> HttpResponse:
    commands.remove_evidence(Viewer.of(request).actor, archive=archive_id, key=key(request))
    messages.success(request, _("The archive is removed"))
    return go(request, present.PATH)
