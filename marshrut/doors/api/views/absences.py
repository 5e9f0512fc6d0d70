"""Absences: list, read, set, change, end."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Query, Status

from marshrut.org import commands, queries
from marshrut.org.queries import rota
from marshrut.org.rules import DayRange

from ..bearer import caller
from ..door import api
from ..present import absences as present
from ..shapes.absences import (
    Absence,
    AbsenceChanged,
    AbsenceEdit,
    Absences,
    AbsencesWanted,
    NewAbsence,
    Rota,
    RotaDone,
    RotaPlan,
)
from ..shapes.base import Key, PathId


@api.get("/absences", response=Absences, tags=["absences"], summary="List absences")
def list_absences(request: HttpRequest, wanted: Annotated[AbsencesWanted, Query()]) -> Absences:
    """Of everybody or of one person, by their beginning: those that run or will. At most 500."""
    found = queries.absences(caller(request).actor, person=wanted.person, over=wanted.over, limit=500)
    chart = queries.chart()
    return Absences(items=tuple(present.absence(one, chart) for one in found))


@api.post("/absences", response={201: AbsenceChanged}, tags=["absences"], summary="Set an absence")
def set_absence(
    request: HttpRequest, response: HttpResponse, body: NewAbsence, key: Key = None
) -> Status[AbsenceChanged]:
    """By the person, a head above or an administrator. Open tasks pass when it begins, and come back when it ends."""
    me = caller(request)
    person = body.person or me.person
    since, until = queries.whole_days(person, body.first_day, body.last_day)
    made = commands.set_absence(
        me.actor,
        person=person,
        since=since,
        until=until,
        reason=body.reason,
        note=body.note,
        substitutes=body.model_dump()["substitutes"],
        key=key,
    )
    answer = present.changed(made)
    response.headers["Location"] = answer.links.self
    return Status(201, answer)


@api.post("/absences/import", response=RotaPlan, tags=["absences"], summary="Bring a calendar of absences in")
def import_absences(request: HttpRequest, body: Rota, key: Key = None) -> RotaPlan:
    """For administrators. First without `seen`: what would change. Then with the `digest` of that: all or nothing."""
    actor = caller(request).actor
    if not body.seen:
        return present.plan(rota.preview(actor, body.rows))
    done = commands.import_absences(actor, rows=body.rows, seen=body.seen, key=key)
    return RotaPlan(digest=body.seen, done=RotaDone(**done))


@api.get("/absences/{absence}", response=Absence, tags=["absences"], summary="Read an absence")
def read_absence(request: HttpRequest, absence: PathId) -> Absence:
    """The reason only for the person, the heads above and administrators, unless it is a holiday or a trip."""
    return present.absence(queries.absence(caller(request).actor, absence), queries.chart())


@api.patch("/absences/{absence}", response=AbsenceChanged, tags=["absences"], summary="Change an absence")
def change_absence(request: HttpRequest, absence: PathId, body: AbsenceEdit, key: Key = None) -> AbsenceChanged:
    """Change what is given. One that is over stays as it was (409 absence_over)."""
    actor = caller(request).actor
    line = queries.absence(actor, absence)
    given = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    days = _days(line)
    if "first_day" in given or "last_day" in given:
        first, last = given.pop("first_day", days.first), given.pop("last_day", days.last)
        given["since"], given["until"] = queries.whole_days(line.person, first, last)
    return present.changed(commands.change_absence(actor, absence=absence, key=key, **given))


@api.post("/absences/{absence}/end", response=AbsenceChanged, tags=["absences"], summary="End an absence early")
def end_absence(request: HttpRequest, absence: PathId, key: Key = None) -> AbsenceChanged:
    """The person is back, or will not leave: undecided tasks return. Repeating it changes nothing."""
    actor = caller(request).actor
    queries.absence(actor, absence)
    return present.changed(commands.end_absence(actor, absence=absence, key=key))


def _days(line: queries.AbsenceLine) -> DayRange:
    """Of a period with times of its own: the days it touches."""
    zone = ZoneInfo(queries.chart().work_time(line.person).schedule.zone)
    last = (line.until - timedelta(microseconds=1)).astimezone(zone).date()
    return line.days or DayRange(line.since.astimezone(zone).date(), last)
