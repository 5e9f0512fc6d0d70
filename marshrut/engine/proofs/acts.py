"""What can happen to a card next: every press, move, signal, timer, child and edit that makes a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, product
from math import prod
from typing import Any

from marshrut.definitions.schema.pack import Outcome, Robot, Stage, Task

from ..definition import OPINION
from ..happenings import (
    ChildFinished,
    Complete,
    Edit,
    Fire,
    Happening,
    Move,
    Note,
    Place,
    Restart,
    Signal,
    Start,
    Withdraw,
)
from ..people import everyone, holders, may_be_told_to_decide, right
from ..run import Run
from ..state import CardState, TaskState
from .doubt import FREE
from .flaw import Step
from .reading import robots_of
from .values import Values

#: ways to fill in one form that are looked at; more only where each field needs it
MOST_FORMS = 48
#: a field and what is filled in; "" when it is left alone
Entry = tuple[str, Any]
CHANGING = ("set", "move", "create_card")


@dataclass(frozen=True, slots=True)
class Act:
    step: Step
    happening: Happening
    actor: int | None
    #: the card as it is then: an escalation may have come before
    card: CardState
    #: whether it can be relied upon to come, or is a right and no way on
    onward: bool = True
    #: number of the task it only finishes: of several such the order makes no difference, so one is looked at
    quiet: int = 0


@dataclass
class Acts:
    """`telling`: tasks whose deciders make a difference later. `editing`: whether people change fields on the way."""

    values: Values
    telling: frozenset[str]
    editing: bool = True
    #: people of one role whose decisions are looked at, where it makes a difference who decided
    alike: int = 3
    #: whether some form can be filled in in more ways than were looked at
    cut: bool = False

    def of(self, run: Run) -> Iterator[Act]:
        card, stage = run.before, run.definition.stages[run.stage]
        if stage.kind == "start":
            yield Act(Step("start", stage.key, by=run.author), Start(), run.author, card)
        yield from self._decisions(run)
        if not stage.final:
            yield from self._moves(run, stage)
        yield from self._outside(run, stage)
        yield from self._author(run, stage)
        if self.editing and stage.kind != "success":
            yield from self._edits(run, stage)

    # -- people --------------------------------------------------------------------------------------------------------

    def _decisions(self, run: Run) -> Iterator[Act]:
        seen: set[int] = set()
        for task in run.open_tasks():
            if task.key == OPINION or (task.group in seen and task.key not in self.telling):
                continue
            seen.add(task.group)
            rule = run.rule_of(task)
            for card, person in self._deciders(run, task, rule):
                for outcome in rule.outcomes:
                    yield from self._presses(run, card, task, rule, outcome, person)

    def _deciders(self, run: Run, task: TaskState, rule: Task) -> Iterator[tuple[CardState, int]]:
        """Whose decision may make a difference: all who may, where later tasks ask who it was; else one of them."""
        card, mine = run.before, holders(task)
        people = [person for person in mine if right(run, task, person)]
        if task.key not in self.telling:
            yield from ((card, person) for person in people[:1])
            return
        also = [one.person for one in everyone(run, rule.may_also, task)][: self.alike]
        rungs = [r for r in rule.ladder if r.do == "escalate" and r.may_decide and not run.definition.off(r.span)]
        risen = [person for rung in rungs for person in may_be_told_to_decide(run, task, rung.to)[: self.alike]]
        yield from (
            (card, person) for person in dict.fromkeys((*people[: self.alike], *also)) if right(run, task, person)
        )
        late = replace(task, escalated=tuple(dict.fromkeys((*task.escalated, *risen))))
        after = replace(card, tasks=tuple(late if one.n == task.n else one for one in card.tasks))
        yield from ((after, person) for person in dict.fromkeys(risen) if person not in (*people, *also))

    def _presses(
        self, run: Run, card: CardState, task: TaskState, rule: Task, outcome: Outcome, person: int
    ) -> Iterator[Act]:
        quiet = task.n if self._only_finishes(run, task, rule, outcome) else 0
        named = any("because" in str(robot.when) + str(robot.fields) for robot in outcome.robots)
        reasons = [one.key for one in outcome.reasons] or [""]
        for because in reasons if named else reasons[:1]:
            for fields in self._forms(run, rule, outcome):
                step = Step("decide", run.stage, task.key, outcome.key, fields, person)
                press = Complete(task.n, outcome.key, "…", fields, because=because)
                yield Act(step, press, person, card, quiet=quiet)

    def _only_finishes(self, run: Run, task: TaskState, rule: Task, outcome: Outcome) -> bool:
        """It leads nowhere by itself, writes nothing that is told apart, and locks nothing that was open."""
        speaks = task.key in self.telling or rule.chain or rule.decide != "any"
        locks = rule.kind == "approve" and outcome.style == "positive" and not run.locked
        locks &= any(field.locked_by_approval for field in run.definition.card_type.fields.values())
        writes = any(entry.field in self.values.tracked for entry in rule.form)
        return not (outcome.to or outcome.robots or outcome.skip or speaks or locks or writes)

    def _forms(self, run: Run, rule: Task, outcome: Outcome) -> Iterator[Mapping[str, Any]]:
        """What is filled in: what must be, and what makes a difference, in every way that does."""
        choices: list[list[Entry]] = []
        for entry in rule.form:
            key = entry.field
            must = key in outcome.needs or (entry in rule.asked(outcome) and entry.required)
            there = run.fields.get(key) not in (None, "", [])
            if key in self.values.tracked and entry in rule.asked(outcome):
                found = [(key, value) for value in self.values.domains[key] if value is not None]
                choices.append(found if must and not there else [*found, ("", None)])
            elif must and not there:
                choices.append([(key, self.values.filler(key))])
        self.cut |= prod(map(len, choices)) > MOST_FORMS
        for chosen in ways(choices):
            yield {key: value for key, value in chosen if key}

    def _moves(self, run: Run, stage: Stage) -> Iterator[Act]:
        for move in stage.moves:
            people = everyone(run, move.by) if run.holds(move.when) else []
            if people and not (stage.kind == "start" and move.to == run.definition.card_type.first):
                person = people[0].person
                yield Act(Step("move", stage.key, move.to, by=person), Move(move.to), person, run.before)

    def _author(self, run: Run, stage: Stage) -> Iterator[Act]:
        card_type = run.definition.card_type
        if card_type.withdraw is not None and stage.kind == "work" and stage.key != card_type.withdraw.to:
            step = Step("withdraw", stage.key, by=run.author)
            yield Act(step, Withdraw("…"), run.author, run.before, onward=False)
        if card_type.restart is not None and stage.key in card_type.restart.from_:
            yield Act(Step("restart", stage.key, by=run.author), Restart(), run.author, run.before, onward=False)

    def _edits(self, run: Run, stage: Stage) -> Iterator[Act]:
        """Of what this stage looks at; of what approvals lock, as long as it can be changed."""
        card_type = run.definition.card_type
        for key in sorted(self.values.tracked):
            if card_type.edoc is not None and not key.startswith(FREE):
                continue
            about = card_type.fields[key]
            here = key in self.values.read[stage.key] or (about.locked_by_approval and stage.kind != "failure")
            own = about.by_system or key in card_type.only_in_tasks
            if not here or (own and not about.by_system):
                continue
            for value in self.values.domains[key]:
                if value == run.fields.get(key):
                    continue
                if about.by_system:
                    if key in self._registered(run):
                        yield Act(
                            Step("note", stage.key, key, fields={key: value}), Note({key: value}), None, run.before
                        )
                else:
                    step = Step("edit", stage.key, key, fields={key: value}, by=run.author)
                    yield Act(step, Edit({key: value}), run.author, run.before)

    def _registered(self, run: Run) -> frozenset[str]:
        """Fields that programs fill in: numbers of the register, and what else the system writes."""
        robots = [robot for stage in run.definition.card_type.stages for robot in robots_of(stage)]
        set_here = {key for robot in robots if robot.do == "set" for key in robot.fields}
        return frozenset(
            key for key, f in run.definition.card_type.fields.items() if f.by_system and key not in set_here
        )

    # -- the outside ---------------------------------------------------------------------------------------------------

    def _outside(self, run: Run, stage: Stage) -> Iterator[Act]:
        card_type, card = run.definition.card_type, run.before
        surely = any(robot.do == "send_letter" and robot.when is None for robot in stage.on_enter)
        for signal in stage.signals:
            fields = {signal.mail.files: [1]} if signal.mail is not None else {}
            step = Step("signal", stage.key, signal.key, fields=fields)
            yield Act(step, Signal(signal.key, note="…", fields=fields), None, card, onward=surely)
        for timer in card.timers:
            rule = next((one for one in stage.timers if f"stage/{one.key}" == timer.key), None)
            if rule is not None and any(robot.do in CHANGING for robot in rule.robots):
                fire = Fire(timer.key, timer.visit, timer.due_at, None, timer.ordinal)
                yield Act(Step("timer", stage.key, rule.key), fire, None, card)
        for child in card.children:
            if child.visit == card.visit and child.state == "awaited":
                for kind in ("success", "failure"):
                    happening = ChildFinished(child.key, child.visit, "success" if kind == "success" else "failure")
                    yield Act(Step("child", stage.key, child.key, kind), happening, None, card)
        for to in dict.fromkeys(card_type.edoc.stages.values() if card_type.edoc else ()):
            if to != stage.key:
                yield Act(Step("place", stage.key, to), Place(to), None, card)


def ways(choices: Sequence[Sequence[Entry]]) -> Iterator[tuple[Entry, ...]]:
    """Every way to choose one of each; when they are too many, each other choice beside the usual ones, then pairs."""
    if prod(map(len, choices)) <= MOST_FORMS:
        yield from product(*choices)
        return
    usual = tuple(one[0] for one in choices)
    singles = sum(len(one) - 1 for one in choices) + 1
    yield from islice(_others(usual, choices), max(singles, MOST_FORMS))


def _others(usual: tuple[Entry, ...], choices: Sequence[Sequence[Entry]]) -> Iterator[tuple[Entry, ...]]:
    for many in range(len(choices) + 1):
        for places in combinations(range(len(choices)), many):
            for chosen in product(*(choices[place][1:] for place in places)):
                other = dict(zip(places, chosen, strict=True))
                yield tuple(other.get(place, one) for place, one in enumerate(usual))


def makers(stage: Stage) -> Sequence[Robot]:
    """Robots here that make cards which this one waits for."""
    return [robot for robot in robots_of(stage) if robot.do == "create_card" and robot.wait]
