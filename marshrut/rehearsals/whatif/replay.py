"""The cards of the past once more, by the rules and in the company given. Pure; the same seed plays the same.

People do what they really did as long after the same things: after the task was opened, or after the prompt that moved
them. Where they get what they really did not get, their time is drawn from habits, and the decision stays the real one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from marshrut.definitions.schema.pack import CardType, Outcome, Task
from marshrut.engine.company import Company
from marshrut.engine.decision import Line, Refusal
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import Complete, Take
from marshrut.engine.people import holders
from marshrut.engine.play.chance import SplitMix64
from marshrut.engine.play.values import asked_for, plausible
from marshrut.engine.play.world import Edges, Moment, World
from marshrut.engine.state import TaskState
from marshrut.rehearsals.agenda import Agenda
from marshrut.rehearsals.habits import Custom

from .answering import SAME, Answering, Due, Model, Plan
from .courses import Course
from .prompts import Kind
from .scripts import Answer, Deed, Played, Prompt, Script

_PROMPTS: Mapping[str, Kind] = {"task.reminded": "remind", "task.escalated": "escalate"}


@dataclass(slots=True)
class Result:
    """`real` answers were given at their own time, `drawn` ones came from habits; `lost`: acts that were refused."""

    courses: list[Course] = field(default_factory=list)
    real: int = 0
    drawn: int = 0
    lost: int = 0


@dataclass(slots=True)
class _Cast:
    """A card of the world with the script it follows."""

    script: Script
    stays: Counter[str] = field(default_factory=Counter)
    plans: dict[int, Plan] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    children: Counter[str] = field(default_factory=Counter)

    def answer(self, task: TaskState) -> tuple[int, Answer | None]:
        """What was really decided in this task: of the same people first, else the next of the same kind."""
        same = [
            (number, one)
            for number, one in enumerate(self.script.answers)
            if number not in self.used and (one.stage, one.key, one.round) == (task.stage, task.key, task.round)
        ]
        of_them = [(number, one) for number, one in same if one.asked == set(holders(task))]
        found = next(iter(of_them or same), None)
        if found is None:
            return -len(self.plans) - 1, None
        self.used.add(found[0])
        return found


class Replay:
    """One playing. What people will do waits in a heap; void when its task is closed or planned anew meanwhile."""

    def __init__(
        self,
        played: Sequence[Played],
        definitions: Mapping[str, Definition],
        card_type: str,
        company: Company,
        model: Model,
        *,
        seed: int = 1,
        edges: Edges = (),
    ) -> None:
        begin = min(one.arrival.at for one in played)
        self.world = World(definitions, company, begin, edges=edges, heard=self._hear)
        self.card_type = card_type
        self.result = Result()
        self._company = company
        self._chance = SplitMix64(seed)
        self._answering = Answering(company, model)
        self._courses: dict[int, Course] = {}
        self._casts: dict[int, _Cast] = {}
        self._arriving = Script(0)
        self._agenda = Agenda(self.world)
        self._kinds = {
            key: {stage.key: stage.kind for stage in one.card_type.stages} for key, one in definitions.items()
        }
        for one in played:
            self._agenda.enter(one.arrival.at, partial(self._arrive, one))

    def run(self, until: datetime) -> Result:
        """Play to that moment, inclusively."""
        self._agenda.run(until)
        self.result.courses = list(self._courses.values())
        return self.result

    # -- acts ----------------------------------------------------------------------------------------------------------

    def _arrive(self, one: Played) -> None:
        self._arriving = one.script
        fields = _own(self.world.definitions[self.card_type].card_type, one.arrival.fields)
        try:
            self.world.create(self.card_type, one.arrival.author, fields)
        except Refusal:
            self.result.lost += 1

    def _do(self, card: int, deed: Deed, visit: int) -> None:
        if self.world.cards[card].state.visit != visit:
            return
        try:
            self.world.do(card, deed.what, deed.person)
        except Refusal:
            self.result.lost += 1

    def _act(self, card: int, n: int, due: Due) -> None:
        task, plan = self.world.cards[card].state.task(n), self._casts[card].plans[n]
        if task is None or task.state != "open" or due.turn != plan.turn:
            return
        if due.takes:
            self._tried(card, Take(n), due.person)
        elif self._pressed(card, task, plan, due.person):
            self.result.real += plan.real
            self.result.drawn += not plan.real
        else:
            self.result.lost += 1

    def _pressed(self, card: int, task: TaskState, plan: Plan, person: int) -> bool:
        """By whom it was meant to be, else by who has it; with the real decision, else with one that is let through."""
        rule = self.world.cards[card].definition.task(task.stage, task.key)
        custom = self._answering.model.habits.of(task.assignee, task.key)
        fill = partial(self._filled, card, rule, person)
        for happening in _ways(rule, task, plan, custom, fill):
            for one in dict.fromkeys((person, task.assignee)):
                if self._tried(card, happening, one):
                    return True
        return False

    def _filled(self, card: int, rule: Task, person: int, outcome: Outcome) -> dict[str, Any]:
        """What the form of the task demands and nobody really wrote: something plausible."""
        played = self.world.cards[card]
        kind, fields = played.definition.card_type, played.state.fields
        today = self._company.work_time(person).local(self.world.now).date()
        asked = asked_for(kind, rule, outcome, fields)
        return {key: plausible(kind, key, fields, today, person, played.id) for key in asked}

    def _tried(self, card: int, happening: Take | Complete, person: int) -> bool:
        try:
            self.world.do(card, happening, person)
        except Refusal:
            return False
        return True

    # -- hearing -------------------------------------------------------------------------------------------------------

    def _hear(self, moment: Moment) -> None:
        card, decision = moment.card, moment.decision
        cast = self._casts.get(card)
        if cast is None:
            cast = self._casts[card] = _Cast(self._script(card))
            if self.world.cards[card].parent is None:
                self._courses[card] = Course(cast.script.card, moment.at)
        if card in self._courses:
            self._courses[card].hear(moment.at, decision, self._kinds[self.card_type])
        for task in decision.tasks:
            self._look(card, cast, task, moment.at)
        for line in decision.lines:
            if line.kind in _PROMPTS:
                self._prompt(card, cast, line, moment.at)
        for visit in decision.visits:
            cast.stays[visit.stage] += 1
            self._plan_deeds(card, cast, visit.stage, visit.n, moment.at)

    def _script(self, card: int) -> Script:
        """Of a card that just came: what arrives, or what the robot of its parent really made at that turn."""
        origin = self.world.cards[card].parent
        if origin is None:
            return self._arriving
        parent = self._casts[origin.card]
        place = parent.children[origin.key]
        parent.children[origin.key] += 1
        made = parent.script.children.get(origin.key, ())
        return made[place] if place < len(made) else Script(0)

    def _look(self, card: int, cast: _Cast, task: TaskState, at: datetime) -> None:
        plan = cast.plans.get(task.n)
        if task.state != "open":
            return
        if plan is None:
            number, answer = cast.answer(task)
            plan = Plan(answer, self._chance.fork(cast.script.card, task.stage, task.key, number))
            plan.holders = frozenset(holders(task))
            cast.plans[task.n] = plan
            self._plan(card, task, self._answering.opened(plan, task, at))
        elif plan.holders != (now := frozenset(holders(task))):
            plan.holders = now
            self._plan(card, task, self._answering.passed(plan, task, at))

    def _prompt(self, card: int, cast: _Cast, line: Line, at: datetime) -> None:
        body = line.body
        task, plan = self.world.cards[card].state.task(body["task"]), cast.plans.get(body["task"])
        if task is None or plan is None or task.state != "open":
            return
        prompt = Prompt(at, _PROMPTS[line.kind], body["rung"], body["ordinal"], frozenset(body["to"]))
        self._plan(card, task, self._answering.prompted(plan, task, prompt))

    def _plan(self, card: int, task: TaskState, dues: Iterable[Due]) -> None:
        for due in dues:
            self._agenda.enter(due.at, partial(self._act, card, task.n, due))

    def _plan_deeds(self, card: int, cast: _Cast, stage: str, visit: int, at: datetime) -> None:
        work = self._company.work_time(None)
        for deed in cast.script.deeds:
            if (deed.stage, deed.nth) == (stage, cast.stays[stage]):
                same = abs(at - deed.came) <= SAME
                when = deed.at if same else work.add_minutes(at, work.between(deed.came, deed.at))
                self._agenda.enter(when, partial(self._do, card, deed, visit))


def _own(card_type: CardType, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a person may fill in when a card is made."""
    known = card_type.fields
    return {
        key: value
        for key, value in fields.items()
        if key in known and key not in card_type.only_in_tasks and not known[key].by_system
    }


def _ways(
    rule: Task, task: TaskState, plan: Plan, custom: Custom | None, fill: Callable[[Outcome], dict[str, Any]]
) -> Iterator[Complete]:
    """Decisions to try: the real one, else one drawn by how often each is chosen, then the others."""
    answer = plan.answer
    if answer is not None and answer.person is not None and rule.outcome(answer.outcome) is not None:
        reason = answer.reason or "—"
        yield Complete(task.n, answer.outcome, reason, answer.fields, because=answer.because)
        yield Complete(task.n, answer.outcome, reason, because=answer.because)
    for outcome in _ordered(rule, plan, custom):
        because = outcome.reasons[0].key if outcome.reasons else ""
        yield Complete(task.n, outcome.key, "—", fill(outcome), because=because)


def _ordered(rule: Task, plan: Plan, custom: Custom | None) -> list[Outcome]:
    weights = {one.key: custom.outcomes.get(one.key, 0) if custom else 0 for one in rule.outcomes}
    spot = plan.chance.unit() * sum(weights.values())
    drawn = ""
    for key, weight in weights.items():
        if not drawn and spot < weight:
            drawn = key
        spot -= weight
    rank = {"positive": 0, "neutral": 1, "negative": 2}
    return sorted(rule.outcomes, key=lambda one: (one.key != drawn, rank[one.style]))
