"""Absences: when somebody else decides for a person, and who. The engine passes the tasks, see rules/absence.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid

from .. import access, charts, events, revision
from ..models import Absence, Substitute
from ..rules import OrgChart
from . import covering, periods
from .fields import Fields
from .find import absence_by_id, person_by_id
from .substitutes import SubstituteGiven, cleaned


class AbsenceFields(TypedDict, total=False):
    """What is left out stays as it is."""

    #: aware
    since: datetime
    until: datetime
    #: vacation, sick_leave, business_trip or other
    reason: str
    note: str
    #: in this order; the first who fits a task gets it. Nobody named: the head decides
    substitutes: Sequence[SubstituteGiven]


@command("org.set_absence")
def set_absence(
    actor: Actor,
    *,
    person: int,
    since: datetime,
    until: datetime,
    reason: str = "vacation",
    note: str = "",
    substitutes: Sequence[SubstituteGiven] = (),
    source: str = "hand",
    key: str | None = None,
) -> dict[str, Any]:
    """[since, until) of one person; whole days are made by `queries.whole_days`. By himself, a head above or an
    administrator (S4.12).

    Returns {"absence": id, "warnings": [sentence, …]}: a circle of substitutes, a substitute who is away himself,
    nobody to decide at all. Open tasks pass at once when the absence runs already, else when it begins.
    """
    chart = charts.chart()  # before the revision moves: one read now would be kept without what is written below
    access.require(actor, "org.set_absence", chart=chart, person=person)
    number = revision.bump()
    absent = person_by_id(person)
    if not absent.is_active:
        raise Invalid(_("Choose an employee who is not dismissed."), fields={"person": _("Dismissed.")})
    made = Absence(person=absent, made_by_id=actor.person_id, made_at=clock.now(), source=source)
    named = _fill(
        chart, made, {"since": since, "until": until, "reason": reason, "note": note, "substitutes": substitutes}, []
    )
    made.save()
    _name(made, named)
    _record(actor, made, named, "org.absence_set")
    covering.enqueue(number, [person])
    return {"absence": made.id, "warnings": periods.warnings(chart, made, named)}


@command("org.change_absence")
def change_absence(
    actor: Actor, *, absence: int, key: str | None = None, **changes: Unpack[AbsenceFields]
) -> dict[str, Any]:
    """Writes nothing when nothing differs. Returns {"absence": id, "warnings": [sentence, …]}."""
    chart = charts.chart()
    access.require(actor, "org.change_absence", chart=chart, person=absence_by_id(absence).person_id)
    number = revision.bump()
    found = absence_by_id(absence)
    if found.ended_at is not None or found.until <= clock.now():
        raise Conflict(_("This absence is over already. Set a new one."), code="absence_over")
    before, had = _state(found), list(found.substitutes.order_by("n"))
    named = _fill(chart, found, changes, had)
    if _state(found) == before and list(map(_facts, named)) == list(map(_facts, had)):
        return {"absence": found.id, "warnings": []}
    found.save(update_fields=["since", "until", "reason", "note"])
    if "substitutes" in changes:
        found.substitutes.all().delete()
        _name(found, named)
    _record(actor, found, named, "org.absence_changed")
    covering.enqueue(number, [found.person_id])
    return {"absence": found.id, "warnings": periods.warnings(chart, found, named)}


@command("org.end_absence")
def end_absence(actor: Actor, *, absence: int, key: str | None = None) -> dict[str, Any]:
    """The person is back, or will not leave: what is not decided yet returns. Repeating it changes nothing."""
    access.require(actor, "org.end_absence", person=absence_by_id(absence).person_id)
    number = revision.bump()
    found = absence_by_id(absence)
    at = clock.now()
    if found.ended_at is None and found.until > at:
        found.ended_at, found.ended_by_id = at, actor.person_id
        found.save(update_fields=["ended_at", "ended_by"])
        body = {"absence": found.id, "since": found.since.isoformat(), "until": found.until.isoformat()}
        events.record(actor, f"person:{found.person_id}", "org.absence_ended", body)
        covering.enqueue(number, [found.person_id])
    return {"absence": found.id, "warnings": []}


def _fill(chart: OrgChart, absence: Absence, given: AbsenceFields, had: list[Substitute]) -> list[Substitute]:
    """Put the cleaned values into the absence and return who stands in; complaints are raised together."""
    fields = Fields()
    if "reason" in given:
        absence.reason = periods.reason(fields, given["reason"])
    if "note" in given:
        absence.note = fields.text("note", given["note"], limit=500)
    if "since" in given or "until" in given:
        was = absence.since if absence.id else None
        absence.since, absence.until = given.get("since", absence.since), given.get("until", absence.until)
        periods.check(fields, chart, absence, was)
    named = cleaned(fields, given["substitutes"], absence.person_id) if "substitutes" in given else had
    fields.check()
    return named


def _name(absence: Absence, named: list[Substitute]) -> None:
    for one in named:
        one.absence = absence
    Substitute.objects.bulk_create(named)


def _state(absence: Absence) -> tuple[object, ...]:
    return (absence.since, absence.until, absence.reason, absence.note)


def _facts(one: Substitute) -> dict[str, Any]:
    bounds = {"above": one.above, "up_to": one.up_to}
    return {
        "person": one.person_id,
        "card_types": list(one.card_types),
        **{name: None if sum_ is None else f"{sum_:.2f}" for name, sum_ in bounds.items()},
    }


def _record(actor: Actor, absence: Absence, named: list[Substitute], kind: str) -> None:
    one = told(absence, named, kind)
    events.record(actor, f"person:{absence.person_id}", one.kind, one.body, one.personal)


def told(absence: Absence, named: list[Substitute], kind: str) -> events.Told:
    """The reason and the note are about health and family now and then: they can be erased (152-ФЗ)."""
    body = {
        "absence": absence.id,
        "since": absence.since.isoformat(),
        "until": absence.until.isoformat(),
        "substitutes": [one.person_id for one in named],
        "shares": list(map(_facts, named)),
        "source": absence.source,
    }
    return events.Told(kind, body, {"reason": absence.reason, "note": absence.note})
