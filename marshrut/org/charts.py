"""The company kept in memory, reloaded when its revision moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from marshrut.calendars import queries as calendars
from marshrut.calendars.rules import Schedule, WorkTime
from marshrut.kernel import clock, memory

from . import revision, rules
from .models import Absence, CompanyRole, Department, Person
from .rules import Away, Deputy, OrgChart, Seat, Unit

#: what was decided for an absent person may be asked about later, by the time it was decided at
KEPT: Final = timedelta(days=31)
#: with the number of changes this process had committed before it was read
_kept: tuple[int, OrgChart] | None = None


def current_revision() -> int:
    """One query. Commands of this room and of `calendars` move it."""
    return revision.read()


def chart() -> OrgChart:
    """The company now. One query when nothing changed since the last call."""
    return chart_at(memory.once("org.revision", current_revision))


def chart_at(wanted: int) -> OrgChart:
    """The company at the revision just read from the database: no query when this process has it."""
    global _kept
    kept, commits = _kept, memory.commits()
    if kept is None or kept[0] != commits or kept[1].revision != wanted:
        kept = _kept = (commits, _load())
    return kept[1]


def _load() -> OrgChart:
    """Five tables and the hours, and again when a change was committed meanwhile."""
    while True:
        before = current_revision()
        loaded = _read(before)
        if current_revision() == before:
            return loaded


def _read(at: int) -> OrgChart:
    people, own = _people()
    roles, titles = _roles()
    company, calendar = calendars.company_schedule(), calendars.calendar()
    # people with the same hours share one object, because it remembers the days it has worked out
    shared: dict[Schedule, WorkTime] = {}
    own_time = {}
    for person, (zone, week) in own.items():
        schedule = rules.own_schedule(company, zone, week)
        own_time[person] = shared.setdefault(schedule, WorkTime(calendar, schedule))
    return OrgChart(
        revision=at,
        people=people,
        departments={
            key: Unit(name, parent, head)
            for key, name, parent, head in Department.objects.order_by("sort", "id").values_list(
                "id", "name", "parent_id", "head_id"
            )
        },
        roles=roles,
        company_time=WorkTime(calendar, company),
        own_time=own_time,
        titles=titles,
        absences=_absences(),
    )


def _absences() -> dict[int, tuple[Away, ...]]:
    """What runs or will, and what ended lately; none that was ended early."""
    return _by_person(Absence.objects.filter(ended_at=None, until__gt=clock.now() - KEPT))


def absences_between(since: datetime, until: datetime) -> dict[int, tuple[Away, ...]]:
    """Every absence that had a moment between then, for playing that time again. Two queries."""
    rows = Absence.objects.filter(Q(ended_at=None) | Q(ended_at__gt=F("since")), since__lt=until, until__gt=since)
    return _by_person(rows)


def _by_person(rows: QuerySet[Absence]) -> dict[int, tuple[Away, ...]]:
    """One that was ended early lasts till then."""
    found: dict[int, tuple[Away, ...]] = {}
    for row in rows.order_by("since", "id").prefetch_related("substitutes"):
        named = sorted(row.substitutes.all(), key=lambda one: one.n)
        deputies = tuple(Deputy(one.person_id, frozenset(one.card_types), one.above, one.up_to) for one in named)
        away = Away(row.id, row.since, row.ended_at or row.until, row.reason, deputies)
        found[row.person_id] = (*found.get(row.person_id, ()), away)
    return found


def _people() -> tuple[dict[int, Seat], dict[int, tuple[str | None, Mapping[str, Any] | None]]]:
    people, own = {}, {}
    rows = Person.objects.order_by("sort_key", "id").values_list(
        "id",
        "last_name",
        "first_name",
        "middle_name",
        "department_id",
        "is_active",
        "is_admin",
        "time_zone",
        "schedule",
    )
    for key, last, first, middle, department, active, admin, zone, week in rows:
        people[key] = Seat(rules.short_name(last, first, middle), department, active, admin)
        if zone or week:
            own[key] = (zone, week)
    return people, own


def _roles() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[str, str]]]:
    held: dict[str, list[int]] = {}
    titles = {}
    rows = CompanyRole.objects.order_by("holders__id").values_list("key", "title_ru", "title_en", "holders__person")
    for role, russian, english, person in rows:
        titles[role] = (russian, english)
        people = held.setdefault(role, [])
        if person is not None:
            people.append(person)
    return {role: tuple(people) for role, people in held.items()}, titles
