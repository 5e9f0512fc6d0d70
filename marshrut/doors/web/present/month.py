"""The month of the company: who is away on which day, and who stands in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import dates
from django.utils.translation import gettext as _

from marshrut.calendars import queries as calendars
from marshrut.calendars.rules import DayKind
from marshrut.doors.web import formats
from marshrut.doors.web.screens.absences import AbsenceRow, Cell, DayHead, MonthGroup, MonthRow, MonthScreen
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Empty, Link
from marshrut.org.queries import AbsenceLine, DepartmentLine, PersonLine

from . import absences, away
from .draft import Draft
from .org import INDENT
from .viewer import Viewer

PATH = "/absences/calendar/"
#: a larger company shows only those who are away, until a department is chosen
EVERYBODY: Final = 80


def screen(
    month: date,
    found: Sequence[AbsenceLine],
    people: Sequence[PersonLine],
    departments: Sequence[DepartmentLine],
    viewer: Viewer,
    department: int | None,
) -> MonthScreen:
    """`month` is its first day; `people` are those of the chosen department, or all."""
    today = viewer.now.astimezone(viewer.zone).date()
    days = [month + timedelta(days=n) for n in range(monthrange(month.year, month.month)[1])]
    calendar = calendars.calendar()
    off = {day for day in days if calendar.kind(day) is DayKind.OFF}
    by_person: dict[int, list[AbsenceLine]] = {}
    for line in found:
        by_person.setdefault(line.person, []).append(line)
    only_away = len(people) > EVERYBODY
    shown = [one for one in people if one.id in by_person or not only_away]
    groups = _groups(shown, departments)
    return MonthScreen(
        title=_("Absences"),
        month=f"{dates.MONTHS[month.month]!s} {month.year}",
        tabs=absences.tabs("month", viewer),
        before=Link(_("Month before"), _url(month - timedelta(days=1), department)),
        after=Link(_("Month after"), _url(month + timedelta(days=31), department)),
        now=Link(_("Today"), _url(today, department)),
        days=tuple(DayHead(day.day, formats.weekday(day), day in off, day == today) for day in days),
        groups=tuple(
            MonthGroup(name, tuple(_row(one, by_person.get(one.id, []), days, off, today, viewer) for one in those))
            for name, those in groups
        ),
        away=tuple((viewer.face(one.id), away.now(one.id, viewer)) for one in shown if away.now(one.id, viewer)),
        note=_("Only those who are away are shown. Choose a department to see everybody in it.") if only_away else "",
        create=absences.create(viewer),
        departments=_choice(departments, department),
        empty=None if shown else Empty("nothing", _("Nobody is away this month")),
    )


def _url(day: date, department: int | None) -> str:
    rest = f"&department={department}" if department else ""
    return f"{PATH}?month={day:%Y-%m}{rest}"


def _choice(departments: Iterable[DepartmentLine], chosen: int | None) -> Field:
    options = [(str(one.id), INDENT * one.depth + one.name) for one in departments]
    draft = Draft({"department": chosen or ""})
    return draft.field("department", _("Department"), Kind.CHOICE, options=options, placeholder=_("Whole company"))


def _groups(people: Sequence[PersonLine], departments: Sequence[DepartmentLine]) -> list[tuple[str, list[PersonLine]]]:
    """In the order of the company's tree."""
    by_place: dict[int | None, list[PersonLine]] = {}
    for one in people:
        by_place.setdefault(one.department_id, []).append(one)
    found = [(one.name, by_place[one.id]) for one in departments if one.id in by_place]
    return found + ([(_("Outside of departments"), by_place[None])] if None in by_place else [])


def _row(
    person: PersonLine,
    found: Sequence[AbsenceLine],
    days: Sequence[date],
    off: set[date],
    today: date,
    viewer: Viewer,
) -> MonthRow:
    zone = ZoneInfo(viewer.chart.work_time(person.id).schedule.zone)
    rows = tuple(absences.row(line, viewer, state=False) for line in found)
    spans = [
        (
            line.since.astimezone(zone).date(),
            (line.until - timedelta(microseconds=1)).astimezone(zone).date(),
            line,
            row,
        )
        for line, row in zip(found, rows, strict=True)
    ]
    cells = tuple(_cell(day, spans, day in off, day == today) for day in days)
    return MonthRow(viewer.face(person.id), cells, rows)


def _cell(day: date, spans: Sequence[tuple[date, date, AbsenceLine, AbsenceRow]], off: bool, today: bool) -> Cell:
    for first, last, line, row in spans:
        if first <= day <= last:
            title = "; ".join((*(mark.text for mark in row.badges), row.period, *row.stands_in))
            return Cell(line.reason or "hidden", row.open, day == first, day == last, off, today, title)
    return Cell(off=off, today=today)
