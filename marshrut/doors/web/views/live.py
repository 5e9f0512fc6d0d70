"""Small answers that scripts ask for: news, the palette, suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from marshrut.automation import queries as automation
from marshrut.calendars import queries as calendars
from marshrut.calendars.rules import DayKind
from marshrut.cards import queries as cards
from marshrut.cards.queries import reach
from marshrut.crm import queries as crm
from marshrut.dashboards import load
from marshrut.definitions import queries as definitions
from marshrut.definitions import rights
from marshrut.documents import queries as documents
from marshrut.doors.web import chrome, formats
from marshrut.doors.web.present import away
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Option
from marshrut.doors.web.screens.simple import PaletteGroup, PaletteItem
from marshrut.org import access
from marshrut.org import queries as org

from .base import number, page

PALETTE = 8
PALETTE_PAPERS = 5


@page
@require_GET
def news(request: HttpRequest) -> JsonResponse:
    """What changed since `since`: three cheap queries, asked every few seconds by every open page."""
    viewer = Viewer.of(request)
    bell = automation.bell(viewer.actor)
    waiting = cards.counts(viewer.actor)["mine"]
    watched = _watched(viewer, request.GET.get("watch", ""))
    token = chrome.token(bell.latest, waiting, watched)
    before = [*request.GET.get("since", "").split("."), "", "", ""][:3]
    changes = [name for name, moved in _changes(before, bell.latest, waiting, watched, request) if moved]
    return JsonResponse(
        {
            "token": token,
            "unread": formats.count(bell.unread, 100) if bell.unread else "",
            "unread_text": _("{count} unread").format(count=bell.unread) if bell.unread else "",
            "counts": {
                "inbox": formats.count(waiting, 100) if waiting else "",
                "chat": formats.count(bell.unread, 100) if bell.unread else "",
            },
            "changes": changes,
        }
    )


def _watched(viewer: Viewer, watch: str) -> str:
    """A number that moves when what the page shows has moved; empty for nothing or for what may not be seen."""
    what, _colon, which = watch.partition(":")
    if what == "card" and number(which):
        return str(cards.version_of(viewer.actor, int(which)) or "")
    if what == "board":
        return str(cards.newest_step(viewer.actor, which) or "")
    return ""


def _changes(
    before: list[str], latest: int, waiting: int, watched: str, request: HttpRequest
) -> list[tuple[str, bool]]:
    if not before[1]:
        return []  # the first question of a page
    what = request.GET.get("watch", "").partition(":")[0]
    return [
        ("inbox", before[0] != str(latest) or before[1] != str(waiting)),
        (what, bool(what) and what != "inbox" and before[2] not in (chrome.UNKNOWN, watched)),
    ]


@page
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Go to, create, find a card or a company: one box."""
    viewer = Viewer.of(request)
    text = request.GET.get("q", "")[:100].strip()
    groups = [PaletteGroup(_("Go to"), _places(viewer, text))]
    if text:
        groups.append(PaletteGroup(_("Cards"), _cards(viewer, text)))
        groups.append(PaletteGroup(_("Documents"), _documents(viewer, text)))
        companies = crm.search_companies(viewer.actor, text, 5)
        items = tuple(PaletteItem(c.name, f"/companies/{c.id}/", "building", c.inn) for c in companies)
        groups.append(PaletteGroup(_("Companies"), items))
        groups.append(PaletteGroup(_("People"), _people(viewer, text)))
    shown = [group for group in groups if group.items]
    return render(request, "screens/palette.html", {"groups": shown})


def _places(viewer: Viewer, text: str) -> tuple[PaletteItem, ...]:
    places = [PaletteItem(_("My tasks"), "/inbox/", "inbox"), PaletteItem(_("Chat"), "/chat/", "message")]
    for found in reach.card_types(viewer.actor, viewer.chart):
        one = found.card_type
        title, create = one.title.say(viewer.language), one.create.say(viewer.language)
        if found.may_create:
            places.append(PaletteItem(_("Create: {what}").format(what=create), f"/cards/{one.key}/new/", "plus"))
        places.append(PaletteItem(_("Board: {what}").format(what=title), f"/cards/{one.key}/", "layout-kanban"))
        places.append(PaletteItem(_("List: {what}").format(what=title), f"/cards/{one.key}/list/", "list"))
    places += [
        PaletteItem(_("Documents"), "/documents/", "files"),
        PaletteItem(_("Upload a document"), "/documents/new/", "upload"),
        PaletteItem(_("Registration book"), "/documents/book/", "book"),
        PaletteItem(_("Companies"), "/companies/", "building"),
        PaletteItem(_("Our company"), "/org/", "sitemap"),
        PaletteItem(_("Absences"), "/absences/", "beach"),
        PaletteItem(_("Working calendar"), "/calendar/", "calendar-event"),
        PaletteItem(_("Notifications"), "/notifications/", "bell"),
        PaletteItem(_("Profile"), "/profile/", "user"),
    ]
    if load.may_see(viewer.actor, viewer.chart):
        places.append(PaletteItem(_("Load"), "/load/", "chart-bar"))
    if access.may(viewer.actor, "cards.broken_routes", chart=viewer.chart):
        places.append(PaletteItem(_("Broken routes"), "/org/broken/", "route"))
    if access.may(viewer.actor, rights.SET_GRANTS, chart=viewer.chart):
        places.append(PaletteItem(_("Process settings"), "/packs/", "adjustments-horizontal"))
        places.append(PaletteItem(_("Access"), "/access/", "lock"))
        places.append(PaletteItem(_("Who sees this card?"), "/access/who/", "eye"))
    return tuple(place for place in places if text.lower() in place.text.lower())[:10]


def _documents(viewer: Viewer, text: str) -> tuple[PaletteItem, ...]:
    """By number, title and the words inside."""
    found = documents.library(viewer.actor, documents.Filter(text=text), limit=PALETTE_PAPERS)
    return tuple(
        PaletteItem(one.title, f"/documents/{one.id}/", "file-text", " · ".join(_about(one))) for one in found.rows
    )


def _about(paper: documents.DocumentRow) -> Iterator[str]:
    yield f"№{formats.HARD}{paper.number}" if paper.number else paper.kind_title
    yield paper.status.title
    yield from [spot.title for spot in paper.spots if spot.place == "company"][:1]


def _people(viewer: Viewer, text: str) -> tuple[PaletteItem, ...]:
    found = org.search_people(viewer.actor, text, 5)
    return tuple(PaletteItem(one.short_name, f"/org/people/{one.id}/", "user", one.position) for one in found)


def _cards(viewer: Viewer, text: str) -> tuple[PaletteItem, ...]:
    amount = _amount(text)
    exact = cards.Filter(amount_from=amount, amount_to=amount)
    paid = cards.listing(viewer.actor, None, exact, limit=PALETTE).lines if amount else ()
    found = {line.id: line for line in (*paid, *cards.search(viewer.actor, text, PALETTE))}
    return tuple(_card(viewer, line) for line in list(found.values())[:PALETTE])


def _amount(text: str) -> Decimal | None:
    """A sum as pages print it: «125 000,50 ₽»."""
    figures = re.sub(r"[\s₽]", "", text).replace(",", ".")
    return Decimal(figures) if re.fullmatch(r"\d{1,13}(\.\d{1,2})?", figures, re.ASCII) else None


def _card(viewer: Viewer, line: cards.CardLine) -> PaletteItem:
    kind = definitions.installed(line.definition_id).pack.card_type(line.type)
    number = f"{kind.prefix}{line.id}" if kind else str(line.id)
    stage = viewer.stage(kind, line.stage).name if kind else ""
    amount = formats.money(line.amount) if line.amount else ""
    hint = " · ".join(filter(None, (number, stage, line.company, amount)))
    return PaletteItem(line.name, f"/cards/{line.id}/", "file-text", hint)


def _told(viewer: Viewer, line: cards.CardLine) -> str:
    """«Стеклозавод · 22 ноября»: letters of one subject are told apart by the day."""
    day = formats.day(line.created_at.astimezone(viewer.zone).date())
    return " · ".join(filter(None, (line.company, day)))


@page
@require_GET
def date_hint(request: HttpRequest) -> HttpResponse:
    """A word about a chosen date while the form is typed; nothing when it is an ordinary working day ahead."""
    viewer = Viewer.of(request)
    try:
        day = date.fromisoformat(request.GET.get(request.GET.get("field", ""), ""))
    except ValueError:
        return HttpResponse("")
    today = viewer.now.astimezone(viewer.zone).date()
    if request.GET.get("past"):  # a day that was: it may well have been a day off
        return HttpResponse(_("This day has not come yet.") if day > today else "")
    if day < today:
        return HttpResponse(_("This date is over already."))
    off = calendars.calendar().kind(day) is DayKind.OFF
    return HttpResponse(_("This is a day off.") if off else "")


@page
@require_GET
def suggest_people(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    found = org.search_people(viewer.actor, request.GET.get("q", "")[:100], 8)
    options = [Option(str(one.id), one.short_name, hint=_seat(one, viewer)) for one in found]
    return render(request, "kit/options.html", {"options": options})


def _seat(person: org.PersonLine, viewer: Viewer) -> str:
    """«Бухгалтер · в отпуске по 7 декабря, замещает Волков В. П.»."""
    return " · ".join(filter(None, (person.position, away.now(person.id, viewer))))


@page
@require_GET
def suggest_companies(request: HttpRequest) -> HttpResponse:
    viewer, text = Viewer.of(request), request.GET.get("q", "")[:100]
    if request.GET.get("ours") == "1":
        mine = (one for one in crm.organisations(viewer.actor) if text.casefold() in one.name.casefold())
        found = list(mine)[:8]
    else:
        found = crm.search_companies(viewer.actor, text, 8)
    options = [Option(str(one.id), one.name, hint=_("INN {inn}").format(inn=one.inn)) for one in found]
    add = "/companies/sheet/" if request.GET.get("add") == "1" else ""
    return render(request, "kit/options.html", {"options": options, "add": add})


@page
@require_GET
def suggest_documents(request: HttpRequest) -> HttpResponse:
    viewer, text = Viewer.of(request), request.GET.get("q", "")[:100]
    found = documents.library(viewer.actor, documents.Filter(text=text), limit=8).rows
    options = [
        Option(str(one.id), one.title, hint=" · ".join(filter(None, (one.kind_title, one.number, one.status.title))))
        for one in found
    ]
    return render(request, "kit/options.html", {"options": options})


@page
@require_GET
def suggest_cards(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    text, types = request.GET.get("q", "")[:100], tuple(request.GET.getlist("type")[:20])
    if types:
        found = cards.listing(viewer.actor, None, cards.Filter(text=text, types=types), limit=8).lines
    else:
        found = cards.search(viewer.actor, text)
    options = [Option(str(line.id), line.name, hint=_told(viewer, line)) for line in found]
    return render(request, "kit/options.html", {"options": options})
