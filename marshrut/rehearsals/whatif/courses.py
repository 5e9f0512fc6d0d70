"""What became of a card, told alike of a real one and of one that was played. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from marshrut.cards.queries.answers import Facts, LineFact, TaskFact, VisitFact
from marshrut.engine.decision import Decision, Line

#: lines that tell people to do what they have not done
PROMPTS = ("task.reminded", "task.escalated")


@dataclass(slots=True)
class Given:
    """A task that was given; `closed`: when it was decided or went away. `told`: messages that its ladder sent."""

    key: str
    stage: str
    opened: datetime
    due: datetime | None = None
    closed: datetime | None = None
    reminders: int = 0
    escalations: int = 0
    told: int = 0

    def late(self, until: datetime) -> bool:
        """Whether its deadline passed while it was still to do."""
        return self.due is not None and (self.closed or until) > self.due

    def prompted(self, kind: str, people: int) -> None:
        self.reminders += kind == "task.reminded"
        self.escalations += kind == "task.escalated"
        self.told += people


@dataclass(slots=True)
class Stay:
    stage: str
    came: datetime
    left: datetime | None = None


@dataclass(slots=True)
class Course:
    """The way of a card from the moment it set out. `kind`: "success", "failure", or "" while it is on its way."""

    card: int
    began: datetime
    ended: datetime | None = None
    kind: str = ""
    stays: list[Stay] = field(default_factory=list)
    tasks: dict[int, Given] = field(default_factory=dict)

    def hear(self, at: datetime, decision: Decision, kinds: Mapping[str, str]) -> None:
        """One more thing happened to a played card; `kinds`: of its stages."""
        for visit in decision.visits:
            self._enter(visit.stage, at, kinds[visit.stage])
        for task in decision.tasks:
            given = self.tasks.setdefault(task.n, Given(task.key, task.stage, task.opened_at))
            given.due = task.due_at
            if task.state != "open" and given.closed is None:
                given.closed = at
        for line in decision.lines:
            self._prompted(line)

    def _enter(self, stage: str, at: datetime, kind: str) -> None:
        if self.stays:
            self.stays[-1].left = at
        final = kind in ("success", "failure")
        self.ended, self.kind = (at, kind) if final else (None, "")
        if kind != "start":
            self.stays.append(Stay(stage, at))

    def _prompted(self, line: Line) -> None:
        if line.kind in PROMPTS and line.body["task"] in self.tasks:
            self.tasks[line.body["task"]].prompted(line.kind, len(line.body["to"]))


def real(facts: Facts, cards: Sequence[int], until: datetime) -> list[Course]:
    """What really became of the cards, as it was known at `until`."""
    kinds = {one.id: one for one in facts.cards}
    visits: dict[int, list[VisitFact]] = defaultdict(list)
    for visit in facts.visits:
        visits[visit.card].append(visit)
    tasks: dict[int, list[TaskFact]] = defaultdict(list)
    for task in facts.tasks:
        tasks[task.card].append(task)
    lines: dict[int, list[LineFact]] = defaultdict(list)
    for line in facts.lines:
        lines[line.card].append(line)
    return [_course(kinds[one].stage_kind, one, visits[one], tasks[one], lines[one], until) for one in cards]


def _course(
    kind: str,
    card: int,
    visits: Sequence[VisitFact],
    tasks: Iterable[TaskFact],
    lines: Iterable[LineFact],
    until: datetime,
) -> Course:
    stays = [Stay(one.stage, one.entered_at, one.left_at) for one in visits[1:] if one.entered_at <= until]
    ended = visits[-1].entered_at if kind in ("success", "failure") and visits[-1].entered_at <= until else None
    course = Course(card, visits[1].entered_at, ended, kind if ended else "", stays)
    for task in tasks:
        if task.opened_at <= until:
            course.tasks[task.n] = Given(task.key, task.stage, task.opened_at, task.due_at, task.decided_at)
    for line in lines:
        given = course.tasks.get(line.body.get("task", 0))
        if given is None or line.at > until:
            continue
        if line.kind == "task.cancelled":
            given.closed = line.at
        elif line.kind in PROMPTS:
            given.prompted(line.kind, len(line.body["to"]))
    return course
