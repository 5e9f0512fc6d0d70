"""«Чат»: the room, what came since, a task in it, and writing. What was read is marked when it is seen."""

from __future__ import annotations

import json
import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marshrut.automation import commands as automation
from marshrut.automation import queries
from marshrut.cards import commands
from marshrut.cards import queries as cards
from marshrut.cards.queries import talk
from marshrut.doors.web import formats
from marshrut.doors.web.present import chat, task
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.chat import Composer
from marshrut.kernel.errors import Invalid, NotFound, Refused

from .base import answer, chosen, go, is_fragment, key, number, page
from .mentioning import mentioned, plain

TEMPLATE = "screens/chat.html"
#: whatever stands against it, the form comes back with what was typed
REFUSED = 422


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The room, with `before` what was earlier, with `after` what came since (204: nothing)."""
    viewer = Viewer.of(request)
    after, before = (queries.Place.parse(request.GET.get(name, "")) for name in ("after", "before"))
    above = request.GET.get("day", "")
    if after is not None and is_fragment(request):
        room = queries.fresh(viewer.actor, after, number(request.GET.get("since")) or 0)
        if not room.messages:
            return HttpResponse(status=204)
        return answer(request, f"{TEMPLATE}#fresh", {"screen": chat.screen(room, viewer, Composer(), above=above)})
    if before is not None and is_fragment(request):
        room = queries.room(viewer.actor, before)
        return answer(request, f"{TEMPLATE}#older", {"screen": chat.screen(room, viewer, Composer())})
    screen = chat.screen(queries.room(viewer.actor), viewer, _asked(request, viewer), line=True)
    return answer(request, TEMPLATE, {"screen": screen})


def _asked(request: HttpRequest, viewer: Viewer) -> Composer:
    """«Ответить» without a script: the card and the person stand in the address."""
    return _bound(viewer, number(request.GET.get("card")) or 0, number(request.GET.get("to")) or 0)


def _bound(viewer: Viewer, card: int, to: int) -> Composer:
    """An empty composer for that card and that colleague; whatever may not be seen is left out."""
    line = talk.cards(viewer.actor, {card}).get(card) if card else None
    name = chat.card_title(line) if line else ""
    known = to if name and viewer.chart.active(to) and to != viewer.person else 0
    return Composer(
        card=card if name else 0, card_name=name, to=known, to_name=viewer.chart.name(known) if known else ""
    )


@page
@require_GET
def one_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """A task in its place in the room; 204 while the card stands as it was `seen`."""
    viewer = Viewer.of(request)
    card, seen = number(request.GET.get("card")), number(request.GET.get("seen"))
    if card and seen and cards.version_of(viewer.actor, card) == seen:
        return HttpResponse(status=204)
    if not is_fragment(request):
        return go(request, f"/inbox/?task={task_id}")
    return _task(request, viewer, task_id)


def _task(
    request: HttpRequest, viewer: Viewer, task_id: int, refusal: task.Refusal = task.NONE, status: int = 200
) -> HttpResponse:
    view, found = cards.task(viewer.actor, task_id)
    return answer(request, f"{TEMPLATE}#task", {"one": chat.card(view, found, viewer, refusal)}, status)


def decided(request: HttpRequest, viewer: Viewer, task_id: int, refusal: task.Refusal, status: int) -> HttpResponse:
    """After a press in the room: the task in the same place, with the refusal or with what became of it."""
    return _task(request, viewer, task_id, refusal, status) if is_fragment(request) else go(request, chat.PATH)


@page
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """A comment on a card; whoever is answered is mentioned by that. What was typed survives a refusal."""
    viewer = Viewer.of(request)
    raw, to = request.POST.get("text", ""), number(request.POST.get("to")) or 0
    composer = Composer(to=to, to_name=viewer.chart.name(to) if to else "", text=raw)
    try:
        card = chosen(request, "card", needed=True) or 0
        composer = _typed(request, composer, card)
        commands.comment_card(
            viewer.actor, card=card, text=_addressed(raw, to, viewer), mentions=_mentioned(raw, to), key=key(request)
        )
    except (Invalid, NotFound) as error:
        return _refused(request, composer, error)
    if not is_fragment(request):
        return go(request, chat.PATH)
    response = answer(request, f"{TEMPLATE}#composer", {"composer": _bound(viewer, card, to)})
    response.headers["HX-Trigger"] = "chatsaid"
    return response


def _typed(request: HttpRequest, composer: Composer, card: int) -> Composer:
    name = request.POST.get("card_text", "")[:300]
    return Composer(card=card, card_name=name, to=composer.to, to_name=composer.to_name, text=composer.text)


def _refused(request: HttpRequest, composer: Composer, error: Refused) -> HttpResponse:
    said = str(error.fields.get("text", "")) or ("" if "card" in error.fields else str(error))
    composer = Composer(
        card=composer.card,
        card_name=composer.card_name or request.POST.get("card_text", "")[:300],
        card_error=_("Choose the card you write about.") if "card" in error.fields else "",
        to=composer.to,
        to_name=composer.to_name,
        text=composer.text,
        error=said,
    )
    if is_fragment(request):
        return answer(request, f"{TEMPLATE}#composer", {"composer": composer}, REFUSED)
    viewer = Viewer.of(request)
    screen = chat.screen(queries.room(viewer.actor), viewer, composer)
    return answer(request, TEMPLATE, {"screen": screen}, REFUSED)


def _mentioned(raw: str, to: int) -> list[int]:
    return [*([to] if to else []), *mentioned(raw)]


def _addressed(raw: str, to: int, viewer: Viewer) -> str:
    """The text as it stands on the card; whom it answers is said in it."""
    text = plain(raw).strip()
    name = f"@{viewer.chart.name(to)}" if to and viewer.chart.active(to) else ""
    return f"{name} {text}" if text and name and name not in text else text


@page
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Those messages were seen."""
    viewer = Viewer.of(request)
    ids = [one for one in map(number, re.split(r"[,\s]+", request.POST.get("ids", "")[:4000])) if one]
    automation.read_notices(viewer.actor, notices=ids)
    unread = queries.bell(viewer.actor).unread
    counts = {"counts": {"chat": formats.count(unread, 100) if unread else ""}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(counts)})
