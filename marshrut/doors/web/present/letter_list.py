"""The list of all letters and its filters. Their state lives in the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from marshrut.crm import queries as crm
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.parts import Empty, Link, Tab
from marshrut.doors.web.screens.threads import LettersScreen
from marshrut.letters.queries import Filter, Letters

from . import threads
from .lists import address
from .viewer import Viewer

PATH = threads.PATH
KEYS = ("q", "direction", "state", "overdue", "lacking", "company", "project", "executor", "since", "till")


def parse(query: QueryDict, viewer: Viewer) -> Filter:
    """What the address asks for; what cannot be understood is left out."""
    asked = query.get("direction", "")
    direction = asked if asked in ("in", "out") else ""
    return Filter(
        direction=direction,  # type: ignore[arg-type]
        text=query.get("q", "")[:200].strip(),
        company=_number(query.get("company")),
        project=_number(query.get("project")),
        state=query.get("state", "") if query.get("state") in ("open", "done") else "",
        since=_day(query.get("since")),
        until=_day(query.get("till")),
        executor=viewer.person if query.get("executor") == "me" else _number(query.get("executor")),
        no_their_number=query.get("lacking") == "1",
        overdue=query.get("overdue") == "1",
    )


def screen(found: Letters, query: QueryDict, wanted: Filter, viewer: Viewer) -> LettersScreen:
    now = _current(query)
    return LettersScreen(
        filters=Filters(
            action=PATH,
            quick=tuple(_quick(now)),
            chosen=tuple(_chosen(now, wanted, viewer)),
            fields=_sheet(query, wanted, viewer),
            query=wanted.text,
            reset_url=PATH if now else "",
            kept=tuple((key, value) for key in ("direction", "overdue", "lacking") for value in now.get(key, ())),
        ),
        rows=tuple(threads.letter(one, viewer) for one in found.lines),
        more_url=address(PATH, {**now, "after": [found.after]}) if found.after else "",
        empty=None if found.lines else _empty(narrowed=bool(now)),
    )


def _current(query: QueryDict) -> dict[str, list[str]]:
    return {key: [str(query[key])] for key in KEYS if query.get(key)}


def _quick(now: Mapping[str, list[str]]) -> list[Tab]:
    offered = (
        (_("Incoming letters"), "direction", "in", "arrow-down"),
        (_("Outgoing letters"), "direction", "out", "arrow-up"),
        (_("In progress"), "state", "open", ""),
        (_("On me"), "executor", "me", ""),
        (_("Overdue"), "overdue", "1", "clock-exclamation"),
        (_("No incoming number of theirs"), "lacking", "1", ""),
    )
    return [_toggle(now, *one) for one in offered]


def _toggle(now: Mapping[str, list[str]], text: str, key: str, value: str, icon: str) -> Tab:
    on = now.get(key) == [value]
    other = {k: v for k, v in now.items() if k != key}
    return Tab(text, address(PATH, other if on else {**now, key: [value]}), on, icon=icon)


def _chosen(now: Mapping[str, list[str]], wanted: Filter, viewer: Viewer) -> list[Tab]:
    words: dict[str, str] = {}
    if wanted.text:
        words["q"] = f"«{wanted.text}»"
    if wanted.company:
        words["company"] = _company(wanted.company)
    if wanted.project is not None:
        words["project"] = _project(wanted.project) or _("No project")
    if wanted.executor and now.get("executor") != ["me"]:
        words["executor"] = viewer.chart.name(wanted.executor)
    for key, label, day in (("since", _("since {v}"), wanted.since), ("till", _("till {v}"), wanted.until)):
        if day is not None:
            words[key] = label.format(v=formats.day(day))
    return [Tab(text, address(PATH, {k: v for k, v in now.items() if k != key}), True) for key, text in words.items()]


def _sheet(query: QueryDict, wanted: Filter, viewer: Viewer) -> tuple[Field, ...]:
    company, project, executor = wanted.company, wanted.project, wanted.executor
    name = viewer.chart.name(executor) if executor else ""
    return (
        _picked("company", _("Counterparty"), Kind.COMPANY, "companies", company, _company(company) if company else ""),
        _picked("project", _("Project"), Kind.PROJECT, "projects", project, _project(project) if project else ""),
        _picked("executor", _("Executor"), Kind.PERSON, "people", executor, name),
        Field(name="since", label=_("Letters from"), kind=Kind.DATE, value=query.get("since", "")),
        Field(name="till", label=_("till"), kind=Kind.DATE, value=query.get("till", "")),
    )


def _picked(name: str, label: str, kind: Kind, source: str, chosen: int | None, text: str) -> Field:
    return Field(name=name, label=label, kind=kind, source=f"/{source}/suggest/", value=str(chosen or ""), text=text)


def _company(which: int) -> str:
    known = crm.describe([which])
    return known[which].name if which in known else str(which)


def _project(which: int) -> str:
    known = crm.describe_projects([which]) if which else {}
    return known[which].title if which in known else ""


def _empty(*, narrowed: bool) -> Empty:
    if narrowed:
        return Empty("nothing", _("Nothing matches the filter"), "", Link(_("Reset the filter"), PATH, "x"))
    words = _("Letters you register or write appear here, each in its thread.")
    return Empty("start", _("No letters yet"), words)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
