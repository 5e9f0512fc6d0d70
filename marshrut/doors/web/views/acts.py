"""What is done with a task besides deciding it: handing it on, asking, adding people, undoing, sleeping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marshrut.cards import commands
from marshrut.doors.web.present import task
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, Refused

from .base import go, key, number, page, toast, wants_json
from .inbox import after

MOST = 200


def _act(request: HttpRequest, task_id: int, act: Callable[[Viewer], object], done: str) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        act(viewer)
    except (Invalid, Conflict) as error:
        if wants_json(request):
            return JsonResponse({"message": str(error), "code": error.code}, status=error.status)
        return after(request, viewer, task_id, task.Refusal(task_id, message=_sentence(error)), error.status)
    if wants_json(request):
        messages.success(request, done)  # the script loads the page anew
        return JsonResponse({"text": done})
    return toast(after(request, viewer, task_id), done)


def _sentence(error: Refused) -> str:
    """The refusal with what it says beside its inputs: the dialog is closed by then."""
    said = [str(text) for text in error.fields.values()]
    return " ".join(dict.fromkeys([str(error), *said]))


def _somebody(request: HttpRequest) -> int:
    return number(request.POST.get("to")) or 0


@page
@require_POST
def delegate(request: HttpRequest, task_id: int) -> HttpResponse:
    """«Поручить»: a colleague decides in my name; I may take it back."""
    to, reason = _somebody(request), request.POST.get("comment", "")

    def act(viewer: Viewer) -> None:
        commands.delegate_task(viewer.actor, task=task_id, to=to, reason=reason, key=key(request))

    return _act(request, task_id, act, _("The task is delegated"))


@page
@require_POST
def forward(request: HttpRequest, task_id: int) -> HttpResponse:
    """«Перенаправить»: the task is the colleague's from now on."""
    to, reason = _somebody(request), request.POST.get("comment", "")

    def act(viewer: Viewer) -> None:
        commands.forward_task(viewer.actor, task=task_id, to=to, reason=reason, key=key(request))

    return _act(request, task_id, act, _("The task is forwarded"))


@page
@require_POST
def take_back(request: HttpRequest, task_id: int) -> HttpResponse:
    """«Забрать обратно» what was delegated."""

    def act(viewer: Viewer) -> None:
        commands.take_back_task(viewer.actor, task=task_id, key=key(request))

    return _act(request, task_id, act, _("The task is with you again"))


@page
@require_POST
def ask_opinion(request: HttpRequest, task_id: int) -> HttpResponse:
    """«Запросить мнение»: the decision does not wait for it."""
    person, question = _somebody(request), request.POST.get("comment", "")

    def act(viewer: Viewer) -> None:
        commands.ask_opinion(viewer.actor, task=task_id, person=person, question=question, key=key(request))

    return _act(request, task_id, act, _("The question is sent"))


@page
@require_POST
def add_approver(request: HttpRequest, task_id: int) -> HttpResponse:
    """«Добавить согласующего»: the round now needs this person too."""
    person, reason = _somebody(request), request.POST.get("comment", "")

    def act(viewer: Viewer) -> None:
        commands.add_approver(viewer.actor, task=task_id, person=person, reason=reason, key=key(request))

    return _act(request, task_id, act, _("The approver is added"))


@page
@require_POST
def undo(request: HttpRequest, task_id: int) -> HttpResponse:
    """«Отменить решение» within the minutes of the process, while nobody acted on it."""

    def act(viewer: Viewer) -> None:
        commands.undo_decision(viewer.actor, task=task_id, key=key(request))

    return _act(request, task_id, act, _("The decision is undone"))


@page
@require_POST
def undo_bulk(request: HttpRequest) -> HttpResponse:
    """Undo the decisions of one press on many tasks, each in its own step; what is too late is named."""
    viewer, sent = Viewer.of(request), key(request)
    wanted = [n for n in map(number, (request.GET.get("ids") or request.POST.get("ids", "")).split(",")) if n][:MOST]
    done, refusals = 0, []
    for one in wanted:
        try:
            commands.undo_decision(viewer.actor, task=one, key=f"{sent}-{one}" if sent else None)
            done += 1
        except Refused as error:
            refusals.append(str(error))
    text = ngettext("{count} decision undone", "{count} decisions undone", done).format(count=done)
    if refusals:
        text += ". " + _("Refused: {many}. {first}").format(many=len(refusals), first=refusals[0])
    if wants_json(request) and not done:
        return JsonResponse({"message": text, "code": "undo_refused"}, status=409)
    (messages.warning if refusals else messages.success)(request, text)
    return JsonResponse({"text": text}) if wants_json(request) else go(request, "/inbox/")


@page
@require_POST
def pause(request: HttpRequest, task_id: int) -> HttpResponse:
    """Until the end of the chosen day in the person's zone."""

    def act(viewer: Viewer) -> None:
        try:
            day = datetime.fromisoformat(request.POST.get("until", "")).date()
        except ValueError:
            raise Invalid(_("Choose the day until which the task sleeps.")) from None
        until = datetime.combine(day, time(9), viewer.zone)
        reason = request.POST.get("reason", "")
        commands.pause_task(viewer.actor, task=task_id, until=until, reason=reason, key=key(request))

    return _act(request, task_id, act, _("The task sleeps"))


@page
@require_POST
def resume(request: HttpRequest, task_id: int) -> HttpResponse:
    def act(viewer: Viewer) -> None:
        commands.resume_task(viewer.actor, task=task_id, key=key(request))

    return _act(request, task_id, act, _("The task is awake again"))
