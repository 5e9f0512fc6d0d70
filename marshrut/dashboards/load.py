"""«Нагрузка»: who works on what, and where it waits (S3.20). Waits are working minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marshrut.cards.queries import load as figures
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """A person's open tasks on cards of one type; "" and zeros for somebody without any."""

    person: int
    card_type: str = ""
    tasks: int = 0
    late: int = 0
    taken: int = 0
    #: working minutes that the oldest task has waited, by the person's own hours
    oldest: int = 0
    amount: Decimal = Decimal(0)
    away: bool = False


@dataclass(frozen=True, slots=True)
class StageLoad:
    """Cards on one stage; `median` and `worst` are working minutes on it so far. `stuck`: most late cards are here."""

    card_type: str
    stage: str
    cards: int
    late: int
    median: int
    worst: int
    worst_card: int
    amount: Decimal
    stuck: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """`everybody`: not only the reader's own departments."""

    everybody: bool
    people: tuple[PersonLoad, ...]
    stages: tuple[StageLoad, ...]


def may_see(actor: Actor, chart: OrgChart) -> bool:
    """Heads see their departments, whoever may see every card of a type sees all. No query."""
    return actor.person_id is not None and (
        figures.sees_all(actor, chart) or bool(chart.headed_departments(actor.person_id))
    )


def load(actor: Actor) -> Load:
    """Through the gate of the reader: two queries. Raises NotFound for whoever has nobody to look after."""
    chart, now = org.chart(), clock.now()
    if not may_see(actor, chart) or actor.person_id is None:
        raise NotFound(_("There is no such page."))
    everybody = figures.sees_all(actor, chart)
    staff = None if everybody else staff_of(chart, actor.person_id)
    found = figures.by_person(actor, staff)
    idle = (staff or set()) - {one.person for one in found}
    people = [person_load(chart, one, now) for one in found]
    people += [PersonLoad(one, away=chart.away(one, now) is not None) for one in idle]
    stages = [stage_load(chart, one, now) for one in figures.by_stage(actor)]
    ordered = sorted(people, key=lambda one: (-one.late, -one.tasks, chart.name(one.person), one.card_type))
    return Load(everybody, tuple(ordered), tuple(_marked(stages)))


def staff_of(chart: OrgChart, person: int) -> set[int]:
    """Everybody who works in the departments that the person heads."""
    places = chart.headed_departments(person)
    return {one for one, seat in chart.people.items() if seat.active and seat.department in places}


def person_load(chart: OrgChart, one: figures.PersonFigures, now: datetime) -> PersonLoad:
    return PersonLoad(
        person=one.person,
        card_type=one.card_type,
        tasks=one.tasks,
        late=one.late,
        taken=one.taken,
        oldest=chart.work_time(one.person).between(one.oldest, now),
        amount=one.amount,
        away=chart.away(one.person, now) is not None,
    )


def stage_load(chart: OrgChart, one: figures.StageFigures, now: datetime) -> StageLoad:
    hours = chart.company_time
    return StageLoad(
        card_type=one.card_type,
        stage=one.stage,
        cards=one.cards,
        late=one.late,
        median=hours.between(one.median, now),
        worst=hours.between(one.worst, now),
        worst_card=one.worst_card,
        amount=one.amount,
    )


def _marked(stages: list[StageLoad]) -> list[StageLoad]:
    """The stage of each card type with most late cards; of equals the one where cards stand longest."""
    worst: dict[str, StageLoad] = {}
    for one in stages:
        if one.late:
            now = worst.setdefault(one.card_type, one)
            worst[one.card_type] = max(now, one, key=lambda it: (it.late, it.median))
    return [replace(one, stuck=worst.get(one.card_type) is one) for one in stages]
