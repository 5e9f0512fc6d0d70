"""«в отпуске по 7 декабря, замещает Волков В. П.»: a period and its substitutes in words, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.org import queries as org
from marshrut.org.queries import AbsenceLine, StandIn
from marshrut.org.rules import Away, Deputy, Matter, OrgChart, days_of

from .viewer import Viewer

#: "" is for those who may not know
REASONS: Final = {
    "vacation": gettext_lazy("Holiday"),
    "sick_leave": gettext_lazy("Sick leave"),
    "business_trip": gettext_lazy("Business trip"),
    "other": gettext_lazy("Another reason"),
    "": gettext_lazy("Absent"),
}


def short_day(day: date, now: date) -> str:
    """«7 декабря»; with its year when that is another one."""
    text = formats.day(day)
    return text.removesuffix(f"{formats.HARD}{day.year}") if day.year == now.year else text


def period(since: datetime, until: datetime, zone: str, viewer: Viewer) -> str:
    """«с 24 ноября по 7 декабря включительно», «24 ноября», or with times of a day."""
    today = viewer.now.astimezone(viewer.zone).date()
    days = days_of(since, until, zone)
    if days is None:
        return _("from {since} until {until}").format(
            since=formats.moment(since, viewer.zone), until=formats.moment(until, viewer.zone)
        )
    first, last = short_day(days.first, today), short_day(days.last, today)
    if days.first == days.last:
        return first
    return _("from {first} to {last} inclusive").format(first=first, last=last)


def period_of(line: AbsenceLine, viewer: Viewer) -> str:
    return period(line.since, line.until, viewer.chart.work_time(line.person).schedule.zone, viewer)


def now(person: int, viewer: Viewer) -> str:
    """What stands beside the name of somebody who is away, "" for somebody who is here."""
    away = viewer.chart.away(person, viewer.now)
    if away is None:
        return ""
    return ", ".join(filter(None, (_until(person, away, viewer), stands_in_now(person, away, viewer))))


def _until(person: int, away: Away, viewer: Viewer) -> str:
    zone = ZoneInfo(viewer.chart.work_time(person).schedule.zone)
    last = (away.until - timedelta(microseconds=1)).astimezone(zone).date()
    day = short_day(last, viewer.now.astimezone(viewer.zone).date())
    match org.reason_for(viewer.actor, person, away.reason, viewer.chart):
        case "vacation":
            return _("on holiday through {day}").format(day=day)
        case "business_trip":
            return _("on a business trip through {day}").format(day=day)
        case "sick_leave":
            return _("on sick leave through {day}").format(day=day)
        case _other:
            return _("away through {day}").format(day=day)


def stands_in_now(person: int, away: Away, viewer: Viewer) -> str:
    if len(away.deputies) > 1:
        names = ", ".join(dict.fromkeys(viewer.chart.name(one.person) for one in away.deputies))
        return _("standing in: {names}").format(names=names)
    way = viewer.chart.stand_in(person, viewer.now, Matter())
    holder = way[-1].to if way else (away.deputies[0].person if away.deputies else None)
    if holder is None:
        return ""
    if way and way[0].by == "head":
        return _("the head decides: {name}").format(name=viewer.chart.name(holder))
    return _("{name} stands in").format(name=viewer.chart.name(holder))


def share(one: StandIn | Deputy, viewer: Viewer) -> str:
    """«Оплаты, свыше 100 000 ₽»; "" for all papers."""
    titles = [_type(key, viewer) for key in sorted(one.card_types)]
    return ", ".join(filter(None, (*titles, sums(one.above, one.up_to))))


def sums(above: Decimal | None, up_to: Decimal | None) -> str:
    if above is not None and up_to is not None:
        return _("sums above {above} and up to {up_to}").format(above=sum_of(above), up_to=sum_of(up_to))
    if above is not None:
        return _("sums above {above}").format(above=sum_of(above))
    return _("sums up to {up_to}").format(up_to=sum_of(up_to)) if up_to is not None else ""


def sum_of(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return f"{formats.number(int(value))}{formats.HARD}₽" if whole else formats.money(value)


def _type(key: str, viewer: Viewer) -> str:
    return dict(card_types(viewer)).get(key, key)


def card_types(viewer: Viewer) -> list[tuple[str, str]]:
    """Kinds of papers of the processes at work, for a list to choose from."""
    found = [one for version in definitions.active() for one in version.pack.card_types]
    return sorted(((one.key, one.title.say(viewer.language)) for one in found), key=lambda pair: pair[1])


def substitutes(found: Sequence[StandIn], person: int, chart: OrgChart, viewer: Viewer) -> tuple[str, ...]:
    """A line per substitute; the head when nobody is named."""
    if not found:
        head = chart.head_above(person)
        sentence = _("Nobody is named: the head decides, {name}")
        return (sentence.format(name=chart.name(head)),) if head else (_("Nobody is named, and there is no head"),)
    lines = []
    for one in found:
        part = share(one, viewer)
        lines.append(f"{chart.name(one.person)}: {part}" if part else chart.name(one.person))
    return tuple(lines)
