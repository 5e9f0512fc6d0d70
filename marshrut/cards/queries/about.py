"""What was asked about a card: errands and acquaintances that point at it, with whom, how far, and who has read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Literal

from django.db.models import F, Q
from django.utils.translation import get_language

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType, Stage
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from .. import gate, step
from ..models import Card, Task

MOST = 200
#: why tasks may be read
INSIDE = "of cards that passed the gate"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody whom a field of the card names. `state`: "" without a task of their own in this round.

    `by`: who did it, when that is somebody else standing in.
    """

    person: int
    name: str
    field: str
    state: Literal["", "open", "done"] = ""
    at: datetime | None = None
    outcome: str = ""
    by: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """An errand or an acquaintance. `term` is what the author asked for, `due_at` the deadline of what is open."""

    id: int
    card_type: CardType
    name: str
    stage: Stage
    author: int
    people: tuple[Part, ...]
    term: date | None
    due_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    #: the actor may open it; what the card itself has asked for is listed for whoever sees the card
    open: bool = True

    @property
    def number(self) -> str:
        return f"{self.card_type.prefix}{self.id}"

    @property
    def late(self) -> bool:
        return self.due_at is not None and self.due_at < clock.now()

    @property
    def done(self) -> tuple[Part, ...]:
        return tuple(one for one in self.people if one.state == "done")

    @property
    def waiting(self) -> tuple[Part, ...]:
        return tuple(one for one in self.people if one.state == "open")


def about(actor: Actor, card: int) -> tuple[About, ...]:
    """Those that the actor may see or the card itself has made, newest first.

    Raises NotFound when the card itself is not theirs to see.
    """
    step.read(actor, card)
    pointing = _pointing(card)
    if pointing is None:
        return ()
    mine = gate.visible_to(actor).filter(pointing).annotate(given=F("content__fields")).order_by("-id")
    asked = Card.objects.system("made by a card that was read").filter(pointing, parent_id=card)
    known = {row.pk: row for row in mine[:MOST]}
    closed = asked.exclude(pk__in=known).annotate(given=F("content__fields")).order_by("-id")
    rows = sorted((*known.values(), *closed[:MOST]), key=lambda row: -row.pk)
    tasks: dict[int, list[Task]] = {}
    for task in Task.objects.system(INSIDE).filter(card__in=[row.pk for row in rows]).order_by("id") if rows else ():
        tasks.setdefault(task.card_id, []).append(task)
    return tuple(replace(_about(row, tasks.get(row.pk, [])), open=row.pk in known) for row in rows)


def _pointing(card: int) -> Q | None:
    """Whatever the fields that share are called in the processes of today.

    Shipments have a block of their own; what points at one kind of card only is a step of its route, no errand.
    """
    types = [kind for version in definitions.active() for kind in version.pack.card_types]
    found = [
        Q(type=kind.key, content__fields__contains={key: card})
        for kind in types
        for key, field in kind.fields.items()
        if field.shares and not field.card_types and kind.shipment is None
    ]
    return reduce(or_, found) if found else None


def _about(row: Any, tasks: Iterable[Task]) -> About:
    card_type = definitions.installed(row.definition_id).pack.card_type(row.type)
    assert card_type is not None
    fields = row.given
    parts = {one.person: one for one in _named(card_type, fields)}
    for task in tasks:
        if task.round == row.round and task.state != "cancelled":
            parts |= _told(card_type, task, parts)
    dates = {entry.field for stage in card_type.stages for task in stage.tasks for entry in task.due if entry.field}
    term = next((fields[key] for key in sorted(dates) if fields.get(key)), None)
    return About(
        id=row.pk,
        card_type=card_type,
        name=row.name,
        stage=card_type.by_stage[row.stage],
        author=row.author_id,
        people=tuple(parts.values()),
        term=date.fromisoformat(term) if term else None,
        due_at=row.due_at,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def _named(card_type: CardType, fields: Mapping[str, Any]) -> Iterable[Part]:
    chart = org.chart()
    for key, field in card_type.fields.items():
        value = fields.get(key) if field.takes_part else None
        for person in (value if isinstance(value, list) else [value]) if value else ():
            yield Part(person, chart.name(person), key)


def _told(card_type: CardType, task: Task, parts: Mapping[int, Part]) -> dict[int, Part]:
    """What the task says of the person it is of, if the card names them; of several tasks the last one speaks."""
    holder = task.decided_by_id or task.assignee_id
    way = task.detail.get("behalf", {}).get(str(holder), ())
    owner = way[0]["of"] if way else task.assignee_id
    part = parts.get(owner)
    if part is None:
        return {}
    place = card_type.task(task.key)
    outcome = place[1].outcome(task.outcome) if place and task.outcome else None
    words = (outcome.done or outcome.title).say(get_language() or "ru") if outcome else ""
    state: Literal["open", "done"] = "done" if task.state == "done" else "open"
    by = holder if holder != owner and task.state == "done" else None
    return {owner: Part(owner, part.name, part.field, state, task.decided_at, words, by)}
