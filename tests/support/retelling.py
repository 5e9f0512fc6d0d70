"""A card told anew from its lines of history alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from marshrut.engine.state import CardState

Line = dict[str, Any]


@dataclass
class Told:
    """What a reader of the timeline knows."""

    stage: str
    round: int = 1
    fields: dict[str, Any] = field(default_factory=dict)
    #: task -> whose it is, in no order
    open: dict[int, frozenset[int]] = field(default_factory=dict)
    due: dict[int, str | None] = field(default_factory=dict)
    #: task -> who took it
    taken: dict[int, int] = field(default_factory=dict)
    asleep: dict[int, str] = field(default_factory=dict)
    helpers: dict[int, set[int]] = field(default_factory=dict)
    #: (task, key, outcome, who), in order
    outcomes: list[tuple[int, str, str, int]] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    children: dict[str, str] = field(default_factory=dict)


def tell(lines: Iterable[Line], start: str) -> Told:
    told = Told(start)
    for line in lines:
        _read(told, line["kind"], line["body"], {k: v[1] for k, v in line.get("erasable", {}).items()}, line)
    return told


def _read(told: Told, kind: str, body: Line, values: Line, line: Line) -> None:
    task = body.get("task", 0)
    if _handed(told, kind, body):
        return
    if kind in ("card.moved", "card.withdrawn"):
        told.stage, told.round = body["to"], body["round"]
    elif kind == "card.created":
        told.fields = values
    elif kind == "card.edited":
        told.fields.update({key: after for key, (_, after) in values.items()})
    elif kind == "task.taken":
        told.taken[task] = line["actor_id"]
    elif kind == "task.paused":
        told.asleep[task] = body["until"]
    elif kind in ("task.resumed", "task.redated"):
        told.due[task] = body["due"]
        told.asleep.pop(task, None)
    elif kind == "task.escalated" and body["may_decide"]:
        told.helpers[task] |= set(body["to"])
    elif kind == "task.completed":
        told.outcomes.append((task, body["key"], body["outcome"], line["actor_id"]))
        told.reasons[task] = values.get("reason", "")
        _close(told, task)
    elif kind == "task.cancelled":
        _close(told, task)
    elif kind == "card.child_finished":
        told.children[body["key"]] = body["kind"]


def _handed(told: Told, kind: str, body: Line) -> bool:
    """Lines that say whose a task is now."""
    task = body.get("task", 0)
    if kind in ("task.opened", "task.delegated", "task.forwarded", "task.taken_back", "task.asked"):
        told.open[task], told.due[task] = frozenset(body["to"]), body["due"]
        told.taken.pop(task, None)
        before: int = body.get("again") or task
        told.helpers[task] = told.helpers.get(before, set()) - set(body["to"])
    elif kind in ("task.passed", "task.returned"):
        told.open[task] = frozenset(body["holders"])
        told.helpers[task] -= set(body["holders"])
        if told.taken.get(task) == body["from"]:
            del told.taken[task]
    elif kind == "task.undone":
        told.stage = body["to"]
        told.outcomes = [one for one in told.outcomes if one[0] != task]
    else:
        return False
    return True


def _close(told: Told, task: int) -> None:
    del told.open[task]
    told.asleep.pop(task, None)


def agrees(told: Told, card: CardState) -> None:
    """Raises AssertionError where the history does not tell what the card is."""
    tasks = card.open_tasks
    assert (told.stage, told.round) == (card.stage, card.round)
    assert told.open == {task.n: frozenset((task.assignee, *task.co)) for task in tasks}
    assert {n: told.due[n] for n in told.open} == {task.n: task.due_at and task.due_at.isoformat() for task in tasks}
    assert set(told.taken) & set(told.open) == {task.n for task in tasks if task.taken_at}
    assert told.asleep == {task.n: task.paused.until.isoformat() for task in tasks if task.paused}
    assert {n: told.helpers[n] for n in told.open} == {task.n: set(task.escalated) for task in tasks}
    decided = [(t.n, t.key, t.outcome, t.decided_by) for t in card.tasks if t.state == "done"]
    assert sorted(one for one in told.outcomes if one in decided) == sorted(decided)
    assert all(told.reasons[task.n] == task.reason for task in card.tasks if task.state == "done")
    assert _filled(told.fields) == _filled(card.fields)


def _filled(fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}
