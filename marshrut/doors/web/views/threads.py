"""Correspondence: all letters, one thread, linking by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.doors.web.present import letter_list, threads
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.letters import commands, queries
from marshrut.letters.sentences import NO_SUCH_LETTER
from marshrut.letters.types import letter_types

from .base import answer, chosen, go, key, number, page

#: letters on one page of a thread, and beside a card
PAGE, BESIDE = 100, 6


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer, after = Viewer.of(request), request.GET.get("after")
    wanted = letter_list.parse(request.GET, viewer)
    found = queries.listing(viewer.actor, wanted, after)
    screen = letter_list.screen(found, request.GET, wanted, viewer)
    return answer(request, f"screens/letters.html#{'rows' if after else 'list'}", {"screen": screen})


@page
@require_GET
def thread(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer, after = Viewer.of(request), request.GET.get("after")
    newest = request.GET.get("order") == "new"
    found = queries.thread(viewer.actor, card_id, after, PAGE, newest=newest)
    screen = threads.thread(found, card_id, viewer, newest=newest)
    return answer(request, "screens/thread.html#letters", {"screen": screen})


@page
@require_GET
def beside(request: HttpRequest, card_id: int) -> HttpResponse:
    """The block on the card, read after the card; the thread itself for whoever has no scripts."""
    viewer = Viewer.of(request)
    if not request.headers.get("HX-Request"):
        return go(request, f"/letters/{card_id}/thread/")
    try:
        found = queries.thread(viewer.actor, card_id, limit=BESIDE, newest=True, whole=False)
    except NotFound:
        return HttpResponse()  # looked at in a moment, when the worker has seen the new letter
    links = queries.links_of(viewer.actor, card_id)
    return render(request, "kit/card_thread.html", {"part": threads.block(found, links, card_id, viewer)})


@page
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    line = queries.letter_of(viewer.actor, card_id)
    if line is None:
        raise NotFound(NO_SUCH_LETTER)
    types = letter_types()
    if request.method == "GET":
        screen = threads.link_form(Draft({"kind": "reply"}), line, types)
        return render(request, "screens/form.html", {"screen": screen})
    try:
        other = chosen(request, "other", needed=True) or 0
        kind = request.POST.get("kind", "")
        commands.link_letters(viewer.actor, card=card_id, other=other, kind=kind, key=key(request))
    except (Invalid, Conflict) as error:
        screen = threads.link_form(Draft.refused(request.POST, error), line, types)
        return render(request, "screens/form.html", {"screen": screen}, status=error.status)
    messages.success(request, _("The letters are linked"))
    return go(request, f"/letters/{card_id}/thread/#letter-{card_id}")


@page
@require_POST
def unlink(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer, other = Viewer.of(request), number(request.POST.get("other")) or 0
    commands.unlink_letters(viewer.actor, card=card_id, other=other, key=key(request))
    messages.success(request, _("The letters are apart now"))
    return go(request, f"/letters/{card_id}/thread/#letter-{card_id}")
