"""Ladders end: no circles, and an approval that nobody gives reaches a person who may decide instead (A4.4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ...loading import Steps
from ...schema.pack import CardType, Resolver, Task
from ..names.ladders import moments
from ..problem import Finding
from .edges import Edge


def check(card_type: CardType, _ways: list[Edge]) -> Iterator[Finding]:
    for s, stage in enumerate(card_type.stages):
        for t, task in enumerate(stage.tasks):
            steps: Steps = ("stages", s, "tasks", t)
            circle = list(_circle(task))
            yield from (Finding((*steps, "ladder", index, "since"), said) for index, said in circle)
            if task.kind == "approve" and not task.chain and not circle:
                yield from _ends(task, steps)


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


def _ends(task: Task, steps: Steps) -> Iterator[Finding]:
    states = moments(task)
    rescue = [
        states[rung.key]
        for rung in task.ladder
        if rung.do == "escalate" and rung.may_decide and any(map(_can_decide, rung.to))
    ]
    # a rung that comes while untaken helps the taken task too, when it stays open to both
    if not any("untaken" in state for state in rescue):
        said = _("If nobody answers, this approval waits for ever: add a rung “do: escalate” to people who may decide.")
        yield Finding((*steps, "ladder"), said)
    elif task.take and not any("taken" in state for state in rescue):
        said = _("Once taken into work, this approval waits for ever: add an escalation with “while: taken” or “open”.")
        yield Finding((*steps, "ladder"), said)


def _can_decide(resolver: Resolver) -> bool:
    """The author never decides instead of somebody, and those who have the task are silent already."""
    return not resolver.author and not resolver.assignees
