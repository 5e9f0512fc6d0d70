"""A small company and a card played through the engine, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Self
from zoneinfo import ZoneInfo

from marshrut.calendars.rules import WorkTime
from marshrut.engine.decide import decide
from marshrut.engine.decision import Decision
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import Fire, Happening
from marshrut.engine.state import CardState
from marshrut.org.rules import absence
from marshrut.org.rules.absence import Away, Link, Matter

MOSCOW = ZoneInfo("Europe/Moscow")


def msk(text: str) -> datetime:
    """ "2026-07-03 16:00" in Moscow."""
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@dataclass(frozen=True)
class ToyCompany:
    """`boss` maps each person to the head of their department (heads to themselves), `above` heads to their head."""

    boss: Mapping[int, int]
    above: Mapping[int, int] = field(default_factory=dict)
    roles: Mapping[str, Sequence[int]] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    time: WorkTime | None = None
    absences: Mapping[int, tuple[Away, ...]] = field(default_factory=dict)

    def exists(self, person: int) -> bool:
        return person in self.boss

    def active(self, person: int) -> bool:
        return person in self.boss and person not in self.gone

    def department_of(self, person: int) -> int | None:
        return self.boss.get(person)

    def head_of(self, person: int) -> int | None:
        head = self.boss.get(person)
        while head is not None and not self.active(head):
            head = self.above.get(head)
        return head

    def head_above(self, person: int) -> int | None:
        head = self.head_of(person)
        while head is not None and (head == person or not self.active(head)):
            head = self.above.get(head)
        return head

    def heads_up(self, person: int, levels: int | None = None, up_to: int | None = None) -> list[int]:
        chain: list[int] = []
        head = self.head_above(person)
        while head is not None and (levels is None or len(chain) < levels):
            if self.active(head):
                chain.append(head)
            if head == up_to:
                break
            head = self.above.get(head)
        return chain

    def holders(self, role: str) -> list[int]:
        return [person for person in self.roles.get(role, ()) if self.active(person)]

    def away(self, person: int, at: datetime) -> Away | None:
        return absence.running(self.absences.get(person, ()), at)

    def stand_in(
        self, person: int, at: datetime, matter: Matter, out: AbstractSet[int] = frozenset()
    ) -> tuple[Link, ...]:
        return absence.stand_in(self, person, at, matter, out)

    def calm(self, people: Iterable[int], at: datetime) -> bool:
        return all(absence.present(self, person, at) for person in people)

    def work_time(self, person: int | None) -> WorkTime:
        return self.time or office()


@cache
def office() -> WorkTime:
    from marshrut.calendars.rules import Calendar, Schedule

    return WorkTime(Calendar(), Schedule())


class Play:
    """One card on a moving clock: `at(time)` lets everything due happen first."""

    def __init__(self, definition: Definition, company: ToyCompany, author: int, start: datetime) -> None:
        self.definition = definition
        self.company = company
        self.card = CardState(author=author)
        self.now = start
        self.decisions: list[Decision] = []
        self._ids = 0

    def do(self, happening: Happening, actor: int | None = None) -> Decision:
        decision = decide(self.definition, self.card, happening, self.now, self.company, actor)
        self.card = decision.card
        self.decisions.append(decision)
        return decision

    def at(self, moment: datetime) -> Self:
        while True:
            due = sorted((t for t in self.card.timers if t.due_at <= moment), key=lambda t: (t.due_at, t.key))
            if not due:
                break
            timer = due[0]
            self.now = max(self.now, timer.due_at)
            self.do(Fire(timer.key, timer.visit, timer.due_at, timer.task, timer.ordinal))
        self.now = moment
        return self

    def said(self) -> list[str]:
        return [line.kind for decision in self.decisions for line in decision.lines]

    def open(self) -> list[str]:
        return [task.key for task in self.card.open_tasks]

    def told(self, notice: str, *, known: bool = False) -> list[int]:
        """Whom the bell rings for; `known`: who only finds it in the chat, for it was their own doing."""
        effects = [effect.payload for decision in self.decisions for effect in decision.effects]
        found = [one for one in effects if one.get("notice") == notice and one.get("read", False) == known]
        return [one["person"] for one in found]
