"""What is wrong with the states that were found: dead ends, acts that the route itself spoils, what never happens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ..decision import Refusal
from .explore import AT_FAULT, Node, Space
from .flaw import Flaw, Step

Steps = tuple[str | int, ...]


def stage_steps(space: Space, key: str) -> Steps:
    return ("stages", [stage.key for stage in space.definition.card_type.stages].index(key))


def task_steps(space: Space, stage: str, task: str) -> Steps:
    keys = [one.key for one in space.definition.stages[stage].tasks]
    return (*stage_steps(space, stage), "tasks", keys.index(task))


def dead_ends(space: Space) -> Iterator[Flaw]:
    """States from which no final stage can be reached, however people act: the first of each stage."""
    found = _lost(space)
    ends = [node for node in found if not any(onward and to != node.n for _step, to, onward in node.edges)]
    # a card that is edited to and fro stands still
    still = [node for node in found if all(space.nodes[to].card.stage == node.card.stage for to in _onward(node))]
    said: set[str] = set()
    for node in ends or still or found:
        if node.card.stage not in said:
            said.add(node.card.stage)
            code = "stuck" if ends or still else "endless"
            yield _stuck(space, node, code)


def lost(space: Space) -> set[Steps]:
    """Stages on which there are such states."""
    return {stage_steps(space, node.card.stage) for node in _lost(space)}


def _lost(space: Space) -> list[Node]:
    final = [n.n for n in space.nodes if n.open or space.definition.stages[n.card.stage].final]
    back: dict[int, list[int]] = {}
    for node in space.nodes:
        for _step, to, onward in node.edges:
            if onward:
                back.setdefault(to, []).append(node.n)
    good = _spread(final, back)
    return [node for node in space.nodes if node.n not in good]


def _onward(node: Node) -> list[int]:
    return [to for _step, to, onward in node.edges if onward]


def _spread(start: list[int], ways: dict[int, list[int]]) -> set[int]:
    seen, waiting = set[int](), list(start)
    while waiting:
        n = waiting.pop()
        if n not in seen:
            seen.add(n)
            waiting += ways.get(n, ())
    return seen


def _stuck(space: Space, node: Node, code: Any) -> Flaw:
    refused: dict[tuple[str, str, str], dict[str, Any]] = {}
    for step, refusal in node.refused:
        if step.kind not in ("edit", "note"):
            refused.setdefault(step.name, _why(step, refusal))
    names = {
        "stage": node.card.stage,
        "tasks": [task.key for task in node.card.open_tasks],
        "waits": [child.key for child in node.card.children if child.state == "awaited"],
        "refused": list(refused.values()),
    }
    return Flaw(code, stage_steps(space, node.card.stage), space.path(node.n), names)


def _why(step: Step, refusal: Refusal) -> dict[str, Any]:
    about = {"kind": step.kind, "key": step.key, "value": step.value, "code": refusal.code}
    return {**about, "fields": list(refusal.fields)}


def spoiled(space: Space) -> Iterator[Flaw]:
    """Acts that the route spoils itself; doubtful only, where filling in a field before mends it."""
    edits: dict[int, list[int]] = {}
    for node in space.nodes:
        edits[node.n] = [to for step, to, _onward in node.edges if step.kind in ("edit", "note")]
    said: set[tuple[str, tuple[str, str, str], str]] = set()
    found: list[tuple[bool, Node, Step, Refusal]] = []
    for node in space.nodes:
        for step, refusal in node.refused:
            name = (node.card.stage, step.name, refusal.code)
            if refusal.code in AT_FAULT and step.kind not in ("edit", "note"):
                curable = refusal.code != "robots_in_circle" and _curable(space, edits, node, step)
                if not curable and name not in said:
                    said.add(name)
                    found.append((False, node, step, refusal))
                elif curable and name not in said:
                    found.append((True, node, step, refusal))
    told: set[tuple[str, tuple[str, str, str], str]] = set()
    for warning, node, step, refusal in sorted(found, key=lambda one: (one[0], one[1].n)):
        name = (node.card.stage, step.name, refusal.code)
        if name not in told:
            told.add(name)
            yield _spoiled(space, node, step, refusal, warning)


def _curable(space: Space, edits: dict[int, list[int]], node: Node, step: Step) -> bool:
    near = _spread([node.n], edits)
    return any(one.name == step.name for n in near for one, _to, _onward in space.nodes[n].edges)


def _spoiled(space: Space, node: Node, step: Step, refusal: Refusal, warning: bool) -> Flaw:
    names: dict[str, Any] = {"stage": node.card.stage, "act": step}
    names |= {key: refusal.details[key] for key in ("field", "place") if key in refusal.details}
    steps = stage_steps(space, node.card.stage)
    if refusal.code == "nobody":
        stage, task = str(refusal.details["task_stage"]), str(refusal.details["task_key"])
        names |= {"task": task, "at": stage}
        steps = task_steps(space, stage, task)
    return Flaw(refusal.code, steps, (*space.path(node.n), step), names, warning)  # type: ignore[arg-type]


def never(space: Space) -> Iterator[Flaw]:
    """Stages, tasks and buttons that no state uses. Only of a space that was looked into whole."""
    card_type = space.definition.card_type
    done = {(node.card.stage, step.key, step.value) for node in space.nodes for step, _to, _o in node.edges}
    for stage in card_type.stages:
        if stage.reserved or (stage.kind == "start" and card_type.edoc is not None):
            continue
        if stage.key not in space.reached:
            yield Flaw("unreached", stage_steps(space, stage.key), names={"stage": stage.key})
            continue
        for task in stage.tasks:
            steps = task_steps(space, stage.key, task.key)
            if (stage.key, task.key) not in space.opened:
                yield Flaw("dead_task", steps, names={"stage": stage.key, "task": task.key}, warning=True)
                continue
            for index, outcome in enumerate(task.outcomes):
                if (stage.key, task.key, outcome.key) not in done:
                    yield _dead_button(space, stage.key, task.key, outcome.key, (*steps, "outcomes", index))


def _dead_button(space: Space, stage: str, task: str, outcome: str, steps: Steps) -> Flaw:
    tried = chain.from_iterable(node.refused for node in space.nodes if node.card.stage == stage)
    mine = [_why(step, refusal) for step, refusal in tried if (step.key, step.value) == (task, outcome)]
    path = space.path(space.first[stage, task]) if (stage, task) in space.first else ()
    names = {"stage": stage, "task": task, "outcome": outcome, "refused": mine[:1]}
    return Flaw("dead_button", steps, path, names)


def holes(space: Space) -> Iterator[Flaw]:
    """Stages that were passed although all their tasks ask about the same field: for some values there is none."""
    for stage, (n, step) in space.passed.items():
        names = {"stage": stage, "tasks": [task.key for task in space.definition.stages[stage].tasks]}
        yield Flaw("hole", stage_steps(space, stage), (*space.path(n), step), names, warning=True)
