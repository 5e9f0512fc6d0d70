"""«Не разобрано»: what came by mail and became no letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from marshrut.doors.web.present import unsorted as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Invalid
from marshrut.letters import commands, rights
from marshrut.letters.mail_sentences import DRAFT_MADE
from marshrut.letters.queries.unsorted import unsorted
from marshrut.org import access

from .base import go, key, page


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.TAKE_MAIL, chart=viewer.chart)
    return render(request, "screens/unsorted.html", {"screen": present.screen(unsorted(viewer.actor), viewer)})


@page
@require_POST
def take(request: HttpRequest, message_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        made = commands.take_mail(viewer.actor, message=message_id, key=key(request))
    except Invalid as error:
        messages.error(request, str(error))
        return go(request, present.PATH)
    messages.success(request, str(DRAFT_MADE))
    return go(request, f"/cards/{made['card']}/")
