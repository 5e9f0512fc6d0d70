"""Cards that wait, the longest first: where each is, since when, with whom. Only cards that the gate lets through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import any_of

from .. import gate
from ..models import Card, Task
from .lines import INSIDE, waits_for

#: (type of the card, key of the task)
Step = tuple[str, str]
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """`entered_at`: since when it has been on its stage. A card that waits for another one is with whom that is."""

    id: int
    type: str
    definition_id: int
    name: str
    stage: str
    stage_kind: str
    author: int
    holders: tuple[int, ...]
    entered_at: datetime
    due_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among cards of the types. `steps`: cards that are finished while such a task is open;
    without them cards on their way. `only`: of these cards, wherever they are.
    """

    types: tuple[str, ...]
    person: int | None = None
    late: bool = False
    steps: tuple[Step, ...] = ()
    only: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """`after` asks for the next page; None on the last one."""

    cards: tuple[Waiting, ...]
    after: str | None = None


def waiting(actor: Actor, wanted: Wanted, after: str | None = None, limit: int = 50) -> Waits:
    """Two queries, by the time of entering the stage, so that page n costs as much as page 1."""
    cards = _found(actor, wanted)
    if place := place_of(after):
        cards = cards.filter(Q(entered_at__gt=place[0]) | Q(entered_at=place[0], id__gt=place[1]))
    rows = list(cards.order_by("entered_at", "id")[: limit + 1])
    elsewhere = _elsewhere(actor, [row.id for row in rows if not row.holders and row.stage_kind == "work"])
    shown = [_waiting(row, elsewhere.get(row.id, ())) for row in rows[:limit]]
    more = mark_of(shown[-1].entered_at, shown[-1].id) if len(rows) > limit else None
    return Waits(tuple(shown), more)


def many(actor: Actor, wanted: Wanted) -> int:
    return _found(actor, wanted).count()


def follow_ups(actor: Actor, steps: Collection[Step]) -> dict[Step, tuple[int, int]]:
    """Of finished cards with such a task open: how many there are, and how many of them are late. One query."""
    if not steps:
        return {}
    tasks = Task.objects.system(INSIDE).filter(_either(steps), state="open")
    seen = gate.visible_to(actor).filter(type__in={kind for kind, _key in steps}, stage_kind="success")
    late = Count("card_id", distinct=True, filter=Q(due_at__lt=clock.now(), paused_until=None))
    counted = tasks.filter(card_id__in=seen.order_by().values("pk")).order_by().values("card__type", "key")
    rows = counted.annotate(cards=Count("card_id", distinct=True), late=late)
    return {(row["card__type"], row["key"]): (row["cards"], row["late"]) for row in rows}


def _either(steps: Collection[Step]) -> Q:
    found = Q(pk__in=())
    for kind, key in steps:
        found |= Q(card__type=kind, key=key)
    return found


def _found(actor: Actor, wanted: Wanted) -> QuerySet[Card]:
    cards = gate.visible_to(actor, newest=wanted.only is not None).filter(type__in=wanted.types)
    if wanted.only is not None:
        cards = cards.filter(any_of("pk", wanted.only))
    elif wanted.steps:
        open_ones = Task.objects.system(INSIDE).filter(card_id=OuterRef("pk"), state="open")
        keys = {key for _kind, key in wanted.steps}
        cards = cards.filter(Exists(open_ones.filter(key__in=keys)), stage_kind="success")
    else:
        cards = cards.filter(finished_at=None, stage_kind__in=("start", "work"))
    if wanted.late:
        cards = cards.filter(due_at__lt=clock.now())
    if wanted.person is not None:
        tasks = Task.objects.system(INSIDE).filter(card_id=OuterRef("pk"), state="open")
        cards = cards.filter(Exists(tasks.filter(waits_for(wanted.person))))
    return cards


def _elsewhere(actor: Actor, cards: list[int]) -> dict[int, tuple[int, ...]]:
    """People whom cards made by these wait for."""
    made = gate.visible_to(actor, newest=True).filter(any_of("parent_id", cards), finished_at=None) if cards else ()
    return {child.parent_id or 0: tuple(child.holders) for child in made}


def _waiting(row: Card, elsewhere: tuple[int, ...]) -> Waiting:
    return Waiting(
        id=row.id,
        type=row.type,
        definition_id=row.definition_id,
        name=row.name,
        stage=row.stage,
        stage_kind=row.stage_kind,
        author=row.author_id,
        holders=tuple(row.holders) or elsewhere,
        entered_at=row.entered_at,
        due_at=row.due_at,
        finished_at=row.finished_at,
    )


def mark_of(at: datetime, row: int) -> str:
    """Where a page of a list by time ends; `place_of` reads it."""
    return f"{(at - EPOCH) // TICK}-{row}"


def place_of(after: str | None) -> tuple[datetime, int] | None:
    """None for what is no such mark."""
    ticks, dash, card = (after or "").partition("-")
    if not dash or not all(part.isascii() and part.isdigit() and len(part) < 17 for part in (ticks, card)):
        return None
    try:
        return EPOCH + int(ticks) * TICK, int(card)
    except OverflowError:
        return None
