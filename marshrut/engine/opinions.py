"""Asking a colleague's opinion: a task beside the one it is asked in, which nothing waits for."""

from __future__ import annotations

from .decision import Refusal
from .definition import OPINION
from .happenings import Ask
from .people import colleague, holders, opened
from .run import Run
from .state import TaskState
from .words import MAX_REASON, said


def ask(run: Run, what: Ask) -> None:
    """Whoever may decide a task may ask; the answer is text and decides nothing."""
    task, _granted = opened(run, what.task)
    if task.key == OPINION:
        raise Refusal("conflict", "not_askable")
    question = said(what.question)
    if not question:
        raise Refusal("invalid", "question_required", fields={"question": "required"})
    if len(question) > MAX_REASON:
        raise Refusal("invalid", "question_required", fields={"question": "too_long"})
    colleague(run, what.person, "person")
    if what.person == run.actor:
        raise Refusal("invalid", "ask_yourself", fields={"person": "ask_yourself"})
    if any(what.person in holders(other) for other in run.open_tasks() if other.parent == task.n and _asks(other)):
        raise Refusal("invalid", "already_asked", fields={"person": "already_asked"})
    run.last_task += 1
    asked = TaskState(
        n=run.last_task,
        key=OPINION,
        stage=run.stage,
        visit=run.visit,
        round=run.round,
        group=run.last_task,
        assignee=what.person,
        opened_at=run.now,
        parent=task.n,
        question=question,
        asked_by=run.actor,
    )
    run.put(asked)
    body = {"task": asked.n, "key": OPINION, "stage": run.stage, "about": task.n, "to": [what.person], "due": None}
    run.say("task.asked", body, {"question": question})
    run.tell("opinion_asked", what.person, f"t{asked.n}", task=asked.n)


def _asks(task: TaskState) -> bool:
    return task.key == OPINION


def given(run: Run, task: TaskState) -> None:
    """The answer goes to who asked, and to who holds the task now."""
    asking = run.tasks.get(task.parent or 0)
    people = dict.fromkeys((task.asked_by, *(holders(asking) if asking else ())))
    for person in people:
        if person is not None and person != run.actor:
            run.tell("opinion_given", person, f"t{task.n}", task=task.n)
