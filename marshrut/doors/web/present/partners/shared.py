"""What lists and pages of partners share: tabs of the directory, paging, links of a person, the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.crm.queries import Said
from marshrut.doors.web import formats
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import Entry
from marshrut.doors.web.screens.parts import Link, Tab

COMPANIES: Final = "/companies/"
CONTACTS: Final = "/contacts/"
DEALS: Final = "/deals/"
PROJECTS: Final = "/projects/"
#: rows of one page of a list
PAGE: Final = 50
#: code of a refusal because somebody changed the thing meanwhile
STALE: Final = "stale"


def tabs(current: str) -> tuple[Tab, ...]:
    """Companies, people, deals and projects are one directory."""
    places = (
        (_("Companies"), COMPANIES),
        (_("Contact persons"), CONTACTS),
        (_("Deals"), DEALS),
        (_("Projects"), PROJECTS),
    )
    return tuple(Tab(text, path, path == current) for text, path in places)


def address(path: str, asked: Mapping[str, str], offset: int = 0) -> str:
    wanted = {**asked, "offset": str(offset) if offset else ""}
    query = urlencode({key: value for key, value in wanted.items() if value})
    return f"{path}?{query}" if query else path


def chips(path: str, asked: Mapping[str, str], states: Mapping[str, Any], param: str = "state") -> tuple[Tab, ...]:
    """Filters of deals and projects; a second press takes one away."""
    wanted = [(_("Mine"), "whose", "me"), *((str(title), param, str(key)) for key, title in states.items())]
    return tuple(
        Tab(text, address(path, {**asked, key: "" if asked[key] == value else value}), asked[key] == value)
        for text, key, value in wanted
    )


def phone(text: str) -> Link | None:
    return Link(text, f"tel:{text.replace(' ', '')}") if text else None


def email(text: str) -> Link | None:
    return Link(text, f"mailto:{text}") if text else None


def since(at: datetime, author: int | None, viewer: Viewer) -> str:
    """«в системе с 3 июля 2026 г., Иванова А. П.»"""
    said = _("here since {day}").format(day=formats.day(at.astimezone(viewer.zone).date()))
    return f"{said}, {viewer.chart.name(author)}" if author else said


def entries(lines: list[Said], viewer: Viewer) -> tuple[Entry, ...]:
    """Newest first, with the day above the first entry of each day."""
    found, last = [], ""
    for line in reversed(lines):
        at = line.at.astimezone(viewer.zone)
        day = formats.day(at.date())
        found.append(
            Entry(
                id=line.seq,
                who=line.name,
                when=f"{at:%H:%M}",
                when_iso=at.isoformat(),
                text=line.text,
                quote=line.quote,
                icon=line.icon,
                day=day if day != last else "",
            )
        )
        last = day
    return tuple(found)
