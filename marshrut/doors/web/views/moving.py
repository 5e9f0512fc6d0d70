"""/routes/<pack>/moving/: running cards go over to another version, after a look at where each would land."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards import commands
from marshrut.cards.queries import moving
from marshrut.doors.web.present import moving as present
from marshrut.doors.web.present.viewer import Viewer

from .base import go, key, number, page

#: stages named in one address
MOST_STAGES = 100


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, pack: str) -> HttpResponse:
    viewer = Viewer.of(request)
    standing = moving.standing(viewer.actor, pack)
    if request.method == "POST":
        return _move(request, viewer, pack)
    asked = _asked(request.GET, pack, standing)
    preview = None
    if asked.to is not None:
        chosen = moving.Chosen(asked.card_type, asked.places, asked.cards)
        preview = moving.preview(viewer.actor, chosen, asked.to, stages=asked.stages, redate=asked.redate)
    before = moving.movings(viewer.actor, pack)
    screen = present.screen(asked, viewer, standing, preview, before)
    return render(request, "screens/moving.html", {"screen": screen})


def _asked(sent: QueryDict, pack: str, standing: list[moving.Standing]) -> present.Asked:
    places = [text.partition(":") for text in sent.getlist("place")]
    kinds = [one.card_type for one in standing]
    return present.Asked(
        pack=pack,
        card_type=sent.get("type") or (kinds[0] if kinds else ""),
        places=tuple((n, stage) for text, _colon, stage in places if (n := number(text)) is not None),
        cards=_numbers(sent.getlist("cards")),
        to=number(sent.get("to")),
        stages=_stages(sent),
        redate=sent.get("redate") == "1",
    )


def _numbers(sent: list[str]) -> tuple[int, ...]:
    found = (number(text.strip()) for one in sent for text in one.split(","))
    return tuple(dict.fromkeys(one for one in found if one))


def _stages(sent: QueryDict) -> Mapping[str, str]:
    named = [(name, value) for name, value in sent.items() if name.startswith(present.STAGE) and value]
    return {name.removeprefix(present.STAGE): str(value) for name, value in named[:MOST_STAGES]}


def _move(request: HttpRequest, viewer: Viewer, pack: str) -> HttpResponse:
    sent, cards = request.POST, _numbers(request.POST.getlist("cards"))
    to = number(sent.get("to"))
    if to is None or not cards:
        messages.warning(request, _("Tick the cards that are to go."))
        return go(request, present.address(pack))
    answer = commands.move_many(
        viewer.actor,
        cards=cards,
        to=to,
        stages=_stages(sent),
        redate=sent.get("redate") == "1",
        reason=sent.get("reason", ""),
        key=key(request),
    )
    for text in present.refused(answer):
        messages.warning(request, text)
    if answer["moving"] is None:
        return go(request, present.address(pack))
    messages.success(request, present.done(answer))
    return go(request, f"{present.address(pack)}{answer['moving']}/")


@page
@require_GET
def one(request: HttpRequest, pack: str, moving_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    line, rows = moving.moving(viewer.actor, moving_id)
    screen = present.moved(pack, line, rows, viewer)
    return render(request, "screens/moved.html", {"screen": screen})


@page
@require_POST
def revert(request: HttpRequest, pack: str, moving_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    answer = commands.revert_moving(viewer.actor, moving=moving_id, key=key(request))
    for text in present.refused(answer):
        messages.warning(request, text)
    messages.success(request, present.put_back(answer))
    return go(request, f"{present.address(pack)}{moving_id}/")
