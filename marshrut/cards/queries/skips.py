"""Tasks that were finished, and those of them that were finished without being done (A0.2).

Only tasks of cards that the gate lets through are counted and shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from marshrut.kernel.actor import Actor

from .. import gate
from ..models import Task
from .lines import INSIDE
from .waits import Step, mark_of, place_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Tasks of these `steps` decided from `since` to before `until`. `people`: decided by these only; None: by anybody.

    `skipped`: only those that were, only those that were not, or both. `because`: with that listed reason; "" is none.
    """

    steps: tuple[Step, ...]
    since: datetime
    until: datetime
    people: frozenset[int] | None = None
    skipped: bool | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """How many tasks of one kind a person finished in one way. `because` is empty unless they were skipped."""

    card_type: str
    task: str
    person: int
    skipped: bool
    because: str
    tasks: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A task that was finished. `because` is the key of the listed reason, `reason` the words of the person."""

    id: int
    card: int
    card_type: str
    definition_id: int
    card_name: str
    task: str
    outcome: str
    person: int
    at: datetime
    skipped: bool
    because: str
    reason: str


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """`after` asks for the next page; None on the last one."""

    tasks: tuple[Finished, ...]
    after: str | None = None


def figures(actor: Actor, wanted: Wanted) -> list[Figure]:
    """One query, however many tasks there are."""
    names = ("card__type", "key", "decided_by", "skipped", "because")
    rows = _found(actor, wanted).order_by().values_list(*names).annotate(tasks=Count("pk"))
    return [Figure(*row) for row in rows]


def finished(actor: Actor, wanted: Wanted, after: str | None = None, limit: int = 50) -> FinishedPage:
    """The latest first. One query."""
    tasks = _found(actor, wanted)
    if place := place_of(after):
        tasks = tasks.filter(Q(decided_at__lt=place[0]) | Q(decided_at=place[0], id__lt=place[1]))
    rows = list(tasks.select_related("card").order_by(F("decided_at").desc(), F("id").desc())[: limit + 1])
    shown = tuple(map(_told, rows[:limit]))
    return FinishedPage(shown, mark_of(shown[-1].at, shown[-1].id) if len(rows) > limit else None)


def many(actor: Actor, wanted: Wanted) -> int:
    return _found(actor, wanted).count()


def _found(actor: Actor, wanted: Wanted) -> QuerySet[Task]:
    seen = gate.visible_to(actor).filter(type__in={kind for kind, _task in wanted.steps}).order_by()
    tasks = Task.objects.system(INSIDE).filter(
        _among(wanted.steps),
        state="done",
        decided_at__gte=wanted.since,
        decided_at__lt=wanted.until,
        card_id__in=seen.values("pk"),
    )
    if wanted.people is not None:
        tasks = tasks.filter(decided_by__in=wanted.people)
    if wanted.skipped is not None:
        tasks = tasks.filter(skipped=wanted.skipped)
    return tasks if wanted.because is None else tasks.filter(because=wanted.because)


def _among(steps: Iterable[Step]) -> Q:
    keys: dict[str, Collection[str]] = {}
    for kind, task in steps:
        keys[kind] = {*keys.get(kind, ()), task}
    found = Q(pk__in=())
    for kind, tasks in keys.items():
        found |= Q(card__type=kind, key__in=tasks)
    return found


def _told(row: Task) -> Finished:
    assert row.decided_at is not None  # a constraint holds it
    assert row.decided_by_id is not None
    return Finished(
        id=row.pk,
        card=row.card_id,
        card_type=row.card.type,
        definition_id=row.card.definition_id,
        card_name=row.card.name,
        task=row.key,
        outcome=row.outcome,
        person=row.decided_by_id,
        at=row.decided_at,
        skipped=row.skipped,
        because=row.because,
        reason=row.reason,
    )
