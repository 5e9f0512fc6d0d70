"""«Сломанные маршруты»: where papers would stop or have stopped, because somebody is missing (users-ask D3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, LiteralString

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marshrut.definitions.queries.fitting import misfits
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import prepared
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import Matter, OrgChart

from .. import gate

ACTION: Final = "cards.broken_routes"
Kind = Literal[
    "vacant_role",
    "no_decider",
    "silent_ladder",
    "no_head",
    "empty_seat",
    "left_tasks",
    "waiting_tasks",
    "left_holder",
    "left_substitute",
]
#: these only wait for tidying up: somebody decides meanwhile
MILD: Final = frozenset({"empty_seat", "left_holder", "left_substitute"})
NAMED: Final = 5
OPEN: LiteralString = """
SELECT t.assignee_id, count(*), (array_agg(DISTINCT t.card_id))[1:200] FROM cards_task t
WHERE t.state = 'open' AND t.assignee_id = ANY(%s) GROUP BY t.assignee_id ORDER BY t.assignee_id"""


@dataclass(frozen=True, slots=True)
class Broken:
    """`text` says it whole. The ids are for links; `cards` are some of those the reader may see."""

    kind: Kind
    text: str
    role: str = ""
    department: int | None = None
    person: int | None = None
    absence: int | None = None
    cards: tuple[int, ...] = ()

    @property
    def is_mild(self) -> bool:
        return self.kind in MILD


def broken(actor: Actor) -> list[Broken]:
    """For administrators of the company and of processes; raises Forbidden. Two queries beside those of the gate."""
    access.require(actor, ACTION)
    chart, now = org.chart(), clock.now()
    return [*_tasks(actor, chart, now), *_processes(chart), *_company(chart, now)]


def _processes(chart: OrgChart) -> Iterator[Broken]:
    for one in misfits(chart, get_language() or "ru"):
        yield Broken(one.kind, f"{one.process}: {one.sentence}", role=one.role)


def _tasks(actor: Actor, chart: OrgChart, now: datetime) -> Iterator[Broken]:
    left = [person for person, seat in chart.people.items() if not seat.active]
    lost = [
        person
        for person in chart.absences
        if chart.active(person) and chart.away(person, now) and not chart.stand_in(person, now, Matter())
    ]
    found = prepared(OPEN, [[*left, *lost]]) if left or lost else []
    visible = set(_visible(actor, [card for row in found for card in row[2]])) if found else set()
    for person, count, cards in found:
        kind: Kind = "left_tasks" if person in left else "waiting_tasks"
        named = tuple(sorted(visible & set(cards))[:NAMED])
        text = _held(kind, count).format(person=chart.name(person), count=count)
        yield Broken(kind, text, person=person, cards=named)


def _visible(actor: Actor, cards: list[int]) -> list[int]:
    return list(gate.visible_to(actor).filter(pk__in=cards).values_list("id", flat=True))


def _held(kind: Kind, count: int) -> str:
    if kind == "left_tasks":
        return ngettext(
            "{person} is dismissed and still holds {count} open task.",
            "{person} is dismissed and still holds {count} open tasks.",
            count,
        )
    return ngettext(
        "{person} is away, and nobody stands in: {count} open task waits.",
        "{person} is away, and nobody stands in: {count} open tasks wait.",
        count,
    )


def _company(chart: OrgChart, now: datetime) -> Iterator[Broken]:
    for key, unit in chart.departments.items():
        if unit.head is not None and chart.active(unit.head):
            continue
        acting = chart.acting_head(key)
        if acting is None:
            said = _("«{name}» has no head, and nobody above it either: there is no one to approve.")
            yield Broken("no_head", said.format(name=unit.name), department=key)
        else:
            said = _("{person} decides for «{name}»: the seat of its head is empty.")
            yield Broken("empty_seat", said.format(name=unit.name, person=chart.name(acting)), department=key)
    for role, people in chart.roles.items():
        for person in people:
            if not chart.active(person):
                said = _("{person} is dismissed and still holds the role «{role}».")
                title = chart.role_title(role, get_language())
                text = said.format(person=chart.name(person), role=title)
                yield Broken("left_holder", text, role=role, person=person)
    yield from _substitutes(chart, now)


def _substitutes(chart: OrgChart, now: datetime) -> Iterator[Broken]:
    said = _("{person}: {substitute} is named to stand in, and is dismissed.")
    for person, absences in chart.absences.items():
        for away in absences:
            for deputy in away.deputies if away.until > now and chart.active(person) else ():
                if not chart.active(deputy.person):
                    text = said.format(substitute=chart.name(deputy.person), person=chart.name(person))
                    yield Broken("left_substitute", text, person=person, absence=away.id)
