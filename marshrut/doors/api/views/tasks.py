"""Tasks: mine, asked and done; one task; what is done with it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from marshrut.cards import commands, queries
from marshrut.org import queries as org

from ..bearer import caller
from ..door import api
from ..present import lines
from ..present import task as present
from ..shapes.base import IfMatch, Key, PathId
from ..shapes.tasks import Approver, Decision, Delegation, Inbox, Question, Sleep, Task, TaskChanged, TaskPage
from . import base


@api.get("/tasks", response=TaskPage, tags=["tasks"], summary="List tasks")
def list_tasks(request: HttpRequest, wanted: Annotated[Inbox, Query()]) -> TaskPage:
    """`mine`: waits for the person, by deadline. `asked`: others' tasks on their cards. `done`: decided, newest."""
    found = queries.tasks(caller(request).actor, wanted.list, wanted.limit, wanted.offset)
    more = wanted.offset + wanted.limit if len(found) == wanted.limit else None
    chart = org.chart()
    return TaskPage(items=tuple(lines.task_line(one, chart) for one in found), next=more)


@api.get("/tasks/{task}", response=Task, tags=["tasks"], summary="Read a task")
def read_task(request: HttpRequest, task: PathId) -> Task:
    """What to do, the buttons the person may press now, and why this person and this deadline."""
    actor = caller(request).actor
    view, found = queries.task(actor, task)
    return present.task(actor, view, found, present.words_of(view))


@api.post("/tasks/{task}/take", response=TaskChanged, tags=["tasks"], summary="Take a task")
def take_task(request: HttpRequest, task: PathId, key: Key = None) -> TaskChanged:
    """«Взять в работу»: of several people, the first to take the task has it."""
    return base.task_changed(task, commands.take_task(caller(request).actor, task=task, key=key))


@api.post("/tasks/{task}/complete", response=TaskChanged, tags=["tasks"], summary="Decide a task")
def complete_task(
    request: HttpRequest, task: PathId, body: Decision, if_match: IfMatch = None, key: Key = None
) -> TaskChanged:
    """Press the button of an outcome. The loser of a race is told who was first (409 already_decided)."""
    answer = commands.complete_task(
        caller(request).actor,
        task=task,
        outcome=body.outcome,
        reason=body.reason,
        because=body.because,
        fields=body.fields,
        edition=base.edition(body.edition, if_match),
        key=key,
    )
    return base.task_changed(task, answer)


@api.post("/tasks/{task}/delegate", response=TaskChanged, tags=["tasks"], summary="Delegate a task")
def delegate_task(request: HttpRequest, task: PathId, body: Delegation, key: Key = None) -> TaskChanged:
    """«Поручить»: a colleague who may decide it decides in the person's name; it can be taken back."""
    actor = caller(request).actor
    return base.task_changed(task, commands.delegate_task(actor, task=task, to=body.to, reason=body.reason, key=key))


@api.post("/tasks/{task}/take-back", response=TaskChanged, tags=["tasks"], summary="Take a delegated task back")
def take_back_task(request: HttpRequest, task: PathId, key: Key = None) -> TaskChanged:
    """«Забрать обратно», while the colleague has not decided it."""
    return base.task_changed(task, commands.take_back_task(caller(request).actor, task=task, key=key))


@api.post("/tasks/{task}/forward", response=TaskChanged, tags=["tasks"], summary="Forward a task")
def forward_task(request: HttpRequest, task: PathId, body: Delegation, key: Key = None) -> TaskChanged:
    """«Перенаправить»: the task is the colleague's for good."""
    actor = caller(request).actor
    return base.task_changed(task, commands.forward_task(actor, task=task, to=body.to, reason=body.reason, key=key))


@api.post("/tasks/{task}/ask-opinion", response=TaskChanged, tags=["tasks"], summary="Ask for an opinion")
def ask_opinion(request: HttpRequest, task: PathId, body: Question, key: Key = None) -> TaskChanged:
    """«Запросить мнение»: the decision does not wait for the answer."""
    actor = caller(request).actor
    answer = commands.ask_opinion(actor, task=task, person=body.person, question=body.question, key=key)
    return base.task_changed(task, answer)


@api.post("/tasks/{task}/add-approver", response=TaskChanged, tags=["tasks"], summary="Add an approver")
def add_approver(request: HttpRequest, task: PathId, body: Approver, key: Key = None) -> TaskChanged:
    """«Добавить согласующего»: the running round also needs this person."""
    actor = caller(request).actor
    answer = commands.add_approver(actor, task=task, person=body.person, reason=body.reason, key=key)
    return base.task_changed(task, answer)


@api.post("/tasks/{task}/undo", response=TaskChanged, tags=["tasks"], summary="Undo a decision")
def undo_decision(request: HttpRequest, task: PathId, key: Key = None) -> TaskChanged:
    """«Отменить решение»: the person's own, within the minutes of the process, while nobody has acted on it."""
    return base.task_changed(task, commands.undo_decision(caller(request).actor, task=task, key=key))


@api.post("/tasks/{task}/pause", response=TaskChanged, tags=["tasks"], summary="Pause a task")
def pause_task(request: HttpRequest, task: PathId, body: Sleep, key: Key = None) -> TaskChanged:
    """Until a time within the limit of the route; the deadline keeps its remaining working time."""
    actor = caller(request).actor
    answer = commands.pause_task(actor, task=task, until=body.until, reason=body.reason, key=key)
    return base.task_changed(task, answer)


@api.post("/tasks/{task}/resume", response=TaskChanged, tags=["tasks"], summary="Resume a task")
def resume_task(request: HttpRequest, task: PathId, key: Key = None) -> TaskChanged:
    """Wake a paused task before its time."""
    return base.task_changed(task, commands.resume_task(caller(request).actor, task=task, key=key))
