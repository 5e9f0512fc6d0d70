"""Who: resolvers, duty separation, and the right to decide a task, each with its explanation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from marshrut.definitions.schema.pack import Resolver, Task

from .decision import Refusal
from .run import Run
from .state import TaskState

#: how a person comes to decide: it is their task; an escalation opened it; the route lets them decide instead
Right = Literal["own", "escalated", "instead"]


@dataclass(frozen=True, slots=True)
class Found:
    person: int
    why: dict[str, Any]


def resolve(run: Run, resolver: Resolver, task: TaskState | None = None) -> list[Found]:
    """People in a stable order; an empty list when the seat, role or field is empty."""
    if resolver.author:
        return _active(run, [run.author], {"rule": "author"})
    if resolver.role:
        return _active(run, run.company.holders(resolver.role), {"rule": "role", "role": resolver.role})
    if resolver.head_of:
        return _head(run, resolver, resolver.head_of)
    if resolver.heads_of:
        return _heads(run, resolver, resolver.heads_of)
    if resolver.person_in:
        return _active(run, _in_field(run, resolver.person_in), {"rule": "field", "field": resolver.person_in})
    if resolver.decided:
        people = [t.decided_by for t in run.decided(resolver.decided)[-1:] if t.decided_by]
        return _active(run, people, {"rule": "decided", "task": resolver.decided})
    return _active(run, holders(task) if task else (), {"rule": "assignees"})


def holders(task: TaskState) -> tuple[int, ...]:
    """Whose task it is."""
    return (task.assignee, *task.co)


def everyone(run: Run, resolvers: Iterable[Resolver], task: TaskState | None = None) -> list[Found]:
    """The people of several resolvers, each once."""
    found: dict[int, Found] = {}
    for resolver in resolvers:
        for one in resolve(run, resolver, task):
            found.setdefault(one.person, one)
    return list(found.values())


def _active(run: Run, people: Iterable[int], why: dict[str, Any]) -> list[Found]:
    return [Found(person, why) for person in people if run.company.active(person)]


def _in_field(run: Run, key: str) -> list[int]:
    value = run.fields.get(key)
    return [value] if isinstance(value, int) else []


def _of(run: Run, whose: str) -> int | None:
    return run.author if whose == "author" else next(iter(_in_field(run, whose)), None)


def _head(run: Run, resolver: Resolver, whose: str) -> list[Found]:
    person = _of(run, whose)
    if person is None:
        return []
    head = run.company.head_of(person)
    why: dict[str, Any] = {"rule": "head_of", "of": person}
    if head == person:
        why["self"] = True
        if resolver.when_self == "skip":
            return []
        if resolver.when_self == "next_up" or over_limit(run, resolver):
            why["over_limit"] = resolver.when_self == "self"
            head = run.company.head_above(person)
    return _active(run, [head] if head is not None else [], why)


def over_limit(run: Run, resolver: Resolver) -> bool:
    """The sum is above what a head may approve for themselves (A4.8)."""
    if resolver.self_limit is None or resolver.self_limit_field is None:
        return False
    amount = run.fields.get(resolver.self_limit_field)
    return amount is not None and Decimal(amount) > run.definition.amount(resolver.self_limit)


def _heads(run: Run, resolver: Resolver, whose: str) -> list[Found]:
    person = _of(run, whose)
    if person is None:
        return []
    up_to = next(iter(_in_field(run, resolver.up_to_field)), None) if resolver.up_to_field else None
    heads = run.company.heads_up(person, resolver.levels, up_to)
    return _active(run, heads, {"rule": "heads_of", "of": person})


def barred(run: Run, rule: Task) -> frozenset[int]:
    """Duty separation: who may not decide this task in this round (A4.8)."""
    people: set[int] = set()
    for key in rule.not_decided_by:
        if key == "author":
            people.add(run.author)
        else:
            people.update(t.decided_by for t in run.decided(key) if t.decided_by)
    return frozenset(people)


def assignees(run: Run, rule: Task) -> list[Found]:
    """Who gets the task; the `otherwise` people when nobody else is left. Refuses when there is nobody at all."""
    out = barred(run, rule)
    found = [one for one in everyone(run, rule.assignee) if one.person not in out]
    for resolver in () if found else rule.otherwise:
        found = [
            Found(one.person, {**one.why, "otherwise": True}) for one in resolve(run, resolver) if one.person not in out
        ]
        if found:
            break
    if not found:
        raise Refusal("conflict", "nobody", task=rule.title.ru, task_en=rule.title.say("en"))
    return found


def right(run: Run, task: TaskState, person: int) -> Right | None:
    """By what right `person` may decide the task now, None when by none."""
    rule = run.rule_of(task)
    if person in barred(run, rule) or not run.company.active(person):
        return None
    if person in holders(task):
        return "own"
    if person == run.author or person in _beside(run, task):
        return None  # deciding one's own card instead of somebody else is never a right
    if person in task.escalated:
        return "escalated"
    if any(one.person == person for one in everyone(run, rule.may_also, task)):
        return "instead"
    return None


def _beside(run: Run, task: TaskState) -> set[int]:
    """People with a task of their own in the group: each gives one vote, there and not instead of another."""
    group = [other for other in run.tasks.values() if other.group == task.group]
    return set() if run.rule_of(task).chain else {person for other in group for person in holders(other)}


def may_be_told_to_decide(run: Run, task: TaskState, resolvers: Iterable[Resolver]) -> list[int]:
    """People for an escalation: without the author, the barred and those whose task it is anyway."""
    out = barred(run, run.rule_of(task)) | {run.author, *holders(task), *_beside(run, task)}
    return [one.person for one in everyone(run, resolvers, task) if one.person not in out]
