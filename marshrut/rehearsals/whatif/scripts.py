"""What people really did with a card, and after what, so that it can be done again in another order of events. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marshrut.cards.queries.answers import CardFact, Facts, LineFact, TaskFact, VisitFact
from marshrut.engine.company import Company
from marshrut.engine.happenings import Edit, Happening, Move, Restart, Signal, Withdraw
from marshrut.rehearsals.habits import Arrival, arrivals

from .prompts import Kind, Seen

_KIND: Mapping[str, Kind] = {"task.reminded": "remind", "task.escalated": "escalate"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rung of the ladder that was climbed; `to`: whom it told."""

    at: datetime
    kind: Kind
    rung: str
    ordinal: int
    to: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """A task and how it was answered; `person` is None when nobody did. `asked`: those who got it at first."""

    key: str
    stage: str
    round: int
    asked: frozenset[int]
    opened: datetime
    person: int | None = None
    at: datetime | None = None
    outcome: str = ""
    reason: str = ""
    because: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    taken_by: int | None = None
    taken: datetime | None = None
    #: when it was closed without an answer
    left: datetime | None = None
    prompts: tuple[Prompt, ...] = ()
    #: to whom it went while somebody was away, and back
    passed: frozenset[int] = frozenset()

    @property
    def before(self) -> tuple[Prompt, ...]:
        """Prompts that came before the answer."""
        return tuple(one for one in self.prompts if self.at is None or one.at < self.at)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to the card itself, on its `nth` stay on a stage that began at `came`. By a program: no person."""

    stage: str
    nth: int
    came: datetime
    at: datetime
    person: int | None
    what: Happening


@dataclass(frozen=True, slots=True)
class Script:
    """`children`: by the key of the robot that made them, in the order they were made."""

    card: int
    answers: tuple[Answer, ...] = ()
    deeds: tuple[Deed, ...] = ()
    children: Mapping[str, tuple[Script, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Played:
    """A card to be played again."""

    arrival: Arrival
    script: Script


def scripts(card_type: str, facts: Facts, cards: AbstractSet[int]) -> list[Played]:
    """Of the cards, in the order they set out."""
    made = _Reader(facts)
    ready = sorted(arrivals(card_type, facts), key=lambda one: (one.at, one.card))
    return [Played(one, made.script(one.card)) for one in ready if one.card in cards]


def seen(answers: Iterable[Answer], company: Company, until: datetime) -> Iterator[Seen]:
    """What the effect of prompts is measured by, as it was known at `until`: also what nobody answered."""
    for one in answers:
        if one.opened > until:
            continue
        closed = min(one.at or one.left or until, until)
        answered = one.person is not None and one.at == closed
        time = company.work_time(one.person if answered else min(one.asked, default=None))
        firsts: dict[Kind, Prompt] = {}
        for prompt in one.before:
            if prompt.at <= closed:
                firsts.setdefault(prompt.kind, prompt)
        waits = {kind: time.between(one.opened, prompt.at) for kind, prompt in firsts.items()}
        heeded = frozenset(kind for kind, prompt in firsts.items() if answered and one.person in prompt.to)
        yield Seen(one.key, time.between(one.opened, closed), waits, heeded, answered)


class _Reader:
    """Facts by card."""

    def __init__(self, facts: Facts) -> None:
        self.cards = {one.id: one for one in facts.cards}
        self.tasks: dict[int, list[TaskFact]] = defaultdict(list)
        self.visits: dict[int, list[VisitFact]] = defaultdict(list)
        self.lines: dict[int, list[LineFact]] = defaultdict(list)
        self.children: dict[int, list[CardFact]] = defaultdict(list)
        for task in facts.tasks:
            self.tasks[task.card].append(task)
        for visit in facts.visits:
            self.visits[visit.card].append(visit)
        for line in facts.lines:
            self.lines[line.card].append(line)
        for card in facts.cards:
            if card.parent is not None:
                self.children[card.parent].append(card)

    def script(self, card: int) -> Script:
        children: dict[str, tuple[Script, ...]] = {}
        for child in self.children[card]:
            children[child.parent_key] = (*children.get(child.parent_key, ()), self.script(child.id))
        answers = tuple(self._answer(task, self.lines[card]) for task in self.tasks[card])
        return Script(card, answers, tuple(self._deeds(card)), children)

    def _answer(self, task: TaskFact, lines: Sequence[LineFact]) -> Answer:
        mine = [line for line in lines if line.body.get("task") == task.n]
        opened = next((line for line in mine if line.kind == "task.opened"), None)
        took = next((line for line in mine if line.kind == "task.taken"), None)
        left = next((line.at for line in mine if line.kind == "task.cancelled"), None)
        done = task.state == "done"
        return Answer(
            key=task.key,
            stage=task.stage,
            round=task.round,
            asked=frozenset(opened.body["to"] if opened else [task.assignee]),
            opened=task.opened_at,
            person=task.decided_by if done else None,
            at=task.decided_at if done else None,
            outcome=task.outcome,
            reason=task.reason,
            because=task.because,
            fields=_filled(mine),
            taken_by=took.person if took else None,
            taken=took.at if took else None,
            left=left,
            prompts=tuple(_prompt(line) for line in mine if line.kind in _KIND),
            passed=frozenset(line.body["to"] for line in mine if line.kind in ("task.passed", "task.returned")),
        )

    def _deeds(self, card: int) -> Iterator[Deed]:
        lines = self.lines[card]
        busy = {line.at for line in lines if line.kind in ("task.completed", "card.created")}
        for line in lines:
            what = None if line.at in busy else _deed(line, [one for one in lines if one.at == line.at])
            stay = self._stay(card, line.at)
            if what is not None and stay is not None:
                yield Deed(*stay, line.at, line.person, what)

    def _stay(self, card: int, at: datetime) -> tuple[str, int, datetime] | None:
        """Stage, which stay there it was, and its beginning; None before the card set out."""
        past = [one for one in self.visits[card] if one.entered_at < at]
        if len(past) < 2:
            return None
        last = past[-1]
        return last.stage, sum(one.stage == last.stage for one in past), last.entered_at


def _filled(lines: Iterable[LineFact]) -> dict[str, Any]:
    """What was filled in with the answer: lines of change that name the task."""
    edits = [line.values for line in lines if line.kind == "card.edited"]
    return {key: change[1] for values in edits for key, change in values.items()}


def _prompt(line: LineFact) -> Prompt:
    body = line.body
    return Prompt(line.at, _KIND[line.kind], body["rung"], body["ordinal"], frozenset(body["to"]))


def _deed(line: LineFact, beside: Sequence[LineFact]) -> Happening | None:
    """What a line says somebody did to the card; None for what follows from other things."""
    if line.kind == "card.withdrawn":
        return Withdraw(line.values.get("reason", ""))
    if line.kind == "card.signalled":
        edits = [one.values for one in beside if one.kind == "card.edited"]
        fields = {key: change[1] for values in edits for key, change in values.items()}
        return Signal(line.body["key"], note=line.values.get("note", ""), fields=fields)
    if line.kind == "card.moved" and line.person is not None:
        rule = line.body["because"]["rule"]
        return Restart() if rule == "restarted" else Move(line.body["to"]) if rule == "by_hand" else None
    if line.kind == "card.edited" and line.person is not None and len(beside) == 1 and line.values:
        return Edit({key: change[1] for key, change in line.values.items()})
    return None
