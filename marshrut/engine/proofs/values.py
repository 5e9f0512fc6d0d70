"""Which fields a route looks at, where, and which of their values make a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any

from marshrut.definitions.schema import tracks
from marshrut.definitions.schema.expressions import COMPARISONS, parse
from marshrut.definitions.schema.pack import CardType, Field, Resolver, Robot, Stage

from ..definition import Definition
from .model import AUTHOR, OTHER

#: values of one field; a condition over more is looked at in some of its cases only
MOST = 9
POST = f"1000000000000{tracks.inland_digit('1000000000000')}"


def robots_of(stage: Stage) -> list[Robot]:
    """Every robot of the stage."""
    found = [*stage.on_enter, *chain.from_iterable(timer.robots for timer in stage.timers)]
    found += chain.from_iterable(signal.robots for signal in stage.signals)
    return found + [robot for task in stage.tasks for outcome in task.outcomes for robot in outcome.robots]


def conditions_of(stage: Stage) -> Iterator[str]:
    whens = [task.when for task in stage.tasks] + [move.when for move in stage.moves]
    whens += [robot.when for robot in robots_of(stage)]
    whens += [outcome.when for task in stage.tasks for outcome in task.outcomes]
    yield from (when for when in whens if when is not None)
    yield from (demand.holds for demand in stage.require_that)


def people_of(stage: Stage) -> set[str]:
    """Fields that say who acts on the stage."""
    found: list[Resolver] = [one for move in stage.moves for one in move.by]
    for task in stage.tasks:
        found += [*task.assignee, *task.otherwise, *task.may_also]
        found += [one for rung in task.ladder for one in rung.to]
    keys = {key for one in found for key in (one.person_in, one.head_of, one.heads_of, one.up_to_field)}
    return {key for key in keys if key is not None and key != "author"}


def needed_on(stage: Stage) -> set[str]:
    """Fields without which it is not entered, or a button does not work."""
    outcomes = [outcome for task in stage.tasks for outcome in task.outcomes]
    forms = {entry.field for task in stage.tasks for entry in task.form if entry.required}
    return {*stage.require, *forms, *(key for outcome in outcomes for key in outcome.needs)}


def _named(stage: Stage) -> set[str]:
    sources = [*conditions_of(stage), *(text for robot in robots_of(stage) for text in robot.fields.values())]
    return {name for text in sources for name in parse(text).names}


def targets(card_type: CardType, key: str) -> set[str]:
    """Stages that can be entered from this one."""
    stage = card_type.by_stage[key]
    found = {stage.next, stage.child_failed, *(move.to for move in stage.moves)}
    found |= {signal.to for signal in stage.signals} | {robot.stage for robot in robots_of(stage)}
    found |= {outcome.to for task in stage.tasks for outcome in task.outcomes}
    if stage.kind == "start":
        found.add(card_type.first)
    if card_type.withdraw is not None and stage.kind == "work":
        found.add(card_type.withdraw.to)
    if card_type.restart is not None and key in card_type.restart.from_:
        found.add(card_type.restart.to)
    if card_type.edoc is not None:
        found |= set(card_type.edoc.stages.values())
    return {one for one in found if one is not None}


def after(card_type: CardType, key: str) -> set[str]:
    """Stages that can come after this one."""
    seen, waiting = set[str](), list(targets(card_type, key))
    while waiting:
        stage = waiting.pop()
        if stage not in seen:
            seen.add(stage)
            waiting += targets(card_type, stage)
    return seen


@dataclass(frozen=True)
class Values:
    """What of the fields of a card is told apart. `today`: of the proof; `author`: whose card it is."""

    definition: Definition
    today: date
    author: int = AUTHOR
    other: int = OTHER

    @cached_property
    def read(self) -> Mapping[str, frozenset[str]]:
        """Stage -> tracked fields that it, or entering the next one, looks at."""
        card_type = self.definition.card_type
        inside = {stage.key: self._inside(stage) for stage in card_type.stages}
        entering = {stage.key: self._entering(stage) for stage in card_type.stages}
        found = {}
        for key, names in inside.items():
            after = (entering[to] for to in targets(card_type, key))
            found[key] = frozenset(names.union(*after) & self.tracked)
        return found

    def _inside(self, stage: Stage) -> set[str]:
        tasks = tuple(task.model_copy(update={"when": None}) for task in stage.tasks)
        later = stage.model_copy(update={"require": (), "require_that": (), "on_enter": (), "tasks": tasks})
        return people_of(stage) | needed_on(later) | _named(later)

    def _entering(self, stage: Stage) -> set[str]:
        tasks = tuple(task.model_copy(update={"outcomes": ()}) for task in stage.tasks)
        before = stage.model_copy(update={"tasks": tasks, "moves": (), "signals": (), "timers": ()})
        return people_of(before) | {*before.require} | _named(before)

    @cached_property
    def free(self) -> frozenset[str]:
        """Fields that people may change whenever they like: what they hold elsewhere says nothing here."""
        card_type = self.definition.card_type
        if card_type.edoc is not None:
            return frozenset()
        bound = {key for key, field in card_type.fields.items() if field.by_system or field.locked_by_approval}
        return self.tracked - card_type.only_in_tasks - bound

    @cached_property
    def tracked(self) -> frozenset[str]:
        """Fields whose values make a difference somewhere; the others are filled in once and for all."""
        card_type = self.definition.card_type
        found = {name for stage in card_type.stages for text in conditions_of(stage) for name in parse(text).names}
        found |= {key for stage in card_type.stages for key in people_of(stage)}
        rule = card_type.self_approval
        if rule is not None and self.definition.text(rule.policy) == "second_above":
            found |= {rule.field or card_type.amount_field or ""}
        for key in set().union(*map(needed_on, card_type.stages)):
            about = card_type.fields[key]
            late = key in card_type.only_in_tasks or about.by_system or about.later or about.locked_by_approval
            if late and key not in card_type.by_stage[card_type.first].require:
                found.add(key)
        return frozenset(self._with_sources(found & card_type.fields.keys()))

    def _with_sources(self, found: set[str]) -> set[str]:
        """What robots make them of as well."""
        robots = [robot for stage in self.definition.card_type.stages for robot in robots_of(stage)]
        sets = [(key, parse(text).names) for r in robots if r.do == "set" for key, text in r.fields.items()]
        while more := {n for key, names in sets if key in found for n in names} & self._fields - found:
            found |= more
        return found

    @property
    def _fields(self) -> set[str]:
        return set(self.definition.card_type.fields)

    @cached_property
    def domains(self) -> Mapping[str, tuple[Any, ...]]:
        """Tracked field -> raw values, a usual one first, None for empty."""
        return {key: self._domain(key, self.definition.card_type.fields[key]) for key in sorted(self.tracked)}

    def _domain(self, key: str, field: Field) -> tuple[Any, ...]:
        found = dict.fromkeys(map(_plain, self._values(key, field)))
        values = [_raw(value) for value in list(found)[: MOST - 1]]
        return tuple(values) if field.kind == "yes_no" and key not in self._weighed else (*values, None)

    def _values(self, key: str, field: Field) -> Iterable[Any]:
        constants = self._constants.get(key, set())
        numbers = sorted(value for value in constants if isinstance(value, Decimal))
        if field.kind in ("money", "number"):
            around = [near for n in numbers for near in (n + 1, n, n - 1)] or [Decimal(1000)]
            return [near for near in around if field.kind == "number" or near > 0]
        if field.kind == "date":
            spans = [int(n) for n in numbers] or [0]
            days = [self.today + timedelta(sign * n + d) for n in spans for sign in (1, -1) for d in (0, 1, -1)]
            return [day.isoformat() for day in days if self._allowed(field, day)] if constants else [self._day(field)]
        if field.kind == "choice":
            return self._choices(key, field, constants)
        if field.kind == "yes_no":
            return [False, True]
        if field.kind == "person":
            if key not in self._asked and not constants:
                return [[self.other] if field.several else self.other]
            return [[self.other], [self.author, self.other]] if field.several else [self.other, self.author]
        if field.kind == "file":
            several = field.several or field.document is None
            return [[1], [1, 2]] if several and key in self._counted else [[1]]
        if field.kind in ("text", "long_text"):
            return ["…", *sorted(value for value in constants if isinstance(value, str))]
        return [self.filler(key)]

    def _choices(self, key: str, field: Field, constants: set[Any]) -> list[str]:
        """Those that conditions name, and one of the others."""
        keys = [choice.key for choice in field.choices]
        others = [one for one in keys if one not in constants]
        easy = sorted(others, key=lambda one: (way := tracks.way(one)) is not None and way.number == "needed")
        return [*easy[:1], *(one for one in keys if one in constants)]

    def _allowed(self, field: Field, day: date) -> bool:
        late, soon = field.not_after and day > self.today, field.not_before and day < self.today
        return not (late or soon)

    def _day(self, _field: Field) -> str:
        return self.today.isoformat()

    def filler(self, key: str) -> Any:
        """A plausible raw value."""
        if key in self.tracked and key in self.__dict__.get("domains", {}):
            return self.domains[key][0]
        field = self.definition.card_type.fields[key]
        kinds = {
            "money": "1000",
            "number": "1",
            "date": self.today.isoformat(),
            "person": [self.other] if field.several else self.other,
            "file": [1],
            "yes_no": True,
            "track_number": POST,
            "choice": self._choices(key, field, set())[0] if field.choices else None,
        }
        return kinds.get(field.kind, "…" if field.kind in ("text", "long_text") else 1)

    @cached_property
    def _constants(self) -> Mapping[str, set[Any]]:
        """Field -> what it is compared with."""
        found: dict[str, set[Any]] = {}
        for stage in self.definition.card_type.stages:
            for text in conditions_of(stage):
                for names, values in compared(parse(text).tree, self.definition.known):
                    for name in names:
                        found.setdefault(name, set()).update(values)
        return found

    @cached_property
    def _asked(self) -> set[str]:
        """Fields that name people who act."""
        return {key for stage in self.definition.card_type.stages for key in people_of(stage)}

    def told(self, key: str, value: Any) -> Any:
        """What is told apart of a value: of a yes and no that is only asked whether it is yes, nothing else."""
        if self.definition.card_type.fields[key].kind == "yes_no" and key not in self._weighed:
            return bool(value)
        return tuple(value) if isinstance(value, list) else value

    @cached_property
    def _weighed(self) -> set[str]:
        """Fields of which emptiness is told from no: compared, or asked whether they are filled."""
        texts = [text for stage in self.definition.card_type.stages for text in conditions_of(stage)]
        named = {name for text in texts if "filled(" in text for name in parse(text).names}
        return named | self._constants.keys()

    @cached_property
    def _counted(self) -> set[str]:
        texts = [text for stage in self.definition.card_type.stages for text in conditions_of(stage)]
        return {name for text in texts if "count(" in text for name in parse(text).names}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _raw(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value


def compared(tree: tuple[Any, ...], known: Mapping[str, Any]) -> Iterator[tuple[set[str], set[Any]]]:
    """Names and constants that meet in one comparison."""
    if tree[0] in COMPARISONS or (tree[0] == "call" and tree[1] == "contains"):
        names, values = _leaves(tree, known)
        yield names, values | ({Decimal(0)} if not values else set())
        return
    for part in tree[1:]:
        if isinstance(part, tuple):
            yield from compared(part, known)


def _leaves(tree: tuple[Any, ...], known: Mapping[str, Any]) -> tuple[set[str], set[Any]]:
    if tree[0] == "value":
        return set(), set() if tree[1] is None or isinstance(tree[1], bool) else {tree[1]}
    if tree[0] == "name":
        return (set(), {known[tree[1]]}) if tree[1] in known else ({tree[1]}, set())
    names, values = set[str](), set[Any]()
    for part in tree[1:]:
        if isinstance(part, tuple):
            more = _leaves(part, known)
            names, values = names | more[0], values | more[1]
    return names, values
