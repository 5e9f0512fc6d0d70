"""Closing tasks without a decision; opinions asked in them close, too."""

from __future__ import annotations

from . import ladders
from .definition import OPINION
from .run import Run
from .state import TaskState


def close(run: Run, task: TaskState, because: str) -> None:
    """`because`: left, decided, readdressed, undone, answered."""
    if run.tasks[task.n].state != "open":
        return
    ladders.disarm(run, task)
    run.change(task, state="cancelled", paused=None)
    run.say("task.cancelled", {"task": task.n, "key": task.key, "because": because}, automatic=True)
    close_opinions(run, task)


def close_opinions(run: Run, task: TaskState) -> None:
    """Nobody waits for an answer when the asking task is over."""
    for other in run.open_tasks():
        if other.key == OPINION and other.parent == task.n:
            close(run, other, "decided")
