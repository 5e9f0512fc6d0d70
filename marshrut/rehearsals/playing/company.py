"""The company as it is, but for who is away or gone in the rehearsal. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from marshrut.org.rules import OrgChart
from marshrut.org.rules.absence import Away

from .asked import Asked, Gone


def company(chart: OrgChart, asked: Asked) -> OrgChart:
    """Substitutes of somebody who is away are those of their nearest real absence."""
    people = {
        key: replace(seat, active=False) if key in asked.dismissed else seat for key, seat in chart.people.items()
    }
    absences = dict(chart.absences)
    for number, gone in enumerate(asked.away, 1):
        absences[gone.person] = (*absences.get(gone.person, ()), _away(-number, gone, chart))
    return replace(chart, people=people, absences=absences)


def _away(number: int, gone: Gone, chart: OrgChart) -> Away:
    zone = chart.work_time(gone.person).schedule.tz
    known = chart.absences.get(gone.person, ())
    deputies = known[0].deputies if known else ()
    since = datetime.combine(gone.since, time(), zone)
    return Away(number, since, datetime.combine(gone.until + timedelta(days=1), time(), zone), "other", deputies)
