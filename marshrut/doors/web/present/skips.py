"""Skips in words: the report with its filters, which live in the address, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.cards.queries.waits import Step
from marshrut.dashboards import skips as dashboard
from marshrut.dashboards.skips import Counted, Skips, Wanted
from marshrut.definitions.schema.pack import CardType, Task
from marshrut.doors.web import formats
from marshrut.doors.web.screens.control import ControlFigure
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.load import LoadFigure
from marshrut.doors.web.screens.parts import Empty, Tab, Tone
from marshrut.doors.web.screens.skips import SkipRow, SkipsScreen, SkipTable

from . import load
from .viewer import Viewer

PATH: Final = "/skips/"
LIST: Final = f"{PATH}list/"
#: periods that are one press away, in days with today
PERIODS: Final = (30, 90, 365)
USUAL: Final = 90
#: how an address says that no reason was listed
NONE: Final = "-"
Value = str | int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `days`: one of `PERIODS`, 0 when the days themselves are given."""

    wanted: Wanted
    days: int

    @property
    def report(self) -> Wanted:
        """As the report has it: narrowed by period and department only."""
        return replace(self.wanted, person=None, step=None, skipped=None, because=None)

    @property
    def kept(self) -> dict[str, str]:
        """What every figure keeps: its period, so that a link shows the same tasks tomorrow, and the department."""
        one = self.wanted
        found = {"since": one.since.isoformat(), "till": one.until.isoformat()}
        return found | ({"department": str(one.department)} if one.department else {})


def parse(query: QueryDict, viewer: Viewer) -> Asked:
    """What cannot be understood is left out."""
    today = viewer.now.astimezone(viewer.zone).date()
    since, until = _day(query.get("since")), _day(query.get("till"))
    sent = _number(query.get("days"))
    days = 0 if since or until else sent if sent in PERIODS else USUAL
    until = until or today
    since = since or until - timedelta(days=(days or USUAL) - 1) if until > date(2, 1, 1) else until
    department = _number(query.get("department"))
    kind, dot, task = query.get("task", "").partition(".")
    because = query.get("because")
    wanted = Wanted(
        since=since,
        until=until,
        department=department if department in viewer.chart.departments else None,
        person=person if (person := _number(query.get("person"))) and viewer.chart.exists(person) else None,
        step=(kind, task) if dot else None,
        skipped={"skipped": True, "done": False}.get(query.get("what", "")),
        because=None if because is None else "" if because == NONE else because[:100],
        zone=viewer.zone,
    )
    return Asked(wanted, days)


def screen(found: Skips, asked: Asked, viewer: Viewer) -> SkipsScreen:
    lead = _("Everybody's tasks.") if found.everybody else _("Tasks of the people in the departments you head.")
    counted = _("Counted are finished tasks that can be skipped, of cards that you may see.")
    none = not (found.total.done or found.total.skipped)
    people = found.people[: load.SHOWN]
    tables = (
        SkipTable("tasks", _("By task"), _("Task"), tuple(_task_row(one, asked, viewer) for one in found.tasks)),
        SkipTable("people", _("By person"), _("Who"), tuple(_person_row(one, asked, viewer) for one in people),
                  load.more(len(found.people))),
    )  # fmt: skip
    return SkipsScreen(
        title=_("Skips"),
        lead=f"{lead} {counted}",
        filters=_filters(found, asked, viewer),
        figures=() if none else _totals(found.total, asked, viewer),
        tables=() if none else tables,
        export_url="" if none else f"{PATH}export?{urlencode(asked.kept)}",
        empty=_nothing() if none else None,
    )


def _nothing() -> Empty:
    return Empty("done", _("Nothing was skipped"), _("No task that can be skipped was finished in these days."))


def _totals(total: Counted, asked: Asked, viewer: Viewer) -> tuple[ControlFigure, ...]:
    def link(what: str, many: int) -> str:
        return _address(asked, what=what) if many else ""

    share = _("{share} of all").format(share=f"{total.share}{formats.HARD}%")
    return (
        ControlFigure(
            text=formats.number(total.skipped),
            name=pgettext("tasks", "Skipped"),
            url=link("skipped", total.skipped),
            tone=Tone.WARN if total.skipped else Tone.NEUTRAL,
            hint=share,
        ),
        ControlFigure(
            text=formats.number(total.done),
            name=pgettext("tasks", "Done"),
            url=link("done", total.done),
            tone=Tone.OK,
        ),
        *(ControlFigure(text=one.text, name=name, url=one.url) for name, one in _merged(total, asked, viewer)[:3]),
    )


def _task_row(one: tuple[Step, Counted], asked: Asked, viewer: Viewer) -> SkipRow:
    step, counted = one
    kind, task = rule(step)
    several = len({key for key, _task in dashboard.steps()}) > 1
    title = task.title.say(viewer.language) if task else step[1]
    made = _row(title, counted, asked, viewer, {"task": ".".join(step)})
    return replace(made, sub=kind.title.say(viewer.language)) if kind and several else made


def _person_row(one: tuple[int, Counted], asked: Asked, viewer: Viewer) -> SkipRow:
    person, counted = one
    made = _row(viewer.chart.name(person), counted, asked, viewer, {"person": str(person)})
    return replace(made, face=viewer.face(person))


def _row(title: str, counted: Counted, asked: Asked, viewer: Viewer, about: Mapping[str, str]) -> SkipRow:
    def figure(many: int, what: str) -> LoadFigure:
        return LoadFigure(formats.number(many), _address(asked, what=what, **about) if many else "")

    return SkipRow(
        title=title,
        done=figure(counted.done, "done"),
        skipped=figure(counted.skipped, "skipped"),
        share=f"{counted.share}{formats.HARD}%" if counted.done or counted.skipped else "",
        width=counted.share,
        reasons=_reasons(counted, asked, viewer, about),
    )


def _reasons(counted: Counted, asked: Asked, viewer: Viewer, about: Mapping[str, str]) -> tuple[LoadFigure, ...]:
    dash = f"{formats.HARD}—{formats.HARD}"
    return tuple(LoadFigure(f"{name}{dash}{one.text}", one.url) for name, one in _merged(counted, asked, viewer, about))


def _merged(
    counted: Counted, asked: Asked, viewer: Viewer, about: Mapping[str, str] | None = None
) -> list[tuple[str, LoadFigure]]:
    """Reasons of one name are one; it leads to a task only when no other task has the reason."""
    found: dict[tuple[str, str], list[dashboard.Reason]] = {}
    for one in counted.reasons:
        found.setdefault((reason(one.step, one.because, viewer), one.because), []).append(one)
    made = []
    for (name, because), rows in found.items():
        many = sum(one.tasks for one in rows)
        where = {"task": ".".join(rows[0].step)} if len(rows) == 1 else {}
        url = _address(asked, what="skipped", because=because or NONE, **{**where, **(about or {})})
        made.append((many, name, LoadFigure(formats.number(many), url)))
    return [(name, figure) for _many, name, figure in sorted(made, key=lambda one: (-one[0], one[1]))]


def reason(step: Step, because: str, viewer: Viewer) -> str:
    """The listed reason as the button had it."""
    task = rule(step)[1]
    listed = (outcome.because(because) for outcome in task.outcomes) if task and because else ()
    found = next((one for one in listed if one), None)
    return found.title.say(viewer.language) if found else because or _("No reason from the list")


def rule(step: Step) -> tuple[CardType | None, Task | None]:
    kind = dashboard.steps().get(step)
    found = kind.task(step[1]) if kind else None
    return kind, found[1] if found else None


def _address(asked: Asked, **narrowed: str) -> str:
    return f"{LIST}?{urlencode({**asked.kept, **{key: value for key, value in narrowed.items() if value}})}"


def _filters(found: Skips, asked: Asked, viewer: Viewer) -> Filters:
    wanted = asked.wanted
    places = {"department": str(wanted.department)} if wanted.department else {}
    names = {30: _("30 days"), 90: _("90 days"), 365: pgettext("period", "Year")}
    quick = tuple(Tab(text, f"{PATH}?{urlencode({'days': days, **places})}", days == asked.days)
                  for days, text in names.items())  # fmt: skip
    chosen = [Tab(period(wanted), f"{PATH}?{urlencode(places)}" if places else PATH, True)] if not asked.days else []
    if wanted.department:
        rest = {key: value for key, value in asked.kept.items() if key != "department"}
        named = urlencode({"days": asked.days} if asked.days else rest)
        chosen.append(Tab(viewer.chart.departments[wanted.department].name, f"{PATH}?{named}", True))
    return Filters(
        action=PATH,
        quick=quick,
        chosen=tuple(chosen),
        fields=_sheet(found, asked, viewer),
        reset_url=PATH if chosen or asked.days != USUAL else "",
    )


def _sheet(found: Skips, asked: Asked, viewer: Viewer) -> tuple[Field, ...]:
    units, wanted = viewer.chart.departments, asked.wanted
    options = tuple(Option(str(one), units[one].name, one == wanted.department) for one in found.departments)
    anywhere = pgettext("department", "Any")
    return (
        Field(name="since", label=pgettext("period", "From"), kind=Kind.DATE, value=wanted.since.isoformat()),
        Field(name="till", label=_("till"), kind=Kind.DATE, value=wanted.until.isoformat()),
        Field(name="department", label=_("Department"), kind=Kind.CHOICE, placeholder=anywhere, options=options),
    )


def period(wanted: Wanted) -> str:
    return f"{formats.day(wanted.since)} — {formats.day(wanted.until)}"


def table(found: Skips, viewer: Viewer) -> list[list[Value]]:
    """For saving: the figures of the page, a line for each reason."""
    heading = [_("Task"), _("Who"), pgettext("tasks", "Done"), pgettext("tasks", "Skipped"), _("Share, %"), _("Reason"),
               _("Tasks with it")]  # fmt: skip
    rows: list[list[Value]] = [list(heading)]
    for step, counted in found.tasks:
        task = rule(step)[1]
        rows += _lines([task.title.say(viewer.language) if task else step[1], ""], counted, viewer)
    for person, counted in found.people:
        rows += _lines(["", viewer.chart.name(person)], counted, viewer)
    return rows


def _lines(start: list[Value], counted: Counted, viewer: Viewer) -> list[list[Value]]:
    reasons: list[tuple[Value, Value]] = [(reason(one.step, one.because, viewer), one.tasks) for one in counted.reasons]
    whole: list[Value] = [*start, counted.done, counted.skipped, counted.share]
    first, *others = reasons or [("", "")]
    return [[*whole, *first], *([*start, "", "", "", *one] for one in others)]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
