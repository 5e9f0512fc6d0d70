"""Where links of mails and pushes lead: GET shows, only a press of the signed-in person decides.

Links are opened by mail servers and their guards, too.
"""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from marshrut.cards import queries
from marshrut.channels.deciding.commands import decide_action
from marshrut.channels.deciding.opening import Opened, opened
from marshrut.doors.web.present import confirming
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, NotFound

from .base import answer, go, key, page

TEMPLATE = "screens/confirm.html#confirm"


@page
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, secret: str) -> HttpResponse:
    viewer = Viewer.of(request)
    found = opened(viewer.actor, secret)
    if request.method == "GET":
        return answer(request, TEMPLATE, {"screen": confirming.screen(found, viewer)})
    return _decide(request, viewer, found)


def _decide(request: HttpRequest, viewer: Viewer, found: Opened) -> HttpResponse:
    """A refusal comes back with everything that was typed."""
    reason, because = request.POST.get("reason", "").strip(), request.POST.get("because", "")
    try:
        made = decide_action(viewer.actor, action=found.secret, reason=reason, because=because, key=key(request))
    except (Invalid, Conflict, NotFound) as error:
        tried = confirming.tried(found, reason, because).of(error)
        screen = confirming.screen(opened(viewer.actor, found.secret), viewer, tried)
        return answer(request, TEMPLATE, {"screen": screen}, error.status)
    with suppress(NotFound):  # who has decided need not see the card any more
        if queries.may_undo(viewer.actor, made["task"]):
            messages.success(request, confirming.done(found, viewer), extra_tags=f"undo:/tasks/{made['task']}/undo")
    return go(request, confirming.url(found.secret))
