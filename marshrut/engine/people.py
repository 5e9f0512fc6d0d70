"""Who: resolvers, duty separation, and the right to decide a task, each with its explanation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from marshrut.definitions.schema.pack import Resolver, Task

from . import own_cards
from .decision import Refusal
from .definition import OPINION
from .run import Run
from .state import TaskState

#: how a person comes to decide: it is their task; they stand in for an absent holder; a holder asked them to; an
#: escalation opened it; the route lets them decide instead; a grant of the company does
Right = Literal["own", "substitute", "delegate", "escalated", "instead", "granted"]
#: rights of whom the task waits for
HOLDING = frozenset({"own", "substitute", "delegate"})


@dataclass(frozen=True, slots=True)
class Found:
    person: int
    why: dict[str, Any]


def resolve(
    run: Run, resolver: Resolver, task: TaskState | None = None, apart: frozenset[int] = frozenset()
) -> list[Found]:
    """People in a stable order; an empty list when the seat, role or field is empty. `apart`: a head who may not is
    replaced by the next one up."""
    if resolver.author:
        return _active(run, [run.author], {"rule": "author"})
    if resolver.role:
        return _active(run, run.company.holders(resolver.role), {"rule": "role", "role": resolver.role})
    if resolver.head_of:
        return _head(run, resolver, resolver.head_of, apart)
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


def owner(task: TaskState, holder: int) -> int:
    """For whom a holder holds it: for himself, unless he stands in or was asked to."""
    way = task.behalf.get(holder)
    return way[0].of if way else holder


def owners(task: TaskState) -> tuple[int, ...]:
    """Whom the route gave it to."""
    return tuple(owner(task, holder) for holder in holders(task))


def concerned(task: TaskState) -> set[int]:
    """Whoever has to do with it: holders, whom they hold it for, who may decide instead, who asked."""
    links = {person for way in task.behalf.values() for link in way for person in (link.of, link.to)}
    people = {task.assignee, *task.co, *task.escalated, task.decided_by, task.asked_by, *links}
    return {person for person in people if person is not None}


def handed_on(task: TaskState) -> bool:
    """By people: on somebody's behalf, or for good."""
    return "delegated" in task.why or any(w[-1].because == "delegation" for w in task.behalf.values())


def colleague(run: Run, person: int, asked: str) -> None:
    """Refuse whom nothing can be handed to now; `asked` names the input."""
    if not run.company.active(person):
        raise Refusal("invalid", "no_such_person", fields={asked: "no_such_person"})
    if not run.company.calm((person,), run.now):
        raise Refusal("invalid", "colleague_away", fields={asked: "colleague_away"}, person=person)


def everyone(
    run: Run, resolvers: Iterable[Resolver], task: TaskState | None = None, apart: frozenset[int] = frozenset()
) -> list[Found]:
    """The people of several resolvers, each once."""
    found: dict[int, Found] = {}
    for resolver in resolvers:
        for one in resolve(run, resolver, task, apart):
            found.setdefault(one.person, one)
    return list(found.values())


def _active(run: Run, people: Iterable[int], why: dict[str, Any]) -> list[Found]:
    return [Found(person, why) for person in people if run.company.active(person)]


def _in_field(run: Run, key: str) -> list[int]:
    value = run.fields.get(key)
    return [value] if isinstance(value, int) else list(value or ())


def _of(run: Run, whose: str) -> int | None:
    return run.author if whose == "author" else next(iter(_in_field(run, whose)), None)


def _head(run: Run, resolver: Resolver, whose: str, apart: frozenset[int]) -> list[Found]:
    person = _of(run, whose)
    if person is None:
        return []
    head = run.company.head_of(person)
    why: dict[str, Any] = {"rule": "head_of", "of": person}
    if head == person:
        why["self"] = True
        if resolver.when_self == "skip":
            return []
        if resolver.when_self == "next_up" or head in apart:
            why["over_limit"] = resolver.when_self == "self"
            head = run.company.head_above(person)
    elif head in apart:
        head = run.company.head_above(head)
    return _active(run, [head] if head is not None else [], why)


def _heads(run: Run, resolver: Resolver, whose: str) -> list[Found]:
    person = _of(run, whose)
    if person is None:
        return []
    up_to = next(iter(_in_field(run, resolver.up_to_field)), None) if resolver.up_to_field else None
    levels = None if resolver.levels is None else run.definition.amount(resolver.levels)
    heads = run.company.heads_up(person, levels, up_to)
    return _active(run, heads, {"rule": "heads_of", "of": person})


def barred(run: Run, rule: Task) -> frozenset[int]:
    """Duty separation: who may not decide this task in this round (A4.8)."""
    people: set[int] = set()
    for key in rule.not_decided_by:
        if key == "author":
            people.add(run.author)
        else:
            people.update(person for task in run.decided(key) for person in deciders(task))
    return frozenset(people)


def deciders(task: TaskState) -> tuple[int, ...]:
    """Who decided it, and for whom: the two share one voice, so neither may be the second pair of eyes."""
    return () if task.decided_by is None else (task.decided_by, owner(task, task.decided_by))


def assignees(run: Run, rule: Task) -> list[Found]:
    """Who gets the task; the `otherwise` people when nobody else is left. Refuses when there is nobody at all."""
    found = named(run, rule, rule.assignee)
    for resolver in () if found else rule.otherwise:
        found = [Found(one.person, {**one.why, "otherwise": True}) for one in named(run, rule, (resolver,))]
        if found:
            break
    if not found:
        title: dict[str, Any] = {"task": rule.title.ru, "task_en": rule.title.say("en")}
        raise Refusal("conflict", "nobody", **title, task_key=rule.key, task_stage=run.stage)
    return found


def named(run: Run, rule: Task, resolvers: Iterable[Resolver]) -> list[Found]:
    """Whom the resolvers find for the task, without those who may not decide it."""
    own = own_cards.out(run, rule)
    out = barred(run, rule) | own
    return [one for one in everyone(run, resolvers, apart=own) if one.person not in out]


def right(run: Run, task: TaskState, person: int) -> Right | None:
    """By what right `person` may decide the task now, None when by none."""
    rule = run.rule_of(task)
    if person in barred(run, rule) or not run.company.active(person):
        return None
    if person in holders(task):
        way = task.behalf.get(person)
        return "own" if not way else "delegate" if way[-1].because == "delegation" else "substitute"
    if person == run.author or person in _beside(run, task) or task.key == OPINION:
        return None  # deciding one's own card instead of somebody else is never a right
    if person in task.escalated:
        return "escalated"
    if any(one.person == person for one in everyone(run, rule.may_also, task)):
        return "instead"
    return "granted" if run.deciding and person == run.actor else None


def opened(run: Run, n: int) -> tuple[TaskState, Right]:
    """The open task and the actor's right to it; says who was first when it is closed."""
    task = run.task(n)
    assert run.actor is not None
    if task.state == "done":
        at = task.decided_at.isoformat() if task.decided_at else ""
        raise Refusal("conflict", "already_decided", person=task.decided_by, at=at, outcome=task.outcome, task=task.key)
    if task.state == "cancelled":
        raise Refusal("conflict", "task_closed")
    granted = right(run, task, run.actor)
    if granted is None:
        raise Refusal("forbidden", "not_your_task")
    return task, granted


def _beside(run: Run, task: TaskState) -> set[int]:
    """People with a task of their own in the group: each gives one vote, there and not instead of another."""
    if run.rule_of(task).chain or task.key == OPINION:
        return set()
    group = run.beside(task)
    return {person for other in group for person in (*holders(other), *owners(other))}


def may_be_told_to_decide(run: Run, task: TaskState, resolvers: Iterable[Resolver]) -> list[int]:
    """People for an escalation: without the author, the barred and those whose task it is anyway."""
    out = barred(run, run.rule_of(task)) | {run.author, *holders(task), *_beside(run, task)}
    return [person for person in told(run, resolvers, task, frozenset(out)) if person not in out]


def binds(task: TaskState, rule: Task, author: int) -> bool:
    """Whether a decision keeps the author from taking the card back. What he did himself binds nobody: reworked and
    sent again, the card may still be recalled."""
    own = task.decided_by == author and rule.kind != "approve"
    return task.state == "done" and task.key != OPINION and not own


def told(run: Run, resolvers: Iterable[Resolver], task: TaskState, out: frozenset[int] = frozenset()) -> list[int]:
    """People for a reminder or an escalation; instead of who is away, who stands in: else nobody would hear of it."""
    people: dict[int, None] = {}
    for one in everyone(run, resolvers, task):
        way = run.company.stand_in(one.person, run.now, run.matter(), out)
        people[way[-1].to if way else one.person] = None
    return list(people)
