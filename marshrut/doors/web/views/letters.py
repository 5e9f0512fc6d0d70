"""The page after an incoming letter was registered: its number, who has it now, and the next one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from marshrut.cards import queries
from marshrut.doors.web.present import letters
from marshrut.doors.web.present.viewer import Viewer

from .base import answer, number, page


@page
@require_GET
def registered(request: HttpRequest, card_id: int) -> HttpResponse:
    """The number comes from the registration book a moment after the card was sent: the page asks again."""
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    screen = letters.registered(view, viewer, min(number(request.GET.get("asked")) or 0, 1000))
    return answer(request, "screens/registered.html#number", {"screen": screen})
