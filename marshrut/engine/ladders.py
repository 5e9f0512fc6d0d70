"""Reminder and escalation ladders: rungs are armed one by one and fire only while they still mean something."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from marshrut.calendars.rules import WorkTime
from marshrut.definitions.schema.pack import Rung, Task

from .deadlines import minus, plus
from .people import holders, may_be_told_to_decide, told
from .run import Run
from .state import TaskState, TimerState

#: a timer this much late (the machine was off) counts from the moment it really fired, so people get their full time
LATE = timedelta(minutes=10)


def amounts(run: Run, rule: Task) -> dict[str, int]:
    """Spans of the ladder as the settings are now: a later change touches only new tasks."""
    return {rung.key: run.definition.amount(rung.span.amount) for rung in rule.ladder}


def begin(run: Run, task: TaskState) -> None:
    """Arm what counts from the opening (or from now, when the ladder begins anew) and from the deadline."""
    arm_since(run, task, "opened", run.now)
    arm_since(run, task, "due", max(task.due_at or run.now, run.now))
    if task.taken_at is not None:
        arm_since(run, task, "taken", run.now)


def begin_anew(run: Run, n: int) -> None:
    """For another holder or another deadline: under names of its own. A sleeping task does it when it wakes."""
    task = run.tasks[n]
    why = {**task.why, "turn": task.turn + 1, **({"anew": True} if task.paused else {})}
    if task.paused is None:
        disarm(run, task)
    task = run.put(replace(task, why=why))
    if task.paused is None:
        begin(run, task)


def arm_since(run: Run, task: TaskState, event: str, at: datetime) -> None:
    """Arm the rungs that count from `event`: "opened", "due", "taken" or the key of a rung that fired."""
    for rung in run.rule_of(task).ladder:
        if rung.event == event:
            arm_rung(run, task, rung, at)


def arm_rung(run: Run, task: TaskState, rung: Rung, at: datetime) -> None:
    """For the first time, counting from `at`; not when it would mean nothing."""
    if _means_something(task, rung):
        _arm(run, task, rung, at, 1)


def _means_something(task: TaskState, rung: Rung) -> bool:
    if rung.while_ == "open":
        return True
    return (task.taken_at is None) == (rung.while_ == "untaken")


def _arm(run: Run, task: TaskState, rung: Rung, since: datetime, ordinal: int) -> None:
    if off(task, rung):
        return
    work_time = run.company.work_time(task.assignee)
    if rung.before is not None:
        _arm_before(run, task, rung, work_time)
        return
    due = plus(work_time, since, rung.span.unit, task.amounts[rung.key])
    while rung.every is not None and due <= run.now:  # missed repeats are not made up for
        due = plus(work_time, due, rung.span.unit, task.amounts[rung.key])
    run.arm(TimerState(name(task, rung), task.visit, due, task.n, ordinal))


def _arm_before(run: Run, task: TaskState, rung: Rung, work_time: WorkTime) -> None:
    """Ahead of the deadline; a warning that would come too late is none."""
    if task.due_at is None:
        return
    at = minus(work_time, task.due_at, rung.span.unit, task.amounts[rung.key])
    if at > run.now:
        run.arm(TimerState(name(task, rung), task.visit, at, task.n, 1))


def off(task: TaskState, rung: Rung) -> bool:
    """Switched off by a setting of 0 when the task opened; a 0 written out means at once."""
    return isinstance(rung.span.amount, str) and task.amounts[rung.key] == 0


def name(task: TaskState, rung: Rung) -> str:
    """Of the timer: a ladder that starts anew for another person uses none of the old names again."""
    return f"{rung.key}@{task.turn}" if task.turn else rung.key


def disarm(run: Run, task: TaskState) -> None:
    for timer in run.timers_of(task):
        run.disarm(timer)


def taken(run: Run, task: TaskState) -> None:
    """The task was taken: rungs about not taking it are over, rungs about not deciding it begin."""
    idle = {name(task, rung) for rung in run.rule_of(task).ladder if not _means_something(task, rung)}
    for timer in run.timers_of(task):
        if timer.key in idle:
            run.disarm(timer)
    arm_since(run, task, "taken", run.now)


def fire(run: Run, task: TaskState, timer: TimerState) -> bool:
    """Climb a rung; False when it means nothing any more."""
    rung = next((rung for rung in run.rule_of(task).ladder if name(task, rung) == timer.key), None)
    if rung is None or not _means_something(task, rung):
        return False
    body = {"task": task.n, "rung": rung.key, "ordinal": timer.ordinal}
    if rung.do == "check":
        _check(run, task, rung, body)
    elif rung.do == "remind":
        _remind(run, task, rung, body)
    else:
        _escalate(run, task, rung, body)
    at = timer.due_at if run.now - timer.due_at <= LATE else run.now
    if timer.ordinal == 1:
        arm_since(run, run.tasks[task.n], rung.key, at)
    if rung.every is not None and timer.ordinal < rung.times:
        _arm(run, run.tasks[task.n], rung, timer.due_at, timer.ordinal + 1)
    return True


def _notice(run: Run, notice: str, task: TaskState, rung: Rung, ordinal: int, people: list[int]) -> None:
    for person in people:
        run.tell(notice, person, f"v{task.visit}.t{task.n}.{name(task, rung)}.{ordinal}", task=task.n, rung=rung.key)


def _check(run: Run, task: TaskState, rung: Rung, body: dict[str, object]) -> None:
    run.say("task.checked", {**body, "taken": task.taken_at is not None}, automatic=True)
    if rung.nudge:
        _notice(run, "nudge", task, rung, int(str(body["ordinal"])), list(holders(task)))


def _remind(run: Run, task: TaskState, rung: Rung, body: dict[str, object]) -> None:
    people = told(run, rung.to, task) if rung.to else list(holders(task))
    run.say("task.reminded", {**body, "to": people}, automatic=True)
    _notice(run, "reminder", task, rung, int(str(body["ordinal"])), people)


def _escalate(run: Run, task: TaskState, rung: Rung, body: dict[str, object]) -> None:
    if rung.may_decide:
        people = may_be_told_to_decide(run, task, rung.to)
        run.change(task, escalated=tuple(dict.fromkeys((*task.escalated, *people))))
    else:
        people = told(run, rung.to, task)
    run.say("task.escalated", {**body, "to": people, "may_decide": rung.may_decide}, automatic=True)
    _notice(run, "escalation", task, rung, int(str(body["ordinal"])), people)
