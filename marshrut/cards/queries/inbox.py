"""«Мои задания»: what waits for a person, what they wait for, what they decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Literal, LiteralString

from django.db.models import Count, F, Q, QuerySet

from marshrut.definitions import queries as definitions
from marshrut.kernel import clock, memory
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import prepared

from .. import gate
from ..models import Card, Task
from .lines import CardLine, lines, waits_for, with_files

TabName = Literal["mine", "asked", "done"]
LIMIT = 50
#: why tasks may be read: their cards are asked for through the gate
CHECKED = "shown only with visible cards"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list with its card. `outcome` and `decided_by` are set once it is done."""

    id: int
    n: int
    key: str
    stage: str
    state: str
    assignee: int
    also: tuple[int, ...]
    opened_at: datetime
    taken_at: datetime | None
    due_at: datetime | None
    paused_until: datetime | None
    outcome: str
    decided_by: int | None
    decided_at: datetime | None
    card: CardLine
    #: in whose name the assignee (or whoever decided) holds it; None: in their own
    principal: int | None = None
    #: of an opinion: what is asked, and by whom
    question: str = ""
    asked_by: int | None = None


def tasks(actor: Actor, tab: TabName = "mine", limit: int = LIMIT, offset: int = 0) -> list[TaskLine]:
    """Waiting tasks by deadline (none last, paused at the end), decided ones newest first. Three queries."""
    rows = list(_seen(actor, _of(actor, tab))[offset : offset + limit])
    found = with_files(gate.visible_to(actor).filter(pk__in={row.card_id for row in rows}))
    cards = {line.id: line for line in lines(found)} if rows else {}
    return [task_line(row, cards[row.card_id]) for row in rows if row.card_id in cards]


def _seen(actor: Actor, found: QuerySet[Task]) -> QuerySet[Task]:
    """Hidden ones are left out before pages are cut; whoever plainly sees all of theirs is asked nothing further."""
    if gate.plainly_seen(actor) is not None:
        return found
    return found.filter(card__in=gate.visible_to(actor).order_by().values("pk"))


def _of(actor: Actor, tab: TabName) -> QuerySet[Task]:
    person = actor.person_id or 0
    if tab == "mine":
        return (
            Task.objects.system(CHECKED)
            .filter(waits_for(person), state="open")
            .order_by(F("paused_until").asc(nulls_first=True), F("due_at").asc(nulls_last=True), "opened_at", "id")
        )
    if tab == "asked":
        mine = Card.objects.system(CHECKED).filter(author_id=person)
        others = Task.objects.system(CHECKED).filter(state="open", card__in=mine).exclude(waits_for(person))
        return others.order_by("opened_at", "id")
    return Task.objects.system(CHECKED).filter(state="done", decided_by_id=person).order_by("-decided_at", "-id")


def counts(actor: Actor) -> dict[str, int]:
    """Tasks that wait for the person (`mine`, of them `late`), tasks of their cards that wait for others (`asked`), and
    their own cards that were refused (`refused`). One statement."""
    return memory.once(("cards.counts", actor.person_id), lambda: _counts(actor))


# Whoever may see all they wrote and all they take part in is asked nothing further: every task here is one of those.
_PLAIN: LiteralString = "c.type = ANY(%s)"
_COUNTS: LiteralString = """
SELECT count(*) FILTER (WHERE mine), count(*) FILTER (WHERE mine AND due_at < %s AND paused_until IS NULL),
       count(*) FILTER (WHERE NOT mine),
       (SELECT count(*) FROM cards_card c WHERE c.author_id = %s AND {seen}
        AND (c.type, c.stage) IN (SELECT * FROM unnest(%s::text[], %s::text[])))
FROM (SELECT t.due_at, t.paused_until,
             t.assignee_id = %s OR (t.also @> ARRAY[%s]::bigint[] AND t.also <> '{}') AS mine
      FROM cards_task t JOIN cards_card c ON c.id = t.card_id
      WHERE t.state = 'open' AND {seen}
        AND (t.assignee_id = %s OR (t.also @> ARRAY[%s]::bigint[] AND t.also <> '{}') OR c.author_id = %s)) AS tasks"""
_COUNTED: LiteralString = _COUNTS.replace("{seen}", _PLAIN)


def _counts(actor: Actor) -> dict[str, int]:
    person, plain = actor.person_id or 0, gate.plainly_seen(actor)
    if plain is None:
        return _counted(actor, person)
    refusing = [(kind, stage) for kind, stages in refusing_stages().items() for stage in stages]
    types, stages = [kind for kind, _stage in refusing], [stage for _kind, stage in refusing]
    asked = [clock.now(), person, plain, types, stages, person, person, plain, *[person] * 3]
    return dict(zip(("mine", "late", "asked", "refused"), prepared(_COUNTED, asked)[0], strict=True))


def _counted(actor: Actor, person: int) -> dict[str, int]:
    """The same, each card asked for through the gate."""
    cards, late = gate.visible_to(actor), Q(due_at__lt=clock.now(), paused_until=None)
    tasks = Task.objects.system(CHECKED).filter(state="open", card__in=cards.values("pk"))
    mine = waits_for(person)
    counted = tasks.aggregate(
        mine=Count("pk", filter=mine),
        late=Count("pk", filter=mine & late),
        asked=Count("pk", filter=Q(card__author_id=person) & ~mine),
    )
    stages = [Q(type=kind, stage__in=found) for kind, found in refusing_stages().items()]
    refused = cards.filter(reduce(or_, stages, Q(pk__in=[])), author_id=person).count()
    return {**counted, "refused": refused}


def refusing_stages() -> dict[str, tuple[str, ...]]:
    """By card type: stages a card is started again from, but for the one its author took it back to."""
    found = {}
    for version in definitions.active():
        for kind in version.pack.card_types:
            own = kind.withdraw.to if kind.withdraw else ""
            if kind.restart:
                found[kind.key] = tuple(stage for stage in kind.restart.from_ if stage != own)
    return found


def task_line(row: Task, card: CardLine) -> TaskLine:
    holder = row.decided_by_id or row.assignee_id
    return TaskLine(
        id=row.pk,
        n=row.n,
        key=row.key,
        stage=row.stage,
        state=row.state,
        assignee=row.assignee_id,
        also=tuple(row.also),
        opened_at=row.opened_at,
        taken_at=row.taken_at,
        due_at=row.due_at,
        paused_until=row.paused_until,
        outcome=row.outcome,
        decided_by=row.decided_by_id,
        decided_at=row.decided_at,
        card=card,
        principal=next((link["of"] for link in row.detail.get("behalf", {}).get(str(holder), ())), None),
        question=row.detail.get("question", ""),
        asked_by=row.detail.get("asked_by"),
    )
