"""The navigation around every page: what stands where, and the counters."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.automation import queries as automation
from marshrut.cards import queries as cards
from marshrut.cards.queries import reach
from marshrut.dashboards import letters as control
from marshrut.dashboards import load, skips
from marshrut.definitions import rights
from marshrut.edocs.queries.fresh import fresh
from marshrut.kernel import clock
from marshrut.letters import oversight
from marshrut.letters import queries as letters
from marshrut.letters.mail_sentences import UNSORTED
from marshrut.letters.types import letter_types
from marshrut.org import access
from marshrut.rehearsals.whatif import rights as whatif
from marshrut.shipments import queries as shipments

from . import formats
from .present.viewer import Viewer
from .screens.parts import Link
from .screens.shell import NavGroup, NavItem, Shell

#: further places of one entry of the menu
BESIDE: Final = {"/letters/": ("/evidence/",), "/companies/": ("/contacts/", "/deals/", "/projects/")}
#: the third part of the token while nobody has asked what the page watches
UNKNOWN: Final = "-"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for people who are signed in, None for strangers and error pages.

    Built when a template asks for it, so that fragments cost nothing. Three queries beside those of `Viewer`.
    """
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"shell": None, "training_clock": training_clock(None)}
    return {"shell": SimpleLazyObject(lambda: _build(request))}


def token(latest: int, waiting: int, watched: str = UNKNOWN) -> str:
    """What a page knows of the world, for live.js to ask what changed since."""
    return f"{latest}.{waiting}.{watched}"


def training_clock(viewer: Viewer | None) -> str:
    """The time that pages live in, when it is not the time outside."""
    if not (settings.TRAINING and settings.CLOCK_FILE):
        return ""
    zone = viewer.zone if viewer else ZoneInfo(settings.TIME_ZONE)
    return formats.moment(clock.now(), zone)


def _build(request: HttpRequest) -> Shell:
    viewer = Viewer.of(request)
    counts, bell = cards.counts(viewer.actor), automation.bell(viewer.actor)
    types = reach.card_types(viewer.actor, viewer.chart)
    tasks = {"count": counts["mine"], "late": counts["late"] > 0, "live": "inbox"}
    boards = [one for one in types if one.card_type.edoc is None]  # those have a register
    first = boards[0].card_type.key if boards else ""
    user: Any = request.user
    return Shell(
        groups=_groups(request.path, viewer, types, tasks, bell.unread),
        tabs=_tabs(request.path, first, tasks, bell.unread),
        person=viewer.face(viewer.person),
        position=user.position,
        unread=formats.count(bell.unread, 100) if bell.unread else "",
        since=token(bell.latest, counts["mine"]),
        clock=training_clock(viewer),
        keys=user.keys_enabled,
        create=_create(request.path, viewer, types),
        silent=tuple(letters.silent_mailboxes(viewer.actor)) if viewer.chart.is_admin(viewer.person) else (),
        silent_carriers=tuple(shipments.silent_carriers(viewer.actor)) if viewer.chart.is_admin(viewer.person) else (),
        silent_bases=_silent_bases(viewer),
    )


def _silent_bases(viewer: Viewer) -> tuple[str, ...]:
    """Everybody else reads it on the pages of e-documents."""
    if not viewer.chart.is_admin(viewer.person):
        return ()
    return tuple(one.title for one in fresh(viewer.actor) if one.stale.red)


def _create(path: str, viewer: Viewer, types: list[reach.Reach]) -> tuple[Link, ...]:
    """What «Создать» offers: cards, those of the board one stands on first, then a document for the shared disk."""
    cards = [
        Link(one.card_type.create.say(viewer.language), f"/cards/{one.card_type.key}/new/", "layout-kanban")
        for one in types
        if one.may_create
    ]
    cards.sort(key=lambda one: not path.startswith(one.url.removesuffix("new/")))
    return (*cards, Link(_("Document for the shared disk"), "/documents/new/", "upload"))


def _groups(
    path: str, viewer: Viewer, types: list[reach.Reach], tasks: dict[str, Any], unread: int
) -> tuple[NavGroup, ...]:
    boards = tuple(
        _item(
            path,
            one.card_type.title.say(viewer.language),
            f"/cards/{one.card_type.key}/",
            "layout-kanban",
            key="" if number else "KeyG KeyB",
        )
        for number, one in enumerate(one for one in types if one.card_type.edoc is None)
    )
    directories = [
        _item(path, _("Companies"), "/companies/", "building", key="KeyG KeyO"),
        _item(path, _("Our company"), "/org/", "sitemap"),
        _item(path, _("Absences"), "/absences/", "beach"),
        _item(path, _("Working calendar"), "/calendar/", "calendar-event"),
        _item(path, _("Routes"), "/routes/", "sitemap"),
    ]
    if access.may(viewer.actor, rights.SET_GRANTS, chart=viewer.chart):
        directories.append(_item(path, _("Process settings"), "/packs/", "adjustments-horizontal"))
        directories.append(_item(path, _("Access"), "/access/", "lock"))
        elsewhere = path.startswith("/rehearsals/whatif/")
        directories.append(_item("" if elsewhere else path, _("Rehearsals"), "/rehearsals/", "player-play"))
    if viewer.chart.is_admin(viewer.person):
        directories.append(_item(path, _("Mailboxes"), "/mailboxes/", "mail"))
        directories.append(_item(path, _("Channels"), "/channels/", "bell"))
        directories.append(_item(path, _("Carriers"), "/carriers/", "plug"))
        directories.append(_item(path, _("1C bases"), "/onec/", "arrows-exchange"))
        directories.append(_item(path, _("Reactions"), "/reactions/", "bolt"))
    inbox = [_item(path, _("My tasks"), "/inbox/", "inbox", key="KeyG KeyI", **tasks)]
    inbox.append(_item(path, _("Chat"), "/chat/", "message", count=unread, live="chat"))
    inbox.append(_item(path, _("Documents"), "/documents/", "files", key="KeyG KeyD"))
    if any(one.card_type.letter is not None for one in types):
        inbox.append(_item(path, _("Letters"), "/letters/", "mail"))
    if any(one.card_type.edoc is not None for one in types):
        inbox.append(_item(path, pgettext("menu", "E-documents"), "/edocs/", "writing-sign"))
    if any(one.card_type.shipment is not None for one in types):
        inbox.append(_item(path, _("Shipments"), "/shipments/", "truck"))
    inbox.append(_item(path, _("Reports"), "/dashboards/", "report-analytics", key="KeyG KeyR"))
    if load.may_see(viewer.actor, viewer.chart):
        inbox.append(_item(path, _("Load"), "/load/", "chart-bar"))
    if skips.may_see(viewer.actor, viewer.chart):
        inbox.append(_item(path, _("Skips"), "/skips/", "player-skip-forward"))
    if access.may(viewer.actor, whatif.ASK, chart=viewer.chart):
        inbox.append(_item(path, _("What if"), "/rehearsals/whatif/", "help"))
    inbox += _overseeing(path, viewer)
    groups = (("", inbox), (_("Processes"), boards), (_("Directories"), directories))
    return tuple(NavGroup(title, tuple(items)) for title, items in groups if items)


def _overseeing(path: str, viewer: Viewer) -> list[NavItem]:
    """Control, journals and promises of letters, for whoever has them. No query."""
    items = []
    if control.may_see(viewer.actor, viewer.chart):
        items.append(_item(path, _("Control of letters"), "/control/", "eye-check"))
    if letter_types() and oversight.sees_all(viewer.actor, viewer.chart):
        items.append(_item(path, _("Journals"), "/journals/", "book"))
        items.append(_item(path, str(UNSORTED), "/unsorted/", "mail"))
    if letter_types() and access.may(viewer.actor, oversight.SEE_PROMISES, chart=viewer.chart):
        items.append(_item(path, _("Promises about letters"), "/promises/", "activity"))
    return items


def _tabs(path: str, first: str, tasks: dict[str, Any], unread: int) -> tuple[NavItem, ...]:
    """The phone's bottom bar."""
    board = (_item(path, _("Board"), f"/cards/{first}/", "layout-kanban"),) if first else ()
    return (
        _item(path, _("Tasks"), "/inbox/", "inbox", **tasks),
        _item(path, _("Chat"), "/chat/", "message", count=unread, live="chat"),
        *board,
        _item(path, _("Documents"), "/documents/", "files"),
    )


def _item(
    path: str, text: str, url: str, icon: str, *, count: int = 0, late: bool = False, live: str = "", key: str = ""
) -> NavItem:
    places = (url, *BESIDE.get(url, ()))
    current = path == url or (path.startswith(places) and not path.startswith(f"{url}list/"))
    return NavItem(text, url, icon, current, formats.count(count, 100) if count else "", late, live, key)
