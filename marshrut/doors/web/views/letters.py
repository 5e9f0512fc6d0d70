"""Registering incoming letters: the draft that came by e-mail, the page with the number, and the next one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from marshrut.cards import queries
from marshrut.doors.web.present import letters, task
from marshrut.doors.web.present import mail as mail_page
from marshrut.doors.web.present.viewer import Viewer

from .base import answer, go, is_fragment, number, page

MAIL = "screens/mail.html#mail"


@page
@require_GET
def registered(request: HttpRequest, card_id: int) -> HttpResponse:
    """The number comes from the registration book a moment after the card was sent: the page asks again."""
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    following = ("", 0) if is_fragment(request) else mail_page.next_one(viewer, card_id)
    screen = letters.registered(view, viewer, min(number(request.GET.get("asked")) or 0, 1000), following)
    return answer(request, "screens/registered.html#number", {"screen": screen})


@page
@require_GET
def mail(request: HttpRequest, card_id: int) -> HttpResponse:
    """A draft that came by e-mail: one press registers it."""
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    if letters.incoming(view.card_type) and letters.waiting(view) is None:
        return go(request, f"/cards/{card_id}/")  # registered meanwhile
    return answer(request, MAIL, {"screen": mail_page.screen(view, viewer)})


def decided(request: HttpRequest, viewer: Viewer, task_id: int, refusal: task.Refusal, status: int) -> HttpResponse:
    """After a press on that page: the same page with the refusal, the number, or the next letter."""
    view = queries.card_of(viewer.actor, task_id)
    if refusal.message and letters.waiting(view) is not None:
        return answer(request, MAIL, {"screen": mail_page.screen(view, viewer, refusal)}, status)
    if refusal.message:
        messages.warning(request, refusal.message)
        return go(request, f"/cards/{view.id}/")
    if view.card_type.by_stage[view.state.stage].kind != "failure":
        return go(request, f"/cards/{view.id}/registered/")
    messages.success(request, f"{view.card_type.by_stage[view.state.stage].title.say(viewer.language)}: {view.name}")
    return go(request, mail_page.next_one(viewer, view.id)[0] or "/inbox/")
