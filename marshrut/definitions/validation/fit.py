"""Level 4, fit: the company has the people today that the pack relies on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from marshrut.org.rules import OrgChart

from ..loading import Steps
from ..schema.pack import CardType, Pack, Resolver, Task
from .problem import Finding, nearest


def check(pack: Pack, chart: OrgChart) -> Iterator[Finding]:
    for key, title in pack.roles.items():
        if not chart.holders(key):
            said = _("Nobody in the company holds the role “%(title)s” (%(key)s): give it to an employee.")
            known = [role for role in chart.roles if chart.holders(role) and role not in pack.roles]
            yield Finding(("roles", key), said % {"title": title.ru, "key": key}, nearest(key, known))
    for c, card_type in enumerate(pack.card_types):
        for s, stage in enumerate(card_type.stages):
            for t, task in enumerate(stage.tasks):
                steps: Steps = ("card_types", c, "stages", s, "tasks", t)
                yield from _separation(card_type, task, chart, steps)
                yield from _somebody(task, chart, steps)


def _separation(card_type: CardType, task: Task, chart: OrgChart, steps: Steps) -> Iterator[Finding]:
    """Whoever decided before, somebody else is left (A4.8)."""
    people = _people((*task.assignee, *task.otherwise), chart)
    if people is None or not people:
        return  # depends on the card, or nobody at all: said above
    barred = sum(_barred(card_type, key, people, chart) for key in task.not_decided_by)
    if len(people) > barred:
        return
    said = _(
        "Who decided before may not decide this task, and for it only %(people)s can be asked:"
        " give the role to one more employee, or name more people in “otherwise”."
    )
    names = ", ".join(chart.name(person) for person in sorted(people))
    yield Finding((*steps, "not_decided_by"), said % {"people": names})


def _barred(card_type: CardType, key: str, people: set[int], chart: OrgChart) -> int:
    """How many of `people` the earlier task can rule out at most."""
    if key == "author":
        return 1
    found = card_type.task(key)
    assert found is not None
    before = found[1]
    instead = [resolver for rung in before.ladder if rung.do == "escalate" and rung.may_decide for resolver in rung.to]
    resolvers = (*before.assignee, *before.otherwise, *before.may_also, *instead)
    deciders = None if before.delegate else _people(resolvers, chart)
    possible = len(people if deciders is None else people & deciders)
    several = before.decide != "any" or before.chain
    return possible if several else min(possible, 1)


def _people(resolvers: Iterable[Resolver], chart: OrgChart) -> set[int] | None:
    """The people of resolvers that name only roles; None when others are among them."""
    people: set[int] = set()
    for resolver in resolvers:
        if resolver.role is None:
            return None
        people.update(chart.holders(resolver.role))
    return people


def _somebody(task: Task, chart: OrgChart, steps: Steps) -> Iterator[Finding]:
    """Heads of the author: nobody in the company is left without one, unless others are named."""
    resolvers = (*task.assignee, *task.otherwise)
    heads = [one for one in resolvers if one.head_of == "author" or one.heads_of == "author"]
    if not heads or not all(one in heads or one.role for one in resolvers):
        return  # of roles alone it is said that nobody holds them
    if any(resolver.role and chart.holders(resolver.role) for resolver in resolvers):
        return
    alone = [
        person
        for person in chart.people
        if chart.active(person) and not any(_head(r, person, chart) for r in resolvers)
    ]
    if alone:
        names = ", ".join(chart.name(person) for person in alone[:3])
        if len(alone) > 3:
            names = _("%(people)s and %(more)d more") % {"people": names, "more": len(alone) - 3}
        said = _("There is no head to decide for %(people)s: name others in “otherwise”.")
        yield Finding((*steps, "assignee"), said % {"people": names})


def _head(resolver: Resolver, person: int, chart: OrgChart) -> bool:
    if resolver.heads_of:
        return bool(chart.heads_up(person))
    head = chart.head_of(person) if resolver.head_of else None
    if head == person and resolver.when_self != "self":
        head = chart.head_above(person) if resolver.when_self == "next_up" else None
    return head is not None
