"""What the reports share: their days and department in the address, tabs, numbers, bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.dashboards import edocs, letters, load, skips
from marshrut.dashboards.period import Period
from marshrut.doors.web import formats
from marshrut.doors.web.screens.dashboards import Bar, Cell
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.parts import Link, Tab

from .load import wait
from .viewer import Viewer

PATH: Final = "/dashboards/"
EDOCS: Final = f"{PATH}edocs/"
#: periods that are one press away, in days with today
PERIODS: Final = (30, 90, 365)
USUAL: Final = 90


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `days`: one of `PERIODS`, 0 when the days themselves are given."""

    period: Period
    days: int
    path: str

    @property
    def place(self) -> dict[str, str]:
        return {"department": str(self.period.department)} if self.period.department else {}

    @property
    def kept(self) -> dict[str, str]:
        """The very days, so that a link shows the same tomorrow, and the department."""
        return {"since": self.period.since.isoformat(), "till": self.period.until.isoformat(), **self.place}

    def within(self, month: date) -> tuple[date, date]:
        """The days of the month that are days of the period."""
        last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return max(month, self.period.since), min(last, self.period.until)


def parse(query: QueryDict, viewer: Viewer, path: str) -> Asked:
    """What cannot be understood is left out."""
    today = viewer.now.astimezone(viewer.zone).date()
    since, until = _day(query.get("since")), _day(query.get("till"))
    sent, department = _number(query.get("days")), _number(query.get("department"))
    days = 0 if since or until else sent if sent in PERIODS else USUAL
    until = until or today
    since = since or until - timedelta(days=(days or USUAL) - 1)
    place = department if department in viewer.chart.departments else None
    return Asked(Period(since, until, viewer.zone, place), days, path)


def address(path: str, *wanted: Mapping[str, str]) -> str:
    given = {key: value for one in wanted for key, value in one.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def filters(asked: Asked, viewer: Viewer) -> Filters:
    path, period = asked.path, asked.period
    names = {30: _("30 days"), 90: _("90 days"), 365: pgettext("period", "Year")}
    quick = tuple(Tab(text, address(path, {"days": str(many)}, asked.place), many == asked.days)
                  for many, text in names.items())  # fmt: skip
    chosen = [] if asked.days else [Tab(days(period), address(path, asked.place), True)]
    if period.department:
        rest = {"days": str(asked.days)} if asked.days else {key: asked.kept[key] for key in ("since", "till")}
        chosen.append(Tab(viewer.chart.departments[period.department].name, address(path, rest), True))
    return Filters(
        action=path,
        quick=quick,
        chosen=tuple(chosen),
        fields=_sheet(period, viewer),
        reset_url=path if chosen or asked.days != USUAL else "",
    )


def _sheet(period: Period, viewer: Viewer) -> tuple[Field, ...]:
    units = sorted(viewer.chart.departments.items(), key=lambda one: one[1].name)
    options = tuple(Option(str(key), unit.name, key == period.department) for key, unit in units)
    anywhere = pgettext("department", "Any")
    return (
        Field(name="since", label=pgettext("period", "From"), kind=Kind.DATE, value=period.since.isoformat()),
        Field(name="till", label=_("till"), kind=Kind.DATE, value=period.until.isoformat()),
        Field(name="department", label=_("Department"), kind=Kind.CHOICE, placeholder=anywhere, options=options),
    )


def days(period: Period) -> str:
    return f"{formats.day(period.since)} — {formats.day(period.until)}"


def tabs(asked: Asked, viewer: Viewer) -> tuple[Tab, ...]:
    """Of the reports drawn here; they keep days and department."""
    kept = {**({"days": str(asked.days)} if asked.days else asked.kept), **asked.place}
    found = [Tab(_("Processes"), address(PATH, kept), asked.path != EDOCS, icon="layout-kanban")]
    if edocs.may_see(viewer.actor, viewer.chart):
        found.append(Tab(_("E-documents"), address(EDOCS, kept), asked.path == EDOCS, icon="writing-sign"))
    return tuple(found) if len(found) > 1 else ()


def others(viewer: Viewer) -> tuple[tuple[Link, str], ...]:
    """Reports that have pages of their own, for whoever has them."""
    actor, chart = viewer.actor, viewer.chart
    given = (
        (load.may_see, Link(_("Load"), "/load/", "chart-bar"), _("Who has how many tasks now, and what is late")),
        (skips.may_see, Link(_("Skips"), "/skips/", "player-skip-forward"), _("What is finished without being done")),
        (letters.may_see, Link(_("Control of letters"), "/control/", "eye-check"), _("Which letters wait for answers")),
    )
    return tuple((link, says) for may_see, link, says in given if may_see(actor, chart))


def edocs_apart(asked: Asked, viewer: Viewer) -> tuple[tuple[Link, str], ...]:
    """For the report on processes, which does not count e-documents."""
    if not edocs.may_see(viewer.actor, viewer.chart):
        return ()
    link = Link(_("E-documents"), address(EDOCS, asked.kept), "writing-sign")
    return ((link, _("Led by 1C and not counted above: signed, overdue, who is late")),)


def made(viewer: Viewer) -> str:
    """Said on paper only."""
    at, who = formats.moment(viewer.now, viewer.zone), viewer.chart.name(viewer.person)
    return _("Made on {at} by {who}. Only what this person may see is counted.").format(at=at, who=who)


def month(first: date) -> str:
    """«нояб. 26»."""
    return f"{dates.MONTHS_3[first.month]!s} {first:%y}"


def full_month(first: date) -> str:
    return f"{dates.MONTHS[first.month]!s} {first.year}".capitalize()


def number(
    many: int, url: str, *, name: str, tone: str = "", end: bool = False, bars: tuple[Bar, ...] = (), heat: int = 0
) -> Cell:
    """Nothing leads nowhere and says nothing."""
    if not many:
        return Cell(name=name, end=end, bars=bars)
    return Cell(text=formats.number(many), url=url, name=name, tone=tone, end=end, bars=bars, heat=heat)


def took(cards: int, minutes: int) -> str:
    return wait(minutes) if cards else "—"


def share(part: float, whole: float) -> float:
    """In percent; what is there is seen."""
    return max(round(100 * part / whole, 1), 1.0) if whole and part else 0.0


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str | None) -> date | None:
    """Years that have neighbours: both ends of the calendar are no days of a report."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1900 < found.year < 3000 else None
