"""What if nobody answers? Each task is left alone until its ladder has been climbed, untaken and taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from marshrut.definitions.schema.pack import Task

from ..decide import decide
from ..decision import Refusal
from ..happenings import Fire, Take
from ..people import everyone, holders, right
from ..run import Run
from ..state import CardState, TaskState
from .explore import Space
from .flaw import Flaw
from .judge import task_steps

#: rungs that are climbed at most
MOST = 60


@dataclass(frozen=True, slots=True)
class Silence:
    """Who may decide at the end, beside whom the task waits for."""

    task: TaskState
    others: frozenset[int]


def silent(space: Space, *, alone: bool = False) -> Iterator[Flaw]:
    """Steps that end with nobody, each told once. `alone`: in a real company nobody waits for one person only."""
    for (stage, key), n in space.first.items():
        card = space.nodes[n].card
        task = next((one for one in card.open_tasks if one.key == key), None)
        rule = space.definition.task(stage, key)
        if task is None or space.definition.stages[stage].final:
            continue
        yield from _few(space, card, task, rule, n)
        for state in _states(rule):
            end = climb(space, card, task, state)
            if end is not None and not end.others:
                names = {"stage": stage, "task": key, "state": state, "people": sorted(holders(task))}
                warning = alone or rule.kind != "approve"
                code: Literal["alone", "no_ladder"] = "alone" if alone else "no_ladder"
                yield Flaw(code, (*task_steps(space, stage, key), "ladder"), space.path(n), names, warning)
                break


def _states(rule: Task) -> tuple[str, ...]:
    return ("untaken", "taken") if rule.take else ("untaken",)


def climb(space: Space, card: CardState, task: TaskState, state: str) -> Silence | None:
    """The end of the ladder; None when the task cannot be taken at all."""
    definition, company = space.definition, space.company
    try:
        if state == "taken":
            card = decide(definition, card, Take(task.n), space.now, company, task.assignee).card
        for _ in range(MOST):
            due = [one for one in card.timers if one.task == task.n and one.ordinal == 1]
            if not due:
                break
            timer = min(due, key=lambda one: (one.due_at, one.key))
            fire = Fire(timer.key, timer.visit, timer.due_at, timer.task, timer.ordinal)
            card = decide(definition, card, fire, timer.due_at, company).card
    except Refusal:
        return None
    now = card.task(task.n)
    assert now is not None
    run = Run(definition, card, space.now, company, None)
    known = {*holders(now)[1:], *now.escalated}
    known |= {one.person for one in everyone(run, run.rule_of(now).may_also, now)}
    return Silence(now, frozenset(one for one in known if one != now.assignee and right(run, now, one)))


def _few(space: Space, card: CardState, task: TaskState, rule: Task, n: int) -> Iterator[Flaw]:
    """More voices are asked for than there are people."""
    voices = [one for one in card.tasks if one.group == task.group and one.state != "cancelled"]
    if isinstance(rule.decide, int) and len(voices) < rule.decide:
        names = {"stage": task.stage, "task": task.key, "needed": rule.decide, "people": len(voices)}
        yield Flaw("few_voices", (*task_steps(space, task.stage, task.key), "decide"), space.path(n), names, True)
