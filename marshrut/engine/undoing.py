"""Taking one's own decision back, within a few minutes and while nobody has acted on it.

A decision writes down, in the explanation of its task, how the card stood before and right after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from . import children, correspondence, covering, papers, stages
from .closing import close
from .decision import Refusal, Visit
from .definition import OPINION
from .happenings import Undo
from .opening import announce, governing
from .people import handed_on, holders
from .run import Run
from .state import TaskState

#: where a decided task keeps it, among its explanations
KEPT = "undo"
#: what leaves the card and cannot be called back
OUTSIDE = ("create_card", "child_finished", children.LEFT, papers.REGISTER, correspondence.SEND)
#: what a task says that was not decided
UNSAID: Final[Mapping[str, Any]] = {"outcome": None, "reason": "", "skipped": False, "because": ""}


def look(run: Run, task: TaskState, filled: Mapping[str, Any]) -> dict[str, Any]:
    """How the card stands before the decision on `task`; the last two are places in what the run writes.

    `filled`: what stood in the fields that the decision filled in.
    """
    return {
        "visit": run.visit,
        "locked": run.locked,
        "fields": {**run.fields, **filled},
        "last": run.last_task,
        "open": [other.n for other in run.open_tasks() if other.n != task.n and other.key != OPINION],
        "lines": len(run.lines),
        "effects": len(run.effects),
    }


def remember(run: Run, task: TaskState, before: dict[str, Any]) -> None:
    """Keep it, unless robots did more than tell people and fill in fields, or a new round began: then it stands.

    Fields go back to what they held, unless people or deadlines of the stage had followed them. Statuses of papers go
    back with the card where its stage gives them again.
    """
    if task.round != run.round:
        return
    held = before.pop("fields")
    if changed := {key: held.get(key) for key in run.fields if run.fields[key] != held.get(key)}:
        before["fields"] = changed
    effects = list(run.effects.values())[before.pop("effects") :]
    lines = run.lines[before.pop("lines") :]
    stage = run.definition.stages[task.stage]
    worked = any(line.automatic and _by_robot(line.body) for line in lines)
    followed = governing(run, stage) & {key for line in lines if line.automatic for key in line.body.get("fields", ())}
    statuses = {effect.payload["field"] for effect in effects if effect.kind == papers.STATUS}
    stands = bool(followed or statuses - papers.restated(stage))
    if not worked and not stands and not any(effect.kind in OUTSIDE for effect in effects):
        run.change(task, why={**run.tasks[task.n].why, KEPT: {**before, "after": _acts(run)}})


def _by_robot(body: Mapping[str, Any]) -> bool:
    because = body.get("because")
    return isinstance(because, Mapping) and because.get("rule") == "robot"


def _acts(run: Run) -> list[int]:
    """Changes with every act of a person on the card."""
    tasks = list(run.tasks.values())
    return [
        run.visit,
        run.edition,
        run.last_task,
        sum(task.state == "done" for task in tasks),
        sum(task.taken_at is not None for task in tasks),
        sum(task.pauses for task in tasks),
        sum(map(handed_on, tasks)),
        sum(len(task.chain) for task in tasks if task.state == "open"),
    ]


def undo(run: Run, what: Undo) -> None:
    """The card returns to where it was decided; what the decision closed is open again with its old deadlines."""
    task = run.task(what.task)
    if task.state != "done" or task.key == OPINION:
        raise Refusal("conflict", "nothing_to_undo")
    if task.decided_by != run.actor or task.decided_at is None:
        raise Refusal("forbidden", "not_your_decision")
    minutes = run.definition.undo_minutes
    if run.now - task.decided_at > timedelta(minutes=minutes):
        raise Refusal("conflict", "undo_late", minutes=minutes)
    kept = task.why.get(KEPT)
    if kept is None:
        raise Refusal("conflict", "undo_robots")
    if kept["after"] != _acts(run) or _children(run, kept):
        raise Refusal("conflict", "undo_acted")
    _say(run, task)
    told = _close_what_followed(run, task, kept)
    run.locked = kept["locked"]
    if filled := kept.get("fields"):
        run.write({key: [run.fields.get(key), old] for key, old in filled.items()}, task=task.n)
    why = {key: value for key, value in task.why.items() if key != KEPT}
    run.change(task, state="cancelled", decided_by=None, decided_at=None, why=why, **UNSAID)
    back = [run.tasks[n] for n in kept["open"] if n in run.tasks and run.tasks[n].state == "cancelled"]
    reopen(run, sorted([*back, replace(task, why=why)], key=lambda one: one.n))
    for person in told:
        run.tell("task_undone", person, f"u{task.n}", task=task.n)


def _children(run: Run, kept: Mapping[str, Any]) -> bool:
    """Cards that the left stage waits for belong to its visit, which does not come back."""
    return run.visit != kept["visit"] and any(
        child.visit == kept["visit"] and child.state != "made" for child in run.children
    )


def _say(run: Run, task: TaskState) -> None:
    body = {"task": task.n, "key": task.key, "outcome": task.outcome, "from": run.stage, "to": task.stage}
    run.say("task.undone", body)


def _close_what_followed(run: Run, task: TaskState, kept: Mapping[str, Any]) -> dict[int, None]:
    """Close tasks opened by the decision and go back to the stage; returns whom it concerned."""
    followed = [other for other in run.open_tasks() if other.n > kept["last"]]
    told = {person: None for other in followed for person in holders(other) if person != run.actor}
    for other in followed:
        close(run, other, "undone")
    if run.visit != kept["visit"]:
        stages.leave(run)
        run.visit, run.stage, run.finished_at = run.visit + 1, task.stage, None
        run.visits.append(Visit(run.visit, run.stage, run.round))
        stage = run.definition.stages[run.stage]
        for timer in stage.timers:
            stages.arm(run, stage, timer, 1)
        papers.restate(run, stage)
    return told


def reopen(run: Run, tasks: list[TaskState]) -> dict[int, int]:
    """Under numbers of their own, which are returned by the old ones: what was closed stays closed."""
    numbers: dict[int, int] = {}
    for old in tasks:
        run.last_task += 1
        numbers[old.n] = run.last_task
        again = replace(
            old,
            n=run.last_task,
            visit=run.visit,
            state="open",
            taken_at=None,
            taken_by=None,
            **UNSAID,
            decided_by=None,
            decided_at=None,
            parent=numbers.get(old.parent or 0, old.parent),
            why={key: value for key, value in old.why.items() if key not in (KEPT, "turn")},
        )
        announce(run, run.put(covering.settled(run, again)), "task.opened", again=old.n)
    return numbers
