"""People at work in a world: they file cards, get tasks and answer them in their own time. Pure; the seed decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final

from marshrut.definitions.schema.pack import CardType, Outcome, Task
from marshrut.engine.decision import Refusal
from marshrut.engine.definition import OPINION
from marshrut.engine.happenings import Complete, Signal
from marshrut.engine.people import holders
from marshrut.engine.play import values
from marshrut.engine.play.chance import SplitMix64
from marshrut.engine.play.world import Moment, Played, World
from marshrut.engine.state import TaskState

from ..agenda import Agenda
from .answers import Manner

#: working minutes until the outside gives a signal that a stage waits for
OUTSIDE: Final = (60, 3 * 8 * 60)
#: sums that are tried, in roubles
SUMS: Final = ("3500.00", "18000.00", "47500.00", "125000.50", "340000.00", "980000.00", "2400000.00")
#: what every id of a company, file or card stands for
THING: Final = 1
REASON: Final = {"ru": "Так решено в прогоне", "en": "Decided in the rehearsal"}


@dataclass(slots=True)
class Heard:
    """What the driver tells beside the moments of the world: a deadline is over, an answer was not possible."""

    late: Callable[[datetime, Played, TaskState], None]
    moment: Callable[[Moment], None]


@dataclass(slots=True)
class _Plan:
    holders: tuple[int, ...]
    turn: int
    stopped: bool = False


@dataclass
class Driver:
    """`silent` never answer. `colleagues`: who is named where a form asks for a person."""

    world: World
    manner: Manner
    chance: SplitMix64
    silent: frozenset[int]
    colleagues: Sequence[int]
    heard: Heard
    language: str = "ru"
    #: answers that the engine refused with every button
    lost: int = 0
    _agenda: Agenda = field(init=False)
    _plans: dict[tuple[int, int], _Plan] = field(default_factory=dict)
    _waits: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._agenda = Agenda(self.world)

    def arrive(self, at: datetime, card_type: str, author: int, number: int, done: Callable[[], None]) -> None:
        self._agenda.enter(at, partial(self._file, card_type, author, number, done))

    def run(self, until: datetime) -> None:
        """To that moment, inclusively."""
        self._agenda.run(until)

    def hear(self, moment: Moment) -> None:
        """Give it to the world as its listener."""
        self.heard.moment(moment)
        played = self.world.cards[moment.card]
        for task in moment.decision.tasks:
            self.look(played, task, moment.at)
        if moment.decision.visits:
            self.outside(played, moment.at)

    def look(self, played: Played, task: TaskState, at: datetime) -> None:
        """Whoever has the task now plans an answer; who had it before does not answer any more."""
        place = (played.id, task.n)
        plan = self._plans.get(place)
        if task.state != "open":
            if plan is not None:
                plan.stopped = True
            return
        now = (*holders(task), *task.escalated)
        if plan is not None and not plan.stopped and (plan.holders, plan.turn) == (now, task.turn):
            return
        before = plan.holders if plan is not None and plan.turn == task.turn and not plan.stopped else ()
        if plan is not None:
            plan.holders, plan.turn, plan.stopped = now, task.turn, False
        else:
            plan = self._plans[place] = _Plan(now, task.turn)
        if task.due_at is not None and not before:
            self._agenda.enter(task.due_at, partial(self._due, played, task.n, task.due_at))
        for person in now:
            if person not in before and person not in self.silent:
                self._intend(played, task, person, at)

    # -- what comes due ------------------------------------------------------------------------------------------------

    def _intend(self, played: Played, task: TaskState, person: int, at: datetime) -> None:
        chance = self.chance.fork("answer", played.id, task.n, task.turn, person)
        minutes = self.manner.delay(person, task.key, chance)
        moment = self.world.company.work_time(person).add_minutes(at, minutes)
        self._agenda.enter(moment, partial(self._answer, played, task.n, task.turn, person))

    def _answer(self, played: Played, n: int, turn: int, person: int) -> None:
        task = played.state.task(n)
        if task is None or task.state != "open" or task.turn != turn or not self._has(task, person):
            return
        away = self.world.company.away(person, self.world.now)
        resting = task.paused.until if task.paused else away.until if away else None
        if resting is not None:
            self._agenda.enter(self._opening(person, resting), partial(self._answer, played, n, turn, person))
            return
        if not self.world.company.active(person):
            return
        rule = played.definition.task(task.stage, task.key)
        chance = self.chance.fork("button", played.id, task.n, turn, person)
        buttons = self.manner.buttons(person, rule, chance)
        if not any(self._pressed(played, task, rule, one, person) for one in buttons):
            self.lost += 1

    def _has(self, task: TaskState, person: int) -> bool:
        return person in holders(task) or person in task.escalated

    def _opening(self, person: int, at: datetime) -> datetime:
        return self.world.company.work_time(person).add_minutes(at, 30)

    def _pressed(self, played: Played, task: TaskState, rule: Task, outcome: Outcome, person: int) -> bool:
        known = dict(played.state.fields)
        given: dict[str, Any] = {}
        card_type = played.definition.card_type
        for key in values.asked_for(card_type, rule, outcome, known) if task.key != OPINION else ():
            given[key] = known[key] = self._plausible(card_type, key, known)
        because = outcome.reasons[0].key if outcome.reasons else ""
        reason = "" if outcome.reason == "no" and not because else REASON[self.language]
        try:
            self.world.do(played.id, Complete(task.n, outcome.key, reason, given, None, because), person)
        except Refusal:
            return False
        return True

    def _due(self, played: Played, n: int, due: datetime) -> None:
        task = played.state.task(n)
        if task is None or task.state != "open" or task.paused:
            return
        if task.due_at is not None and task.due_at > due:
            self._agenda.enter(task.due_at, partial(self._due, played, n, task.due_at))
            return
        self.heard.late(due, played, task)

    # -- what comes from outside ---------------------------------------------------------------------------------------

    def outside(self, played: Played, at: datetime) -> None:
        """Where a stage waits for word from outside, it comes within some days."""
        stage = played.definition.card_type.by_stage[played.state.stage]
        heard = [one for one in stage.signals if one.to is not None]
        if not heard or stage.final:
            return
        chance = self.chance.fork("outside", played.id, played.state.visit)
        low, high = OUTSIDE
        moment = self.world.company.work_time(None).add_minutes(at, low + chance.below(high - low))
        self._agenda.enter(moment, partial(self._signal, played, played.state.visit, heard[0].key))

    def _signal(self, played: Played, visit: int, key: str) -> None:
        if played.state.visit != visit:
            return
        try:
            self.world.do(played.id, Signal(key, visit))
        except Refusal:
            self.lost += 1

    # -- new cards -----------------------------------------------------------------------------------------------------

    def _file(self, card_type: str, author: int, number: int, done: Callable[[], None]) -> None:
        kind = self.world.definitions[card_type].card_type
        chance = self.chance.fork("card", number)
        fields: dict[str, Any] = {}
        for key in values.demanded(kind):
            fields[key] = self._plausible(kind, key, fields, chance)
        if kind.amount_field and kind.amount_field not in kind.only_in_tasks:
            fields[kind.amount_field] = SUMS[chance.below(len(SUMS))]
        try:
            if kind.edoc is not None:
                self.world.adopt(card_type, author, fields, kind.first)
            else:
                self.world.create(card_type, author, fields)
        except Refusal:
            self.lost += 1
        done()

    def _plausible(self, kind: CardType, key: str, known: Mapping[str, Any], chance: SplitMix64 | None = None) -> Any:
        today = self.world.company.work_time(None).local(self.world.now).date()
        person = self.colleagues[chance.below(len(self.colleagues)) if chance else 0]
        return values.plausible(kind, key, known, today, person, THING)
