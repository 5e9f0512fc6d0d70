"""The period of an absence: what is refused, and what is only said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.wording import day

from .. import rules
from ..models import Absence, Substitute
from ..rules import OrgChart
from .fields import Fields

#: days: a sick person tells it later
SICK_LEAVE_BACK: Final = 7
LONGEST: Final = timedelta(days=5 * 366)


def reason(fields: Fields, value: str) -> str:
    if value not in rules.REASONS:
        fields.refuse("reason", _("There is no such reason."))
    return value


def check(fields: Fields, chart: OrgChart, absence: Absence, was: datetime | None) -> None:
    """`was` is when the absence began before this change."""
    since, until = absence.since, absence.until
    if since.tzinfo is None or until.tzinfo is None:
        fields.refuse("since", _("A time needs its zone."))
        return
    if until <= since:
        fields.refuse("until", _("An absence ends after it begins."))
        return
    if until - since > LONGEST:
        fields.refuse("until", _("An absence lasts five years at most."))
    elif until <= clock.now():
        fields.refuse("until", _("This period is over already."))
    elif since != was and since < _earliest(chart, absence):
        fields.refuse("since", _("The first day may not be in the past; of sick leave it may be up to a week ago."))
    for other in _others(absence).filter(person=absence.person_id, since__lt=until, until__gt=since)[:1]:
        sentence = _("There is an absence at this time already: %(period)s. Change that one.")
        fields.refuse("since", sentence % {"period": _words(chart, other.person_id, other.since, other.until)})


def _earliest(chart: OrgChart, absence: Absence) -> datetime:
    """Today begins at midnight of the person's own clock."""
    zone = ZoneInfo(_zone(chart, absence.person_id))
    today = clock.now().astimezone(zone).date()
    back = SICK_LEAVE_BACK if absence.reason == "sick_leave" else 0
    return rules.whole_days(today - timedelta(days=back), today, zone.key)[0]


def warnings(chart: OrgChart, absence: Absence, named: Sequence[Substitute]) -> list[str]:
    """Sentences about what was accepted and may surprise."""
    wanted = rules.Period(absence.person_id, absence.since, absence.until, tuple(one.person_id for one in named))
    others = [
        rules.Period(one.person_id, one.since, one.until, tuple(it.person_id for it in one.substitutes.all()))
        for one in _others(absence)
        .filter(since__lt=wanted.until, until__gt=wanted.since)
        .prefetch_related("substitutes")
    ]
    found = []
    if way := rules.circle(wanted, others):
        sentence = say("The substitutes form a circle through %(names)s: while all are away, the head decides.")
        found.append(sentence % {"names": ", ".join(map(chart.name, way))})
    else:
        gone = {one.person: one for one in others}
        found += [_gone(chart, gone[one]) for one in wanted.substitutes if one in gone]
    if not named and chart.head_above(absence.person_id) is None:
        found.append(say("Nobody stands in and there is no head above: the tasks will wait. Name a substitute."))
    return found


def _gone(chart: OrgChart, period: rules.Period) -> str:
    sentence = say("%(name)s is away too: %(period)s. At that time the tasks go on to the next in turn.")
    return sentence % {
        "name": chart.name(period.person),
        "period": _words(chart, period.person, period.since, period.until),
    }


def _others(absence: Absence) -> QuerySet[Absence]:
    return Absence.objects.filter(ended_at=None).exclude(id=absence.id or 0).order_by("since")


def _words(chart: OrgChart, person: int, since: datetime, until: datetime) -> str:
    zone = ZoneInfo(_zone(chart, person))
    first, last = since.astimezone(zone).date(), (until - timedelta(microseconds=1)).astimezone(zone).date()
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def _zone(chart: OrgChart, person: int) -> str:
    return chart.work_time(person).schedule.zone
