"""Ladders end: no circles, and an approval that nobody gives reaches a person who may decide instead (A4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ...loading import Steps
from ...schema.pack import CardType, Resolver, Rung, Setting, Task
from ..names.ladders import moments
from ..problem import Finding


def check(card_type: CardType, settings: Mapping[str, Setting]) -> Iterator[Finding]:
    for s, stage in enumerate(card_type.stages):
        for t, task in enumerate(stage.tasks):
            steps: Steps = ("stages", s, "tasks", t)
            circle = list(_circle(task))
            yield from (Finding((*steps, "ladder", index, "since"), said) for index, said in circle)
            if task.kind == "approve" and not task.chain and not circle:
                yield from _ends(task, steps, settings)


def _circle(task: Task) -> Iterator[tuple[int, str]]:
    """The first rung of each circle of `since`."""
    since = {rung.key: rung.since for rung in task.ladder}
    said: set[str] = set()
    for index, rung in enumerate(task.ladder):
        path = [rung.key]
        while path[-1] in since and since[path[-1]] not in path:
            path.append(since[path[-1]])
        if path[-1] in since and since[path[-1]] == rung.key and not said & set(path):
            said.update(path)
            told = {"path": " → ".join((*path, rung.key))}
            yield index, _("These rungs wait for each other and never begin: %(path)s.") % told


def _ends(task: Task, steps: Steps, settings: Mapping[str, Setting]) -> Iterator[Finding]:
    states = moments(task)
    helping = [r for r in task.ladder if r.do == "escalate" and r.may_decide and any(map(_can_decide, r.to))]
    # a rung that comes while untaken helps the taken task too, when it stays open to both
    for state, said in {
        "untaken": _(
            "If nobody answers, this approval waits for ever: add a rung “do: escalate” to people who may decide."
        ),
        "taken": _(
            "Once taken into work, this approval waits for ever: add an escalation with “while: taken” or “open”."
        ),
    }.items():
        if state == "taken" and not task.take:
            return
        switches = [_switch(task, rung, settings) for rung in helping if state in states[rung.key]]
        if all(switches):
            off = _("The setting “%(name)s” may be 0 and switch the escalation off: let it begin at 1 (min).")
            yield Finding((*steps, "ladder"), off % {"name": switches[0]} if switches else said)
            return


def _switch(task: Task, rung: Rung, settings: Mapping[str, Setting]) -> str:
    """The setting that can switch the rung off, or one it counts from; nothing when it always comes."""
    rungs, one = {rung.key: rung for rung in task.ladder}, rung
    while True:
        amount = one.span.amount
        if isinstance(amount, str) and settings[amount[1:]].min == 0:
            return amount
        if one.since not in rungs:
            return ""
        one = rungs[one.since]


def _can_decide(resolver: Resolver) -> bool:
    """The author never decides instead of somebody, and those who have the task are silent already."""
    return not resolver.author and not resolver.assignees
