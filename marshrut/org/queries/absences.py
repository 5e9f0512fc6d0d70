"""Who is away, until when, and who stands in. Everybody may know that; why is not everybody's business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from .. import access, rules
from ..charts import chart
from ..models import Absence
from ..rules import DayRange, OrgChart
from .people import visible_to

State = Literal["future", "running", "over"]
#: reasons that say something of health or family: for the person, heads above and administrators
PRIVATE: Final = frozenset({"sick_leave", "other"})


@dataclass(frozen=True, slots=True)
class StandIn:
    """Without card types and bounds: all tasks."""

    person: int
    card_types: tuple[str, ...]
    above: Decimal | None
    up_to: Decimal | None

    @property
    def is_partial(self) -> bool:
        return bool(self.card_types) or self.above is not None or self.up_to is not None


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    id: int
    person: int
    since: datetime
    #: when it was ended early: that moment
    until: datetime
    #: whole days by the person's clock, None for a period with times of its own
    days: DayRange | None
    #: "" for those who may not know
    reason: str
    note: str
    substitutes: tuple[StandIn, ...]
    made_by: int | None
    made_at: datetime
    ended_by: int | None
    ended_at: datetime | None
    source: str
    state: State
    may_change: bool


def absences(
    actor: Actor,
    *,
    person: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    over: bool = False,
    limit: int = 2000,
) -> list[AbsenceLine]:
    """Of one person or of all, by their beginning. `over`: also those that have ended, else only what runs or will.

    Between `since` and `until`: those that have a moment in common with that time. Two queries.
    """
    found = _visible(actor)
    if person is not None:
        found = found.filter(person=person)
    if not over:
        found = found.filter(ended_at=None, until__gt=clock.now())
    if since is not None:
        found = found.filter(Q(ended_at=None) | Q(ended_at__gt=since), until__gt=since)
    if until is not None:
        found = found.filter(since__lt=until)
    known = chart()
    return [_line(actor, known, row) for row in found.order_by("since", "id")[:limit]]


def absence(actor: Actor, absence: int) -> AbsenceLine:
    """Raises NotFound."""
    found = _visible(actor).filter(id=absence).first()
    if found is None:
        raise NotFound(_("There is no such absence."))
    return _line(actor, chart(), found)


def whole_days(person: int, first: date, last: date) -> tuple[datetime, datetime]:
    """[since, until) of both days and all between them, by the clock of the person."""
    return rules.whole_days(first, last, chart().work_time(person).schedule.zone)


def reason_for(actor: Actor, person: int, reason: str, known: OrgChart | None = None) -> str:
    """The reason of somebody's absence, or "" when it is not the actor's business."""
    if reason not in PRIVATE or access.may(actor, "org.set_absence", chart=known, person=person):
        return reason
    return ""


def _visible(actor: Actor) -> QuerySet[Absence]:
    """Those that have had a moment, of people the actor may see. One taken back before it began never was."""
    return (
        Absence.objects.filter(person__in=visible_to(actor))
        .filter(Q(ended_at=None) | Q(ended_at__gt=F("since")))
        .prefetch_related("substitutes")
    )


def _line(actor: Actor, known: OrgChart, row: Absence) -> AbsenceLine:
    at = clock.now()
    until = min(row.until, row.ended_at or row.until)
    allowed = access.may(actor, "org.set_absence", chart=known, person=row.person_id)
    state: State = "over" if until <= at else ("running" if row.since <= at else "future")
    return AbsenceLine(
        id=row.id,
        person=row.person_id,
        since=row.since,
        until=until,
        days=rules.days_of(row.since, until, known.work_time(row.person_id).schedule.zone),
        reason=row.reason if allowed or row.reason not in PRIVATE else "",
        note=row.note if allowed else "",
        substitutes=tuple(
            StandIn(one.person_id, tuple(one.card_types), one.above, one.up_to)
            for one in sorted(row.substitutes.all(), key=lambda one: one.n)
        ),
        made_by=row.made_by_id,
        made_at=row.made_at,
        ended_by=row.ended_by_id,
        ended_at=row.ended_at,
        source=row.source,
        state=state,
        may_change=allowed and state != "over",
    )
