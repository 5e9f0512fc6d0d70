"""When who answers a task of a replayed card: as really, moved by what moved it, or drawn from habits. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from marshrut.engine.company import Company
from marshrut.engine.people import holders
from marshrut.engine.play.chance import SplitMix64
from marshrut.engine.state import TaskState
from marshrut.rehearsals.habits import Custom, Habits

from .prompts import SOON, Effects, Kind
from .scripts import Answer, Prompt

#: moments this near are the same: in the house a timer fires some seconds late
SAME: Final = timedelta(minutes=1)
#: when the prompt that really moved the answer never comes: so many working minutes after the real answer
PATIENCE: Final = 2400


@dataclass(frozen=True, slots=True)
class Model:
    """What is supposed of people. `drawn`: no real time is used, for the test; `until`: what is known ends here."""

    habits: Habits
    effects: Effects
    until: datetime
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody does something with a task at a moment; `turn`: void when the plan has another one by then."""

    at: datetime
    person: int
    turn: int
    takes: bool = False


@dataclass(slots=True)
class Plan:
    """What shall become of one task. `answer`: what was really decided in it; `real`: at its own time, too."""

    answer: Answer | None
    chance: SplitMix64
    real: bool = False
    anchor: Prompt | None = None
    turn: int = 0
    #: who has the task
    holders: frozenset[int] = frozenset()
    prompted: set[Kind] = field(default_factory=set)


class Answering:
    def __init__(self, company: Company, model: Model) -> None:
        self.company = company
        self.model = model

    def opened(self, plan: Plan, task: TaskState, now: datetime) -> Iterator[Due]:
        """The task is new. Its plan learns what the answer hangs on."""
        answer = plan.answer
        if answer is None or self.model.drawn or not _for_the_same(answer, task):
            yield from self.drawn(plan, task, now)
            return
        plan.real = True
        if answer.person is None or answer.at is None:
            yield from self._unanswered(plan, answer, task, now)
            return
        plan.anchor = self._anchor(plan, answer)
        if answer.taken and answer.taken_by and not (plan.anchor and answer.taken >= plan.anchor.at):
            taken = self._shifted(answer.taken_by, answer.opened, answer.taken, now)
            yield Due(taken, answer.taken_by, plan.turn, takes=True)
        at = self._shifted(answer.person, answer.opened, answer.at, now)
        if plan.anchor is not None:
            at = self.company.work_time(answer.person).add_minutes(at, PATIENCE)
        yield Due(at, answer.person, plan.turn)

    def prompted(self, plan: Plan, task: TaskState, prompt: Prompt) -> Iterator[Due]:
        """Somebody was reminded of the task, or it was escalated."""
        answer, anchor = plan.answer, plan.anchor
        if not plan.real or answer is None:
            return  # habits were learned from people who were prompted as well
        if anchor is not None and _same_rung(anchor, prompt) and answer.person is not None and answer.at is not None:
            if answer.taken and answer.taken_by and answer.taken >= anchor.at:
                taken = self._shifted(answer.taken_by, anchor.at, answer.taken, prompt.at)
                yield Due(taken, answer.taken_by, plan.turn, takes=True)
            yield Due(self._shifted(answer.person, anchor.at, answer.at, prompt.at), answer.person, plan.turn)
        elif prompt.kind not in plan.prompted and not any(_same_rung(one, prompt) for one in answer.before):
            yield from self._moved(plan, task, prompt)
        plan.prompted.add(prompt.kind)

    def passed(self, plan: Plan, task: TaskState, now: datetime) -> Iterator[Due]:
        """The task is with others now, for somebody is away or back. As really: then nothing changes."""
        answer = plan.answer
        people = set(holders(task))
        if plan.real and answer is not None and (answer.person in people or answer.passed & people):
            return
        plan.turn += 1
        plan.real = False
        yield from self.drawn(plan, task, now)

    def drawn(self, plan: Plan, task: TaskState, now: datetime) -> Iterator[Due]:
        """By the habits of who has it; nobody answers what nobody ever answered."""
        custom = self.model.habits.of(task.assignee, task.key)
        if custom is not None:
            yield self._after(task.assignee, custom.delay(plan.chance.unit()), plan, now)

    def _unanswered(self, plan: Plan, answer: Answer, task: TaskState, now: datetime) -> Iterator[Due]:
        """Nobody had answered when it was closed, or until now: later than that, as far as habits reach."""
        custom = self.model.habits.of(task.assignee, task.key)
        waited = self.company.work_time(task.assignee).between(answer.opened, answer.left or self.model.until)
        if custom is None or waited >= custom.delays[-1]:
            return
        yield self._after(task.assignee, _later(custom, waited, plan.chance.unit()), plan, now)

    def _moved(self, plan: Plan, task: TaskState, prompt: Prompt) -> Iterator[Due]:
        """By a prompt that really never came: as often, and as soon, as others were moved."""
        effect = self.model.effects.of(prompt.kind, task.key)
        share, place = plan.chance.unit(), plan.chance.unit()
        told = [one for one in (*holders(task), *task.escalated) if one in prompt.to]
        if told and effect.delays and share < effect.moves:
            yield self._after(told[0], effect.delays[int(place * len(effect.delays))], plan, prompt.at)

    def _after(self, person: int, minutes: int, plan: Plan, now: datetime) -> Due:
        """Working minutes later, and not while they are away."""
        time = self.company.work_time(person)
        at = time.add_minutes(now, minutes)
        away = self.company.away(person, at)
        while away is not None:
            at = time.next_opening(away.until)
            away = self.company.away(person, at)
        return Due(at, person, plan.turn)

    def _anchor(self, plan: Plan, answer: Answer) -> Prompt | None:
        """The prompt that brought the answer: always when it gave the right to answer, else as likely as measured."""
        mine = [one for one in answer.before if answer.person in one.to]
        if not mine or answer.person is None or answer.at is None:
            return None
        last = mine[-1]
        if answer.person not in answer.asked | answer.passed:
            return last
        soon = self.company.work_time(answer.person).between(last.at, answer.at) <= SOON
        owed = self.model.effects.of(last.kind, answer.key).owed
        return last if soon and plan.chance.unit() < owed else None

    def _shifted(self, person: int, since: datetime, at: datetime, now: datetime) -> datetime:
        """As long after `now` as `at` was after `since`, in the person's working time."""
        if abs(now - since) <= SAME:
            return max(at, now)
        time = self.company.work_time(person)
        return time.add_minutes(now, time.between(since, at))


def _for_the_same(answer: Answer, task: TaskState) -> bool:
    """Whether it is the very task that was really given: to the same people, or to who answered it."""
    people = set(holders(task))
    return answer.asked == people or answer.person in people


def _same_rung(one: Prompt, other: Prompt) -> bool:
    return (one.rung, one.ordinal) == (other.rung, other.ordinal)


def _later(custom: Custom, waited: int, share: float) -> int:
    """A delay longer than `waited`, as likely as among those who had waited so long."""
    known = sum(one <= waited for one in custom.delays) / len(custom.delays)
    return max(waited + 1, custom.delay(known + share * (1 - known)))
