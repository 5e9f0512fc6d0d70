"""«Контроль писем»: who works on which letters, where each waits and how long, and what was forgotten (S3.20, S3.21).

Waits are working minutes. Everything goes through the gate of the reader: heads see the people of their departments,
whoever may see every letter sees everybody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from marshrut.cards.queries import load as figures
from marshrut.cards.queries import waits
from marshrut.dashboards.load import PersonLoad, StageLoad, person_load, staff_of, stage_load
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.letters import oversight
from marshrut.letters.queries import control
from marshrut.letters.types import about_letters, letter_types
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

#: letters shown on the page itself, those that have waited longest
LONGEST: Final = 10
What = Literal["open", "late", "unanswered", "numbers"]
LISTS: Final[tuple[What, ...]] = ("open", "late", "unanswered", "numbers")
_NO_PAGE = _("There is no such page.")


@dataclass(frozen=True, slots=True)
class LetterWait:
    """A letter that waits. `minutes`: working time of the company since it came to its stage."""

    card: waits.Waiting
    head: control.Head | None
    minutes: int
    late: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A task of finished letters that is open on `cards` of them, as «нет вх. № контрагента»; `late` of them late."""

    card_type: str
    task: str
    cards: int
    late: int


@dataclass(frozen=True, slots=True)
class AboutCards:
    """Errands or acquaintance lists on their way."""

    card_type: str
    cards: int
    late: int


@dataclass(frozen=True, slots=True)
class Control:
    """`everybody`: not only the reader's own departments."""

    everybody: bool
    people: tuple[PersonLoad, ...]
    stages: tuple[StageLoad, ...]
    cards: int
    late: int
    unanswered: int
    follow_ups: tuple[FollowUp, ...]
    about: tuple[AboutCards, ...]
    longest: tuple[LetterWait, ...]


@dataclass(frozen=True, slots=True)
class LetterList:
    what: What
    letters: tuple[LetterWait, ...]
    total: int
    after: str | None = None


def may_see(actor: Actor, chart: OrgChart) -> bool:
    """Whoever may see all letters, and heads of departments; nobody while no process has letters. No query."""
    if actor.person_id is None or not letter_types():
        return False
    return oversight.sees_all(actor, chart) or bool(chart.headed_departments(actor.person_id))


def letters(actor: Actor) -> Control:
    """Eight queries, however many letters there are. Raises NotFound for whoever has nobody to look after."""
    chart, now = _allowed(actor), clock.now()
    types, about = tuple(letter_types()), tuple(about_letters())
    everybody = oversight.sees_all(actor, chart)
    staff = None if everybody else staff_of(chart, actor.person_id or 0)
    stages = figures.by_stage(actor, (*types, *about))
    own = [stage_load(chart, one, now) for one in stages if one.card_type in types]
    return Control(
        everybody=everybody,
        people=_people(actor, chart, staff, types, now),
        stages=tuple(own),
        cards=sum(one.cards for one in own),
        late=sum(one.late for one in own),
        unanswered=len(control.unanswered(actor)),
        follow_ups=_follow_ups(actor),
        about=tuple(_about(kind, stages) for kind in about if any(one.card_type == kind for one in stages)),
        longest=_told(waits.waiting(actor, waits.Wanted(types), limit=LONGEST).cards, chart, now),
    )


def listed(actor: Actor, what: What, person: int | None = None, after: str | None = None) -> LetterList:
    """The letters that a figure counts, those that have waited longest first. About five queries."""
    chart = _allowed(actor)
    wanted = _wanted(actor, what, person)
    found = waits.waiting(actor, wanted, after)
    return LetterList(what, _told(found.cards, chart, clock.now()), waits.many(actor, wanted), found.after)


def _allowed(actor: Actor) -> OrgChart:
    chart = org.chart()
    if not may_see(actor, chart):
        raise NotFound(_NO_PAGE)
    return chart


def _wanted(actor: Actor, what: What, person: int | None) -> waits.Wanted:
    types = tuple(letter_types())
    if what == "unanswered":
        return waits.Wanted(types, person, only=control.unanswered(actor))
    if what == "numbers":
        return waits.Wanted(types, person, steps=steps())
    return waits.Wanted(types, person, late=what == "late")


def steps() -> tuple[waits.Step, ...]:
    """Tasks of letters that stay open after they are finished."""
    kinds = letter_types().values()
    return tuple((kind.key, task.key) for kind in kinds for one in kind.stages if one.final for task in one.tasks)


def _people(
    actor: Actor, chart: OrgChart, staff: Collection[int] | None, types: tuple[str, ...], now: datetime
) -> tuple[PersonLoad, ...]:
    """A line for each person, whatever types of letters they have."""
    found: dict[int, PersonLoad] = {}
    for one in (person_load(chart, one, now) for one in figures.by_person(actor, staff, types)):
        known = found.get(one.person)
        found[one.person] = _together(known, one) if known else one
    return tuple(sorted(found.values(), key=lambda one: (-one.late, -one.tasks, chart.name(one.person))))


def _together(one: PersonLoad, other: PersonLoad) -> PersonLoad:
    return PersonLoad(
        person=one.person,
        tasks=one.tasks + other.tasks,
        late=one.late + other.late,
        taken=one.taken + other.taken,
        oldest=max(one.oldest, other.oldest),
        away=one.away,
    )


def _follow_ups(actor: Actor) -> tuple[FollowUp, ...]:
    found = waits.follow_ups(actor, steps())
    return tuple(FollowUp(*step, *counted) for step, counted in sorted(found.items()))


def _about(kind: str, stages: list[figures.StageFigures]) -> AboutCards:
    rows = [one for one in stages if one.card_type == kind]
    return AboutCards(kind, sum(one.cards for one in rows), sum(one.late for one in rows))


def _told(cards: tuple[waits.Waiting, ...], chart: OrgChart, now: datetime) -> tuple[LetterWait, ...]:
    heads, hours = control.heads({one.id for one in cards}), chart.company_time
    return tuple(
        LetterWait(
            one, heads.get(one.id), hours.between(one.entered_at, now), one.due_at is not None and one.due_at < now
        )
        for one in cards
    )
