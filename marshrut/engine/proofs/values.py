"""Which fields a route looks at, where, and which of their values make a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import Any

from marshrut.definitions.schema import tracks
from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import Field, Stage

from ..definition import Definition
from ..fields import BadValue, clean
from .compared import Comparison, comparisons
from .model import AUTHOR, OTHER
from .reading import after_at_once, conditions_of, named_on, needed_on, people_of, sources_of, targets

#: values of one field; a condition over more is looked at in some of its cases only
MOST = 25
#: of what is computed with, or compared with another field
SPREAD, PAIRED = (1, 1000, 10**6, 10**9), (1, 2, 3)
KOPECK = Decimal("0.01")
POST = f"1000000000000{tracks.inland_digit('1000000000000')}"


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
            after = (entering[one] for to in targets(card_type, key) for one in after_at_once(card_type, to))
            found[key] = frozenset(names.union(*after) & self.tracked)
        return found

    def _inside(self, stage: Stage) -> set[str]:
        tasks = tuple(task.model_copy(update={"when": None}) for task in stage.tasks)
        later = stage.model_copy(update={"require": (), "require_that": (), "on_enter": (), "tasks": tasks})
        return people_of(stage) | needed_on(later) | named_on(later)

    def _entering(self, stage: Stage) -> set[str]:
        tasks = tuple(task.model_copy(update={"outcomes": ()}) for task in stage.tasks)
        before = stage.model_copy(update={"tasks": tasks, "moves": (), "signals": (), "timers": ()})
        return people_of(before) | {*before.require} | named_on(before)

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
        sets = [(key, parse(text).names) for key, text in sources_of(self.definition.card_type)]
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
        values = self.wanted[key][:MOST]
        return tuple(values) if field.kind == "yes_no" and key not in self._weighed else (*values, None)

    @cached_property
    def wanted(self) -> Mapping[str, list[Any]]:
        """Every value of each tracked field that should be told apart."""
        fields = self.definition.card_type.fields
        return {
            key: [_raw(value) for value in dict.fromkeys(map(_plain, self._values(key, fields[key])))]
            for key in self.tracked
        }

    def _values(self, key: str, field: Field) -> Iterable[Any]:
        constants = self._constants.get(key, set())
        numbers = sorted(value for value in constants if isinstance(value, Decimal))
        if field.kind in ("money", "number"):
            near = [*_around(numbers), *self._spread(key)]
            near = near if field.kind == "number" else [one.quantize(KOPECK) for one in near]
            return [one for one in near if _held(field, one)] or [Decimal(1000)]
        if field.kind == "date":
            return [day.isoformat() for day in self.days(key) if self.allowed(field, day)]
        if field.kind == "choice":
            return self._choices(key, field, constants)
        if field.kind == "yes_no":
            return [False, True]
        if field.kind == "person":
            if key not in self._asked and key not in self._weighed:
                return [[self.other] if field.several else self.other]
            return [[self.other], [self.author, self.other]] if field.several else [self.other, self.author]
        if field.kind == "file":
            several = field.several or field.document is None
            counts = sorted({1, 2, *(int(one) for n in numbers for one in (n - 1, n, n + 1) if one > 0)})
            return [[*range(1, many + 1)] for many in counts if several and key in self._counted] or [[1]]
        if field.kind in ("text", "long_text"):
            return ["…", *sorted(value for value in constants if isinstance(value, str)), *self._other_words(key)]
        return [self.filler(key)]

    def cut(self, key: str) -> bool:
        """Whether there are more values than are looked at."""
        return len(self.wanted.get(key, ())) > MOST

    def _spread(self, key: str) -> Iterator[Decimal]:
        """Where nothing says at which values a condition turns."""
        mine = [one for one in self.met if key in one.names and not one.sure]
        if any(len(one.names) > 1 for one in mine):
            yield from map(Decimal, PAIRED)
        if mine:
            yield from map(Decimal, SPREAD)

    def _other_words(self, key: str) -> list[str]:
        return ["……"] if any(key in one.names and len(one.names) > 1 for one in self.met) else []

    def days(self, key: str) -> Iterator[date]:
        """Today first, where that says nothing; the days that it is compared with, and those beside them."""
        constants = self._constants.get(key, set())
        spans = [int(value) for value in constants if isinstance(value, Decimal)]
        near = {value for value in constants if isinstance(value, date)}
        near |= {self.today + timedelta(sign * span) for span in spans for sign in (1, -1)}
        if key in self._compared and not near:
            near = {self.today}
        days = [day + timedelta(more) for day in sorted(near) for more in (0, 1, -1)]
        return iter(days or [self.today])

    def _choices(self, key: str, field: Field, constants: set[Any]) -> list[str]:
        """Those that conditions name, and one of the others; all where it is compared with another field."""
        keys = [choice.key for choice in field.choices]
        if any(key in one.names and len(one.names) > 1 for one in self.met):
            return keys
        others = [one for one in keys if one not in constants]
        easy = sorted(others, key=lambda one: (way := tracks.way(one)) is not None and way.number == "needed")
        return [*easy[:1], *(one for one in keys if one in constants)]

    def allowed(self, field: Field, day: date) -> bool:
        late, soon = field.not_after and day > self.today, field.not_before and day < self.today
        return not (late or soon)

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
    def _known(self) -> Mapping[str, Any]:
        return {**self.definition.known, "today": self.today}

    def compared_in(self, text: str) -> list[Comparison]:
        return list(comparisons(parse(text).tree, self.definition.card_type.fields, self._known))

    @cached_property
    def texts(self) -> list[str]:
        return [text for stage in self.definition.card_type.stages for text in conditions_of(stage)]

    @cached_property
    def met(self) -> list[Comparison]:
        return [one for text in self.texts for one in self.compared_in(text)]

    @cached_property
    def _compared(self) -> frozenset[str]:
        return frozenset[str]().union(*(one.names for one in self.met))

    @cached_property
    def _constants(self) -> Mapping[str, set[Any]]:
        """Field -> what it is compared with."""
        found: dict[str, set[Any]] = {}
        for one in self.met:
            for name in one.names:
                found.setdefault(name, set()).update(one.values)
        rule = self.definition.card_type.self_approval
        if rule is not None and rule.above is not None:
            key = rule.field or self.definition.card_type.amount_field or ""
            found.setdefault(key, set()).add(Decimal(self.definition.amount(rule.above)))
        return found

    @cached_property
    def most_skipped(self) -> int:
        """How many skipped tasks are told apart."""
        numbers = [int(one) for one in self._constants.get("skipped", ()) if isinstance(one, Decimal)]
        return max((n + 1 for n in numbers), default=2)

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
        named = {name for text in self.texts if "filled(" in text for name in parse(text).names}
        return named | self._compared

    @cached_property
    def _counted(self) -> set[str]:
        return {name for text in self.texts if "count(" in text for name in parse(text).names}


def _held(field: Field, value: Decimal) -> bool:
    """Whether the field can hold it."""
    try:
        return bool(clean(field, _raw(value))) and (value > 0 or field.kind != "money")
    except BadValue:
        return False


def _around(numbers: list[Decimal]) -> Iterator[Decimal]:
    """The constants, one value on both sides of each, and between two of them."""
    for n, following in zip_longest(numbers, numbers[1:]):
        above = n + 1
        if following is not None and following <= above:
            above = (n + following) / 2
        yield from (above, n)
    if numbers:
        low = numbers[0]
        yield low - 1
        if 0 < low <= 1:
            yield low / 2


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _raw(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value
