"""A forecast: who gets which open tasks of a person while the person is away, or once he is dismissed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, LiteralString

from django.utils.translation import get_language

from marshrut.definitions import queries as definitions
from marshrut.engine.decide import decide
from marshrut.engine.decision import Refusal
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import Cover
from marshrut.engine.people import holders
from marshrut.engine.state import CardState, TaskState
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.sql import prepared
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import Away, OrgChart

from .. import codec, gate, step

#: open tasks looked at; a person with more has other troubles than a holiday
MOST = 300
NAMED = 50

CARDS: LiteralString = """
SELECT DISTINCT t.card_id FROM cards_task t
WHERE t.state = 'open' AND (t.assignee_id = %s OR (t.also @> ARRAY[%s]::bigint[] AND t.also <> '{}'))
ORDER BY t.card_id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class PassingTask:
    """A task on a card that the reader may see."""

    id: int
    card: int
    number: str
    name: str
    task: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Heir:
    """Who gets them; None: nobody is found, they stay and wait. `hidden` of `count` lie on cards not for the reader.

    `tasks` are the first of the others.
    """

    person: int | None
    count: int
    tasks: tuple[PassingTask, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Tasks open today; those that will come meanwhile go the same way."""

    person: int
    since: datetime
    until: datetime
    heirs: tuple[Heir, ...]

    @property
    def count(self) -> int:
        return sum(heir.count for heir in self.heirs)


def passing(
    actor: Actor, person: int, since: datetime, until: datetime, proposed: Away | None = None, *, leaves: bool = False
) -> Forecast:
    """Where the open tasks of the person go in [since, until): by the absences that stand, or by a `proposed` one.

    `leaves`: or when the person is dismissed.
    For those who may set such an absence; raises NotFound for everybody else. Four queries. What the
    reader may not see is only counted.
    """
    chart = org.chart()
    if not access.may(actor, "org.set_absence", chart=chart, person=person):
        raise NotFound("no such forecast")
    if proposed is not None:
        others = [away for away in chart.absences.get(person, ()) if away.id != proposed.id]
        chart = replace(chart, absences={**chart.absences, person: (*others, proposed)})
    if leaves:
        chart = replace(chart, people={**chart.people, person: replace(chart.people[person], active=False)})
    at = max(since, clock.now())
    cards = [row[0] for row in prepared(CARDS, [person, person, MOST])]
    visible = set(gate.visible_to(actor).filter(pk__in=cards).values_list("id", flat=True)) if cards else set()
    found: dict[int | None, list[PassingTask | None]] = {}
    for heir, card, task in _moves(cards, person, chart, at):
        found.setdefault(heir, []).append(task if card in visible else None)
    heirs = [_heir(heir, tasks) for heir, tasks in found.items()]
    return Forecast(person, since, until, tuple(sorted(heirs, key=lambda one: (one.person is None, -one.count))))


def _heir(person: int | None, tasks: list[PassingTask | None]) -> Heir:
    shown = [task for task in tasks if task is not None]
    return Heir(person, len(tasks), tuple(shown[:NAMED]), len(tasks) - len(shown))


def _moves(
    cards: list[int], person: int, chart: OrgChart, at: datetime
) -> Iterator[tuple[int | None, int, PassingTask]]:
    """(heir or None, card, task) of every task of the person that would be, or should be, with somebody else."""
    for row, definition in _read(cards):
        state = codec.card_state(row)
        then = _covered(definition, state, chart, at)
        for task in state.open_tasks:
            if person in holders(task):
                after = then.get(task.n, task)
                heirs = [one for one in holders(after) if one not in holders(task)]
                if person not in holders(after) or not chart.calm([person], at):
                    yield next(iter(heirs), None), row["id"], _line(row, definition, task)


def _covered(definition: Definition, state: CardState, chart: OrgChart, at: datetime) -> dict[int, TaskState]:
    try:
        tasks = decide(definition, state, Cover(), at, chart).card.tasks
    except Refusal:
        tasks = state.tasks
    return {task.n: task for task in tasks}


def _read(cards: list[int]) -> Iterator[tuple[dict[str, Any], Definition]]:
    for found in prepared(step.READ + "ANY(%s)", [None, None, cards]) if cards else ():
        row = json.loads(found[0])
        version = definitions.installed(row["definition_id"])
        yield row, step.definition_of(version, row["type"], definitions.at(found[3]))


def _line(row: dict[str, Any], definition: Definition, task: TaskState) -> PassingTask:
    ids = {one["n"]: one["id"] for one in row["tasks"] or ()}
    title = definition.task(task.stage, task.key).title.say(get_language() or "ru")
    return PassingTask(
        ids[task.n], row["id"], f"{definition.card_type.prefix}{row['id']}", row["name"], title, task.due_at
    )
