"""What reports narrow a list by, as it stands in the address: a department, the end, a stage that was left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.cards.queries import Filter
from marshrut.dashboards.period import Period
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web import formats

from .viewer import Viewer

KEYS: Final = ("department", "result", "done_since", "done_till", "left", "left_since", "left_till")
#: a period that is open at one end
ALWAYS: Final = (date(1970, 1, 1), date(2999, 12, 31))


def narrowed(wanted: Filter, query: QueryDict, kind: CardType, viewer: Viewer) -> Filter:
    """What cannot be understood is left out."""
    department, left = _number(query.get("department")) or 0, query.get("left", "")
    result = query.get("result", "")
    times = _times(query, "left", viewer) or _between(*ALWAYS, viewer)
    return replace(
        wanted,
        departments=viewer.chart.with_below(department) if department in viewer.chart.departments else None,
        result=result if result in ("success", "failure") else "",
        finished=_times(query, "done", viewer),
        left=(left, *times) if left in kind.by_stage else None,
    )


def _times(query: QueryDict, name: str, viewer: Viewer) -> tuple[datetime, datetime] | None:
    since, until = _day(query.get(f"{name}_since")), _day(query.get(f"{name}_till"))
    return _between(since or ALWAYS[0], until or ALWAYS[1], viewer) if since or until else None


def _between(since: date, until: date, viewer: Viewer) -> tuple[datetime, datetime]:
    period = Period(since, until, viewer.zone)
    return period.begins, period.ends


def chosen(wanted: Filter, now: Mapping[str, list[str]], kind: CardType, viewer: Viewer) -> dict[tuple[str, ...], str]:
    """Keys of the address that a chip takes away, and what it says."""
    words: dict[tuple[str, ...], str] = {}
    if wanted.departments is not None:
        words["department",] = viewer.chart.departments[int(now["department"][0])].name
    if wanted.result:
        names = {"success": pgettext("report", "Finished"), "failure": _("Rejected or withdrawn")}
        words["result",] = names[wanted.result]
    if wanted.finished:
        words["done_since", "done_till"] = _("ended {days}").format(days=_days(wanted.finished, viewer))
    if wanted.left:
        stage, *times = wanted.left
        name = kind.by_stage[stage].title.say(viewer.language)
        said = _("left “{stage}” {days}") if "left_since" in now or "left_till" in now else _("left “{stage}”")
        words["left", "left_since", "left_till"] = said.format(stage=name, days=_days((times[0], times[1]), viewer))
    return words


def _days(times: tuple[datetime, datetime], viewer: Viewer) -> str:
    since = times[0].astimezone(viewer.zone).date()
    until = (times[1].astimezone(viewer.zone) - timedelta(hours=12)).date()
    if since == ALWAYS[0]:
        return _("to {v}").format(v=formats.day(until))
    return (
        _("since {v}").format(v=formats.day(since))
        if until == ALWAYS[1]
        else (formats.day(since) if since == until else f"{formats.day(since)} — {formats.day(until)}")
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1900 < found.year < 3000 else None
