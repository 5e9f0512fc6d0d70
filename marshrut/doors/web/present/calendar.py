"""The working calendar page and its forms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.utils import dates
from django.utils.translation import gettext as _

from marshrut.calendars import queries as calendars
from marshrut.calendars.rules import DayKind
from marshrut.calendars.rules.day import WEEKEND, WORKDAY, Day
from marshrut.calendars.rules.grid import Month, Totals
from marshrut.calendars.words import KINDS, WEEKDAYS
from marshrut.doors.web import formats
from marshrut.doors.web.screens import calendar as screens
from marshrut.doors.web.screens.forms import Form, Kind
from marshrut.doors.web.screens.parts import Link, Tab
from marshrut.doors.web.screens.simple import FormScreen

from . import hours, zones
from .draft import Draft
from .org import may_see_broken, tabs
from .viewer import Viewer

PATH = "/calendar/"
YEARS = range(2024, 2028)
PLAIN = (WORKDAY, WEEKEND)


def screen(
    year: calendars.Year, viewer: Viewer, *, may_edit: bool, draft: Draft | None = None
) -> screens.CalendarScreen:
    """`draft` is a day that was refused."""
    company = calendars.company()
    today = viewer.now.astimezone(viewer.zone).date()
    return screens.CalendarScreen(
        year=year.number,
        tabs=tabs("calendar", may_edit=may_edit, routes=may_see_broken(viewer)),
        years=_years(year.number),
        weekdays=tuple(str(name) for name in WEEKDAYS),
        months=tuple(_month(month, today) for month in year.months),
        totals=_totals(year.totals),
        decree=year.decree or "",
        warning=year.warning or "",
        week=hours.rows(company.schedule),
        facts=_facts(company, viewer),
        declared=_declared(company.region),
        add=_day_form(draft or Draft(), company.region) if may_edit else None,
        edit=Link(_("Edit"), f"{PATH}schedule/") if may_edit else None,
    )


def _years(number: int) -> tuple[Tab, ...]:
    shown = sorted({*YEARS, number})
    return tuple(Tab(str(year), f"{PATH}?year={year}", year == number) for year in shown)


def _month(month: Month, today: date) -> screens.Month:
    cells = [cell for week in month.weeks for cell in week if cell]
    weeks = tuple(tuple(_day(*cell, today) if cell else None for cell in week) for week in month.weeks)
    return screens.Month(str(dates.MONTHS[month.number]), weeks, _month_totals(month.totals), tuple(_notes(cells)))


def _day(day: date, what: Day, today: date) -> screens.Day:
    words = calendars.day_words(what.kind, what.why)
    return screens.Day(day.day, what.kind.value, words, what.why not in PLAIN, day == today)


def _notes(cells: list[tuple[date, Day]]) -> Iterable[screens.Note]:
    """What is special in a month; days in a row with the same reason stand together."""
    special = [(day, what) for day, what in cells if what.why not in PLAIN]
    ranked = [(day - timedelta(days=number), day, what) for number, (day, what) in enumerate(special)]
    for (_start, what), group in groupby(ranked, key=lambda one: (one[0], one[2])):
        run = [day for _anchor, day, _what in group]
        span = str(run[0].day) if len(run) == 1 else f"{run[0].day}–{run[-1].day}"
        yield screens.Note(span, calendars.day_words(what.kind, what.why), what.kind.value)


def _month_totals(totals: Totals) -> str:
    return _("{days} working days, {hours} h").format(days=totals.working, hours=_hours(totals.minutes))


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return formats.number(whole) + (f":{rest:02}" if rest else "")


def _totals(totals: Totals) -> tuple[tuple[str, str], ...]:
    return (
        (_("Working days"), str(totals.working)),
        (_("of them shortened"), str(totals.short)),
        (_("Days off"), str(totals.off)),
        (_("Working hours"), _hours(totals.minutes)),
    )


def _facts(company: calendars.Company, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("Time zone"), zones.name(company.schedule.zone, viewer.now)),
        (_("A shortened day is shorter by"), formats.span(company.schedule.short_cut)),
    ]
    if company.region:
        facts.append((_("Region"), calendars.region_names().get(company.region, company.region)))
    if company.valid_from:
        facts.append((_("These hours are in force since"), formats.day(company.valid_from)))
    return tuple(facts)


def _declared(region: str) -> tuple[screens.Declared, ...]:
    found = [("", one) for one in calendars.declared_days()]
    found += [(region, one) for one in calendars.declared_days(region)] if region else []
    return tuple(
        screens.Declared(
            iso=one.date.isoformat(),
            region=where,
            day=formats.day(one.date),
            kind=one.kind.value,
            words=calendars.kind_name(one.kind),
            source=one.source if not where else f"{one.source} ({_region(where)})",
        )
        for where, one in sorted(found, key=lambda pair: pair[1].date, reverse=True)
    )


def _region(code: str) -> str:
    return calendars.region_names().get(code, code)


def _day_form(draft: Draft, region: str) -> Form:
    kinds = [(kind.value, str(KINDS[kind])) for kind in DayKind]
    fields = [
        draft.field("day", _("Day"), Kind.DATE, required=True),
        draft.field("kind", _("What it is"), Kind.CHOICE, options=kinds, required=True),
        draft.field("source", _("Reason"), required=True, placeholder=_("For example, stocktaking")),
    ]
    if region:
        options = [(region, _region(region))]
        fields.append(draft.field("region", _("Whose"), Kind.CHOICE, options=options, placeholder=_("Our company")))
    return draft.form(f"{PATH}days", fields, _("Declare the day"))


def schedule_draft() -> Draft:
    company = calendars.company()
    stored = company.schedule.as_json()
    return Draft(
        {
            "zone": stored["zone"],
            "short_cut": str(stored["short_cut"]),
            "region": company.region,
            "valid_from": company.valid_from.isoformat() if company.valid_from else "",
            **hours.lines(stored["week"]),
        }
    )


def schedule_form(draft: Draft, viewer: Viewer) -> FormScreen:
    regions = sorted(calendars.region_names().items(), key=lambda pair: pair[1])
    zone = str(draft.values.get("zone") or "")
    fields = (
        *hours.inputs(draft),
        draft.field("short_cut", _("A shortened day is shorter by"), Kind.NUMBER, unit=_("min"), required=True),
        draft.field("zone", _("Time zone"), Kind.CHOICE, options=zones.options(viewer.now, zone), required=True),
        draft.field(
            "region",
            _("Region"),
            Kind.CHOICE,
            options=regions,
            placeholder=_("None with days off of its own"),
            hint=_("Some regions have days off beside the all-Russian ones."),
        ),
        draft.field(
            "valid_from", _("In force since"), Kind.DATE, hint=_("Today or earlier; for those who read the page.")
        ),
    )
    return FormScreen(
        title=_("Working hours of the company"),
        back=Link(_("Working calendar"), PATH),
        form=draft.form(f"{PATH}schedule/", fields),
        lead=_("Deadlines run by these hours. What is counted already stays; new tasks use the new hours."),
    )
