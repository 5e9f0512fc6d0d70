"""For whom and on what ground somebody decides: the chain of substitutions and delegations in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from marshrut.kernel.wording import day, moment
from marshrut.org.queries.named import NamedAbsence, named_absences
from marshrut.org.rules import OrgChart


@dataclass(frozen=True, slots=True)
class Ground:
    """One link of a chain as the rows and the history keep it."""

    of: int
    to: int
    because: str
    by: str = "substitute"
    absence: int | None = None


def grounds(links: Iterable[Any]) -> tuple[Ground, ...]:
    """Links of a task, or of the body of an event."""
    return tuple(
        Ground(**link) if isinstance(link, Mapping) else Ground(link.of, link.to, link.because, link.by, link.absence)
        for link in links
    )


#: absences that are over, by id, as the history names them
Over = Mapping[int, NamedAbsence]
NONE: Over = {}


def over(bodies: Iterable[Mapping[str, Any]], chart: OrgChart) -> Over:
    """Absences that bodies of events name and the company of today knows no more. One query, or none."""
    named = {link.absence for body in bodies for link in grounds(body.get("links", ())) if link.absence is not None}
    return named_absences(named - {away.id for aways in chart.absences.values() for away in aways})


def phrase(links: Iterable[Any], chart: OrgChart, known: Over = NONE) -> str:
    """«замещение на время отпуска по 7 декабря», every link of the chain; "" without links."""
    said = [_phrase(link, chart, known) for link in grounds(links)]
    return "; ".join(dict.fromkeys(filter(None, said)))


def _phrase(link: Ground, chart: OrgChart, known: Over) -> str:
    if link.because == "delegation":
        return _("on behalf, by delegation")
    if link.by == "otherwise":
        return _("decides by the route for a dismissed employee")
    if link.because == "dismissal":
        return _("the head decides for a dismissed employee")
    reason, until = _absence(link, chart, known)
    if link.by == "head":
        return _("the head decides during {absence}").format(absence=_during(reason)) + until
    return _("substitution during {absence}").format(absence=_during(reason)) + until


def sentences(links: Iterable[Any], chart: OrgChart, known: Over = NONE) -> tuple[str, ...]:
    """The chain step by step: «Иванова А. П.: отпуск по 7 декабря. Замещает Петров В. С.»"""
    return tuple(ended(_sentence(link, chart, known)) for link in grounds(links))


def ended(sentence: str) -> str:
    """With one full stop, also after initials."""
    return sentence.rstrip(".") + "." if sentence else ""


def _sentence(link: Ground, chart: OrgChart, known: Over) -> str:
    of, to = chart.name(link.of), chart.name(link.to)
    if link.because == "delegation":
        return _("{of} delegated the task to {to}: the decision is made in the name of {of}.").format(of=of, to=to)
    if link.by == "otherwise":
        said = _("{of} is dismissed, and no head can take the task. By the route it is with {to}.")
        return said.format(of=of, to=to)
    if link.because == "dismissal":
        return _("{of} is dismissed: the task is with the nearest head, {to}.").format(of=of, to=to)
    reason, until = _absence(link, chart, known)
    away = _reason(reason) + until
    if link.by == "head":
        return _("{of}: {absence}, no substitute can take the task. The nearest head has it: {to}.").format(
            of=of, absence=away, to=to
        )
    return _("{of}: {absence}. Substitute: {to}.").format(of=of, absence=away, to=to)


def _absence(link: Ground, chart: OrgChart, known: Over) -> tuple[str, str]:
    """(reason, « по 7 декабря»)."""
    running = (away for away in chart.absences.get(link.of, ()) if away.id == link.absence)
    found = next(running, None) or known.get(link.absence or 0)
    if found is None:
        return "", ""
    return found.reason, _(" until {day} inclusive").format(day=_last(found.until, link.of, chart))


def _last(until: datetime, person: int, chart: OrgChart) -> str:
    """The last day of an absence by the clock of the absent; with the time when it ends in the middle of a day."""
    zone = ZoneInfo(chart.work_time(person).schedule.zone)
    ends = until.astimezone(zone)
    return day(ends.date() - timedelta(days=1)) if ends.time() == time() else moment(until, zone)


def _during(reason: str) -> str:
    """An illness is nobody's business: the ground says only that the person is away."""
    if reason == "vacation":
        return _("the vacation")
    return _("the business trip") if reason == "business_trip" else _("the absence")


def _reason(reason: str) -> str:
    if reason == "vacation":
        return _("vacation")
    return _("business trip") if reason == "business_trip" else _("absence")
