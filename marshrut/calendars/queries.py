"""The calendar and hours in force. Kept in memory until the revision moves; each call costs one small query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.kernel import clock

from . import decrees, words
from . import revision as revisions
from .models import CompanySchedule, RegionalDay
from .rules import Calendar, DayKind, Schedule, SpecialDay, WorkTime
from .rules import grid as grids
from .words import day_words, kind_name, reason

__all__ = [
    "Company",
    "Declared",
    "Year",
    "calendar",
    "company",
    "company_schedule",
    "day_words",
    "declared_days",
    "kind_name",
    "reason",
    "region_names",
    "revision",
    "shown",
    "unknown_year_warning",
    "year_grid",
]


@dataclass(frozen=True, slots=True)
class Company:
    schedule: Schedule = field(default_factory=Schedule)
    region: str = ""
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A row of `set_day`."""

    id: int
    date: date
    kind: DayKind
    source: str


@dataclass(frozen=True, slots=True)
class Year:
    number: int
    #: the decree, None while there is none
    decree: str | None
    warning: str | None
    months: list[grids.Month]
    totals: grids.Totals


@dataclass(slots=True)
class _Kept:
    revision: int
    company: Company
    calendars: dict[str, Calendar]


_kept: _Kept | None = None


def revision() -> int:
    """Moves with every command of this room; whoever keeps a WorkTime compares it."""
    return revisions.read()


def company() -> Company:
    return _now().company


def company_schedule() -> Schedule:
    """The company's hours; Mon-Fri 9-18 in Moscow until somebody sets them."""
    return company().schedule


def today() -> date:
    """The day in the company's zone."""
    return day_of(clock.now())


def day_of(at: datetime) -> date:
    """The day of a moment in the company's zone: what papers are dated by."""
    return at.astimezone(company_schedule().tz).date()


def calendar(region: str | None = None) -> Calendar:
    """The production calendar with the days of the region and of the company over it.

    None: the company's own region; "": no region.
    """
    now = _now()
    code = now.company.region if region is None else region
    if code not in now.calendars:
        now.calendars[code] = _calendar(code)
    return now.calendars[code]


def declared_days(region: str = "") -> list[Declared]:
    """What `set_day` declared for the region, or for the company (region "")."""
    rows = RegionalDay.objects.filter(region=region).order_by("date").values_list("id", "date", "kind", "source")
    return [Declared(key, day, DayKind(kind), source) for key, day, kind, source in rows]


def region_names() -> dict[str, str]:
    """Regions with days of their own, by number, in the active language."""
    russian = (get_language() or "ru").startswith("ru")
    return {code: it.ru if russian else it.en for code, it in decrees.regions().items()}


def unknown_year_warning(year: int) -> str | None:
    """The sentence for pages whose deadlines fall into a year without a decree."""
    if decrees.russia().known(year):
        return None
    return _(
        "The calendar for %(year)s is not approved: "
        "moved days off are not counted, deadlines may shift by a day or two."
    ) % {"year": year}


def year_grid(year: int, region: str | None = None) -> Year:
    """A year for the calendar page."""
    work = WorkTime(calendar(region), company_schedule())
    months = grids.months(year, work)
    decree = next((it.title for it in work.calendar.decrees if it.year == year), None)
    return Year(year, decree, unknown_year_warning(year), months, grids.total([it.totals for it in months]))


def shown(ref: str, value: Any) -> str | None:
    """Values of this room's events in words; None for what belongs to another room."""
    if ref == "date":
        return date_format(date.fromisoformat(value), "j E Y")
    if ref == "day_kind":
        return kind_name(value)
    if ref == "schedule":
        return f"{words.week(value['week'])}, {value['zone']}"
    return None


def _now() -> _Kept:
    global _kept
    at = revisions.read()
    if _kept is None or _kept.revision != at:
        _kept = _Kept(at, _company(), {})
    return _kept


def _company() -> Company:
    row = CompanySchedule.objects.first()
    if row is None:
        return Company()
    stored = {"zone": row.zone, "week": row.week, "short_cut": row.short_cut}
    return Company(Schedule.from_json(stored), row.region, row.valid_from)


def _calendar(region: str) -> Calendar:
    known = decrees.regions().get(region)
    days = list(known.days if known else ())
    rows = RegionalDay.objects.filter(region__in={region, ""}).order_by("region", "date")
    declared = [(it.region, SpecialDay(it.date, DayKind(it.kind), f"{_scope(it.region)}:{it.source}")) for it in rows]
    days += [day for code, day in declared if code] + [day for code, day in declared if not code]
    return Calendar(decrees.decrees(), tuple(days))


def _scope(region: str) -> str:
    return "regional" if region else "company"
