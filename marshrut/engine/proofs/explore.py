"""Every reachable state of a card, found by asking the real engine what each act leads to."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import CardType, Resolver, Task

from ..company import Company
from ..decide import decide
from ..decision import Decision, Refusal
from ..definition import Definition
from ..happenings import Adopt, Create
from ..people import deciders
from ..run import Run
from ..state import CardState
from .acts import Act, Acts
from .flaw import Step
from .model import AUTHOR, OTHER, Model
from .reading import after, conditions_of, targets
from .values import Values

#: a Thursday morning, when everybody is there
MOMENT = datetime(2026, 7, 2, 7, 0, tzinfo=UTC)
#: refusals by which the route itself is at fault
AT_FAULT = ("nobody", "robot_value", "robots_in_circle", "stage_reserved")


@dataclass(slots=True)
class Node:
    """A state with the shortest way to it. `refused`: acts that it refuses, with what was said."""

    n: int
    card: CardState
    parent: int | None
    step: Step | None
    edges: list[tuple[Step, int, bool]] = field(default_factory=list)
    refused: list[tuple[Step, Refusal]] = field(default_factory=list)
    #: not looked into: the budget was spent
    open: bool = True


@dataclass
class Space:
    """What was found. `whole`: every state was looked into. `cut`: not every way to fill in some form."""

    definition: Definition
    company: Company
    author: int
    now: datetime = MOMENT
    nodes: list[Node] = field(default_factory=list)
    decisions: int = 0
    whole: bool = True
    cut: bool = False
    opened: set[tuple[str, str]] = field(default_factory=set)
    #: (stage, task) -> the card on which it was first open, and the way there
    first: dict[tuple[str, str], int] = field(default_factory=dict)
    #: stages that were passed although their tasks ask about fields: stage -> node it was passed from, and the step
    passed: dict[str, tuple[int, Step]] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def path(self, n: int) -> tuple[Step, ...]:
        steps: list[Step] = []
        at: int | None = n
        while at is not None:
            node = self.nodes[at]
            if node.step is not None:
                steps.append(node.step)
            at = node.parent
        return tuple(reversed(steps))


@dataclass
class Voices:
    """Who decided earlier, as far as a task that may still come asks for it."""

    card_type: CardType
    company: Company
    _later: dict[str, list[tuple[Task, frozenset[int] | None]]] = field(default_factory=dict)

    def of(self, card: CardState) -> Hashable:
        found = []
        for rule, people in self._asking(card.stage):
            asked = {*rule.not_decided_by, *(one.decided for one in _named(rule) if one.decided)}
            done = [t for t in card.tasks if t.state == "done" and t.key in asked]
            voices = {person for t in done for person in deciders(t)}
            found.append(frozenset(voices if people is None else voices & people))
        return tuple(found)

    def _asking(self, stage: str) -> list[tuple[Task, frozenset[int] | None]]:
        """Tasks from this stage on, each with the people it may come to; None when those cannot be told beforehand."""
        if stage not in self._later:
            stages = [one for one in self.card_type.stages if one.key in {stage, *after(self.card_type, stage)}]
            rules = [task for one in stages for task in one.tasks]
            asking = [task for task in rules if task.not_decided_by or any(one.decided for one in _named(task))]
            self._later[stage] = [(task, self._people(task)) for task in asking]
        return self._later[stage]

    def _people(self, rule: Task) -> frozenset[int] | None:
        named = [*_named(rule), *(one for rung in rule.ladder for one in rung.to if not one.assignees)]
        if not all(one.role for one in named):
            return None
        return frozenset(person for one in named if one.role for person in self.company.holders(one.role))


def _named(rule: Task) -> list[Resolver]:
    return [*rule.assignee, *rule.otherwise, *rule.may_also]


def telling(card_type: CardType) -> frozenset[str]:
    """Tasks whose deciders later ones ask for."""
    rules = [task for stage in card_type.stages for task in stage.tasks]
    asked = {key for task in rules for key in task.not_decided_by} - {"author"}
    resolvers = [one for task in rules for one in (*task.assignee, *task.otherwise, *task.may_also)]
    return frozenset(asked | {one.decided for one in resolvers if one.decided})


class Explorer:
    def __init__(
        self,
        definition: Definition,
        company: Company,
        *,
        author: int = AUTHOR,
        other: int = OTHER,
        editing: bool = True,
        budget: int = 10_000,
        now: datetime = MOMENT,
    ) -> None:
        self.definition, self.company, self.now, self.budget = definition, company, now, budget
        self.values = Values(definition, company.work_time(None).local(now).date(), author, other)
        alike = 1 if isinstance(company, Model) else 3
        self.acts = Acts(self.values, telling(definition.card_type), editing, alike)
        self.space = Space(definition, company, author, now)
        self.seen: dict[Hashable, int] = {}
        sources = [text for stage in definition.card_type.stages for text in conditions_of(stage)]
        counts_skips = any("skipped" in parse(text).names for text in sources)
        self.most_skipped = self.values.most_skipped if counts_skips else 0
        self.live = _live(definition, self.values)
        self.voices = Voices(definition.card_type, company)

    def explore(self) -> Space:
        space, waiting = self.space, deque[int]()
        for step, decision in self._beginnings():
            self._arrive(None, step, decision, waiting, onward=True)
        while waiting:
            node = space.nodes[waiting.popleft()]
            if space.decisions >= self.budget:
                space.whole = False
                break
            node.open = False
            quiet = 0
            for act in self.acts.of(self._run(node.card)):
                if not (quiet and act.quiet and act.quiet != quiet) and self._try(node, act, waiting):
                    quiet = quiet or act.quiet
        space.cut = self.acts.cut
        return space

    def _run(self, card: CardState) -> Run:
        return Run(self.definition, card, self.now, self.company, None)

    def _beginnings(self) -> Iterator[tuple[Step, Decision]]:
        card, card_type = CardState(author=self.space.author, has_parent=True), self.definition.card_type
        if card_type.edoc is not None:
            for stage in dict.fromkeys(card_type.edoc.stages.values()):
                about = {key: self.values.filler(key) for key in card_type.fields}
                yield Step("adopt", stage), self._decide(card, Adopt(about, stage), None)
            return
        late = card_type.only_in_tasks | {key for key, field in card_type.fields.items() if field.by_system}
        wanted = {key: self.values.filler(key) for key in card_type.fields if key not in late}
        keys = self.values.tracked
        fields = {key: (self.values.domains[key][0] if key in keys else value) for key, value in wanted.items()}
        yield Step("start", ""), self._decide(card, Create(fields, start=False), None)

    def _decide(self, card: CardState, happening: Any, actor: int | None) -> Decision:
        self.space.decisions += 1
        return decide(self.definition, card, happening, self.now, self.company, actor)

    def _try(self, node: Node, act: Act, waiting: deque[int]) -> bool:
        try:
            decision = self._decide(act.card, act.happening, act.actor)
        except Refusal as refusal:
            if act.onward or refusal.code in AT_FAULT:
                node.refused.append((act.step, refusal))
            return False
        self._arrive(node, act.step, decision, waiting, onward=act.onward)
        return True

    def _arrive(self, node: Node | None, step: Step, decision: Decision, waiting: deque[int], *, onward: bool) -> None:
        space, key = self.space, self._key(decision.card)
        n = self.seen.get(key)
        if n is None:
            n = self.seen[key] = len(space.nodes)
            first = None if step.kind == "start" and node is None else step
            space.nodes.append(Node(n, decision.card, node.n if node else None, first))
            waiting.append(n)
        if node is not None:
            node.edges.append((step, n, onward))
        self._notice(node, step, decision, n)

    def _notice(self, node: Node | None, step: Step, decision: Decision, n: int) -> None:
        space = self.space
        for task in decision.tasks:
            space.opened.add((task.stage, task.key))
            if task.state == "open":
                space.first.setdefault((task.stage, task.key), n)
        visits = {visit.n: visit.stage for visit in decision.visits}
        space.reached.update(visits.values())
        for visit, stage in visits.items():
            rule = self.definition.stages[stage]
            if visit == decision.card.visit or len(rule.tasks) < 2 or rule.next is None or node is None:
                continue
            about = [set(parse(task.when).names) & self.values.tracked if task.when else set() for task in rule.tasks]
            given = any(task.visit == visit for task in decision.tasks)
            if not given and set.intersection(*about):
                space.passed.setdefault(stage, (node.n, step))

    def _key(self, card: CardState) -> Hashable:
        """What tells states apart. Time, and who held what before, do not unless the route asks."""
        live = self.live[card.stage]
        skipped = card.skipped_before + sum(t.skipped for t in card.tasks)
        open_tasks = card.open_tasks
        groups = {task.group for task in open_tasks}
        votes = Counter((task.group, task.outcome) for task in card.tasks if task.group in groups and task.outcome)
        ranks = {group: rank for rank, group in enumerate(sorted(groups))}
        return (
            card.stage,
            card.locked,
            tuple((ranks[t.group], t.key, t.assignee, t.co, len(t.chain), t.quorum) for t in open_tasks),
            tuple(sorted((ranks[group], outcome, n) for (group, outcome), n in votes.items())),
            self.voices.of(card),
            tuple((child.key, child.state) for child in card.children if child.visit == card.visit),
            frozenset(child.key for child in card.children if child.state == "made"),
            frozenset(timer.key for timer in card.timers if timer.task is None),
            tuple((key, self.values.told(key, card.fields.get(key))) for key in live),
            min(self.most_skipped, skipped),
        )


def _live(definition: Definition, values: Values) -> dict[str, list[str]]:
    """Stage -> tracked fields that it looks at; or a later stage, unless people may change them there."""
    card_type = definition.card_type
    out = {stage.key: targets(card_type, stage.key) for stage in card_type.stages}
    found = {key: set(read - values.free) for key, read in values.read.items()}
    changed = True
    while changed:
        changed = False
        for stage, ways in out.items():
            more = set().union(*(found[to] for to in ways)) - found[stage]
            if more:
                found[stage] |= more
                changed = True
    return {key: sorted(keys | values.read[key]) for key, keys in found.items()}
