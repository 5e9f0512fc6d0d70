"""Shipments on cards: a number while it is typed, what is on its way, «Проверить сейчас»."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marshrut.cards import queries as cards
from marshrut.doors.web.present import track, tracking
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.shipments import commands, queries

from .base import go, is_fragment, key, page, toast

WAY = "kit/card_way.html"
#: signs of a number that are looked at
LONGEST = 100


@page
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """`?way-in=` and `?number-in=` name the inputs that hold them: no field of a card has such a name."""
    names = (request.GET.get(name, "") for name in ("way-in", "number-in"))
    way, number = (request.GET.get(name, "")[:LONGEST] for name in names)
    said = track.said(way, number, Viewer.of(request).language)
    return render(request, "kit/track_said.html", {"said": said})


@page
@require_GET
def of_card(request: HttpRequest, card_id: int) -> HttpResponse:
    """The block «Отправления», read after the card; the card itself for whoever has no scripts."""
    viewer = Viewer.of(request)
    if not cards.may_see(viewer.actor, card_id):
        raise NotFound(_("There is no such card."))
    if not is_fragment(request):
        return go(request, f"/cards/{card_id}/")
    part = tracking.part(card_id, queries.about(viewer.actor, card_id), viewer)
    return render(request, "kit/card_shipments.html", {"part": part})


@page
@require_GET
def way(request: HttpRequest, card_id: int) -> HttpResponse:
    """The way of a shipment on its own card."""
    viewer = Viewer.of(request)
    found = _way(viewer, card_id)
    return render(request, WAY, found) if is_fragment(request) else go(request, f"/cards/{card_id}/")


def _way(viewer: Viewer, card: int) -> dict[str, object]:
    """A card that begins to be followed in a moment has no way yet: its block asks again."""
    try:
        return {"part": tracking.way(queries.shipment(viewer.actor, card), viewer), "card_id": card}
    except NotFound:
        if not cards.may_see(viewer.actor, card):
            raise
        return {"part": None, "card_id": card, "waiting": True}


@page
@require_POST
def check_now(request: HttpRequest, card_id: int) -> HttpResponse:
    viewer, trouble = Viewer.of(request), ""
    try:
        commands.poll_now(viewer.actor, card=card_id, key=key(request))
    except (Invalid, Conflict) as error:
        trouble = str(error)
    done = _("The carrier is being asked: the answer appears here")
    if not is_fragment(request):
        (messages.warning if trouble else messages.success)(request, trouble or done)
        return go(request, f"/cards/{card_id}/")
    response = render(request, WAY, {**_way(viewer, card_id), "again": not trouble})
    return toast(response, trouble or done, "warn" if trouble else "ok")
