"""E-documents for people: the register, those of a company or a deal, «Обновить сейчас»."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marshrut.cards import commands as card_commands
from marshrut.cards import queries as cards
from marshrut.cards.queries import export as leaving
from marshrut.doors.web.present import edoc_list as present
from marshrut.doors.web.present import edoc_parts as parts
from marshrut.doors.web.present.edoc_places import PATH
from marshrut.doors.web.present.lists import cut
from marshrut.doors.web.present.viewer import Viewer
from marshrut.edocs import commands, queries
from marshrut.edocs.queries.fresh import fresh
from marshrut.edocs.types import edoc_types
from marshrut.kernel.errors import Conflict, Invalid, NotFound

from .base import answer, go, is_fragment, key, number, page, toast
from .tabling import chosen_form, download

LIST: Final = "screens/edocs.html"
PART: Final = "kit/edocs.html"


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer, after = Viewer.of(request), request.GET.get("after")
    wanted = present.parse(request.GET, viewer)
    found = queries.register(viewer.actor, wanted, after)
    if after and is_fragment(request):
        return render(request, f"{LIST}#rows", {"screen": present.next_rows(found, request.GET, viewer)})
    asked = fresh(viewer.actor)
    sorts = queries.may_sort(viewer.actor)
    screen = present.screen(
        found,
        queries.counts(viewer.actor, wanted),
        asked,
        request.GET,
        wanted,
        viewer,
        may_export=any(leaving.may_export(viewer.actor, kind, viewer.chart) for kind in edoc_types()),
        unmatched=queries.unmatched_count(viewer.actor) if sorts else 0,
    )
    return answer(request, f"{LIST}#list", {"screen": screen})


@page
@require_GET
def of_place(request: HttpRequest, place: str, ref: int) -> HttpResponse:
    """The block of a company or a deal, read anew; the page itself for whoever has no scripts."""
    if place not in parts.PLACES:
        raise NotFound(_("There is no such page."))
    viewer = Viewer.of(request)
    if not is_fragment(request):
        return go(request, parts.home(place, ref))
    return render(request, PART, {"part": parts.part(place, ref, viewer)})


@page
@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """«Обновить сейчас» of the register, of a company, of a deal."""
    viewer, trouble = Viewer.of(request), ""
    place, ref = request.POST.get("place", ""), number(request.POST.get("ref"))
    try:
        _ask(viewer, place, ref, key(request))
    except (Invalid, Conflict) as error:
        trouble = str(error)
    done = _("1C is being asked: the answer appears here")
    if not is_fragment(request):
        (messages.warning if trouble else messages.success)(request, trouble or done)
        return go(request, parts.home(place, ref) if ref and place in parts.PLACES else PATH)
    bar = parts.pressed(fresh(viewer.actor), place, ref, request.POST.get("back", ""), asked=not trouble)
    response = render(request, "kit/edoc_refresh.html", {"bar": bar})
    return toast(response, trouble or done, "warn" if trouble else "ok")


def _ask(viewer: Viewer, place: str, ref: int | None, pressed: str | None) -> None:
    """A deal is asked about document by document: 1C knows companies, it knows no deals of ours."""
    if place == "company" and ref:
        commands.refresh_company(viewer.actor, company=ref, key=pressed)
    elif place == "deal" and ref:
        parts.ask_for_deal(viewer, ref)
    else:
        parts.ask_all(viewer)


@page
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The register with its filter as a table: the cards the reader may take away."""
    viewer, form = Viewer.of(request), chosen_form(request.POST.get("form"))
    kinds = list(edoc_types().values())
    if not kinds:
        raise NotFound(_("There is no such page."))
    wanted = queries.rows(viewer.actor, present.parse(request.GET, viewer)).order_by().values("card")
    made = card_commands.export_cards(
        viewer.actor,
        card_type=kinds[0],
        wanted=cards.Filter(among=wanted),
        form=form,
        query=urlencode(present.current(request.GET), doseq=True),
        zone=viewer.zone,
    )
    rows = [*made.rows, [cut(made.total)]] if made.cut else made.rows
    return download(rows, form, "edocs", _("E-documents"))
