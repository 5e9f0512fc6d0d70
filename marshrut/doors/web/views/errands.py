"""«Поручить…», «На ознакомление…»: a card made about another one, without leaving it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marshrut.cards import commands, queries
from marshrut.doors.web.present import errands
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Forbidden, Invalid

from .base import answer, corrected, go, key, page, typed

FORM = "screens/act.html#sheet"


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, card_id: int, card_type: str) -> HttpResponse:
    """The form as a sheet over the card, or as a page; after a refusal everything typed is still there."""
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    kind, about = errands.chosen(view, viewer, card_type)
    if request.method == "GET":
        return answer(request, FORM, {"screen": errands.form(view, viewer, kind, about)})
    values, troubles = typed(request, kind, errands.asked_for(kind, about))
    given = {name: value for name, value in values.items() if value not in ("", [])}
    try:
        corrected(troubles)
        made = commands.create_card(
            viewer.actor, card_type=kind.key, fields={**given, about: card_id}, key=key(request)
        )
    except (Invalid, Conflict, Forbidden) as error:
        screen = errands.form(view, viewer, kind, about, values, error)
        return answer(request, FORM, {"screen": screen}, error.status)
    title = kind.create.say(viewer.language)
    messages.success(request, _("{what} {number} is sent").format(what=title, number=f"{kind.prefix}{made['card']}"))
    return go(request, f"/cards/{card_id}/")
