"""Notifications in the portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marshrut.automation import commands, queries
from marshrut.cards import queries as cards
from marshrut.channels import queries as channels
from marshrut.doors.web.present import notices
from marshrut.doors.web.present.viewer import Viewer

from .base import answer, go, number, page

TEMPLATE = "screens/notifications.html"


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Unread or all of them; with `before` only the next rows."""
    viewer = Viewer.of(request)
    tab = "all" if request.GET.get("tab") == "all" else "unread"
    before = number(request.GET.get("before"))
    found = queries.notices(viewer.actor, unread=tab == "unread", before=before, limit=notices.PAGE + 1)
    unread = queries.bell(viewer.actor).unread
    above = request.GET.get("day", "") if before else ""
    traces = channels.attempts(viewer.actor, [one.id for one in found[: notices.PAGE]])
    screen = notices.screen(found, unread, tab, viewer, traces, above)
    return answer(request, f"{TEMPLATE}#rows" if before else TEMPLATE, {"screen": screen})


@page
@require_GET
def follow(request: HttpRequest, notice_id: int) -> HttpResponse:
    """To the task while it waits for the reader, else to the card; the notice is read by that."""
    viewer = Viewer.of(request)
    notice = queries.notice(viewer.actor, notice_id)
    commands.read_notices(viewer.actor, notices=[notice_id])
    if notice.task is not None:
        waiting = cards.tasks(viewer.actor, "mine", limit=500)
        task = next((one for one in waiting if (one.card.id, one.n) == (notice.card, notice.task)), None)
        if task is not None:
            return redirect(f"/inbox/?task={task.id}")
    return redirect(notices.PAGES.get(notice.about, f"/cards/{notice.card}/"))


@page
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All at once."""
    commands.read_notices(Viewer.of(request).actor)
    messages.success(request, _("Everything is marked as read"))
    return go(request, notices.PATH)
