"""«Пропуски»: which tasks are finished without being done, by whom, and why (A0.2).

Counted are tasks that have such a button, of cards that the reader may see: heads see the people of their departments,
whoever may see every card of a type sees everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marshrut.cards.queries import load, skips
from marshrut.cards.queries.waits import Step
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart


@dataclass(frozen=True, slots=True)
class Wanted:
    """Days from `since` to `until`, both counted, in `zone`; people of a department and of those below it.

    `skipped`: only tasks that were, or were not. `because`: key of a listed reason, "" for none.
    """

    since: date
    until: date
    department: int | None = None
    person: int | None = None
    step: Step | None = None
    skipped: bool | None = None
    because: str | None = None
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """How often it was given for a task; an empty `because`: none was listed."""

    step: Step
    because: str
    tasks: int


@dataclass(frozen=True, slots=True)
class Counted:
    """`share` of skips among all, in percent; the most frequent reason stands first."""

    done: int
    skipped: int
    reasons: tuple[Reason, ...]

    @property
    def share(self) -> int:
        return round(100 * self.skipped / (self.done + self.skipped)) if self.done + self.skipped else 0


@dataclass(frozen=True, slots=True)
class Skips:
    """`departments`: those the reader may narrow it to."""

    everybody: bool
    total: Counted
    tasks: tuple[tuple[Step, Counted], ...]
    people: tuple[tuple[int, Counted], ...]
    departments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SkipList:
    tasks: tuple[skips.Finished, ...]
    total: int
    after: str | None = None


def steps() -> dict[Step, CardType]:
    """Tasks that can be skipped today. No query of its own."""
    kinds = [kind for version in definitions.active() for kind in version.pack.card_types]
    return {
        (kind.key, task.key): kind
        for kind in kinds
        for stage in kind.stages
        for task in stage.tasks
        if any(outcome.skip for outcome in task.outcomes)
    }


def may_see(actor: Actor, chart: OrgChart) -> bool:
    """Heads, and whoever may see every card of a type; nobody while no task can be skipped. No query."""
    if actor.person_id is None or not steps():
        return False
    return load.sees_all(actor, chart) or bool(chart.headed_departments(actor.person_id))


def figures(actor: Actor, wanted: Wanted) -> Skips:
    """One query. Raises NotFound for whoever has nobody to look after."""
    chart = _allowed(actor)
    everybody = load.sees_all(actor, chart)
    found = skips.figures(actor, _asked(actor, wanted, chart))
    by_task = {step: [one for one in found if (one.card_type, one.task) == step] for step in steps()}
    people = {one.person: [row for row in found if row.person == one.person] for one in found}
    counted = [(person, _counted(rows)) for person, rows in people.items()]
    return Skips(
        everybody=everybody,
        total=_counted(found),
        tasks=tuple((step, _counted(rows)) for step, rows in by_task.items()),
        people=tuple(sorted(counted, key=lambda one: (-one[1].skipped, -one[1].done, chart.name(one[0])))),
        departments=tuple(_departments(chart, actor, everybody=everybody)),
    )


def listed(actor: Actor, wanted: Wanted, after: str | None = None) -> SkipList:
    """The tasks that a figure counts, the latest first. Two queries."""
    asked = _asked(actor, wanted, _allowed(actor))
    found = skips.finished(actor, asked, after)
    return SkipList(found.tasks, skips.many(actor, asked), found.after)


def _allowed(actor: Actor) -> OrgChart:
    chart = org.chart()
    if not may_see(actor, chart):
        raise NotFound(_("There is no such page."))
    return chart


def _asked(actor: Actor, wanted: Wanted, chart: OrgChart) -> skips.Wanted:
    known = steps()
    zone = wanted.zone or timezone.get_current_timezone()
    return skips.Wanted(
        steps=tuple(known) if wanted.step is None else tuple(one for one in known if one == wanted.step),
        since=_midnight(wanted.since, zone),
        until=_midnight(min(wanted.until, date.max - timedelta(days=2)) + timedelta(days=1), zone),
        people=_people(actor, wanted, chart),
        skipped=wanted.skipped,
        because=wanted.because,
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(max(day, date.min + timedelta(days=2)), time(), zone)


def _people(actor: Actor, wanted: Wanted, chart: OrgChart) -> frozenset[int] | None:
    """Whose tasks are counted: those the reader looks after, also dismissed ones, narrowed as asked."""
    places = None if load.sees_all(actor, chart) else chart.headed_departments(actor.person_id or 0)
    if wanted.department is not None:
        below = chart.with_below(wanted.department)
        places = below if places is None else below & places
    if places is None:
        return None if wanted.person is None else frozenset({wanted.person})
    found = frozenset(one for one, seat in chart.people.items() if seat.department in places)
    return found if wanted.person is None else found & {wanted.person}


def _departments(chart: OrgChart, actor: Actor, *, everybody: bool) -> Collection[int]:
    places = set(chart.departments) if everybody else chart.headed_departments(actor.person_id or 0)
    return sorted(places, key=lambda one: chart.departments[one].name)


def _counted(rows: Iterable[skips.Figure]) -> Counted:
    made = Counted(0, 0, ())
    reasons: dict[tuple[Step, str], int] = {}
    for one in rows:
        if not one.skipped:
            made = replace(made, done=made.done + one.tasks)
            continue
        made = replace(made, skipped=made.skipped + one.tasks)
        key = ((one.card_type, one.task), one.because)
        reasons[key] = reasons.get(key, 0) + one.tasks
    ordered = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    return replace(made, reasons=tuple(Reason(*key, many) for key, many in ordered))
