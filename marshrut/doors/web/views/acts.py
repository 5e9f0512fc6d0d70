"""What is done with a task besides deciding it: handing it on, asking, adding people, undoing, sleeping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from marshrut.cards import commands
from marshrut.doors.web.present import task
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid, Refused

from .base import go, key, number, page, toast, wants_json
from .inbox import after

MOST = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """An act with one task: its command, what it takes beside the task and the key, and what the reader is told."""

    command: Callable[..., object]
    done: Promise
    given: Callable[[HttpRequest, Viewer], Mapping[str, Any]] = lambda request, viewer: {}


def _named(person: str, text: str) -> Callable[[HttpRequest, Viewer], Mapping[str, Any]]:
    """A colleague and a comment, as the command calls them."""
    return lambda request, viewer: {
        person: number(request.POST.get("to")) or 0,
        text: request.POST.get("comment", ""),
    }


def _sleep(request: HttpRequest, viewer: Viewer) -> Mapping[str, Any]:
    """Until the morning of the chosen day in the person's zone."""
    try:
        day = datetime.fromisoformat(request.POST.get("until", "")).date()
    except ValueError:
        raise Invalid(_("Choose the day until which the task sleeps.")) from None
    return {"until": datetime.combine(day, time(9), viewer.zone), "reason": request.POST.get("reason", "")}


#: the end of the address -> the act
KINDS: Mapping[str, Kind] = {
    "delegate": Kind(commands.delegate_task, gettext_lazy("The task is delegated"), _named("to", "reason")),
    "forward": Kind(commands.forward_task, gettext_lazy("The task is forwarded"), _named("to", "reason")),
    "take-back": Kind(commands.take_back_task, gettext_lazy("The task is with you again")),
    "ask-opinion": Kind(commands.ask_opinion, gettext_lazy("The question is sent"), _named("person", "question")),
    "add-approver": Kind(commands.add_approver, gettext_lazy("The approver is added"), _named("person", "reason")),
    "undo": Kind(commands.undo_decision, gettext_lazy("The decision is undone")),
    "pause": Kind(commands.pause_task, gettext_lazy("The task sleeps"), _sleep),
    "resume": Kind(commands.resume_task, gettext_lazy("The task is awake again")),
}


@page
@require_POST
def act(request: HttpRequest, task_id: int, kind: str) -> HttpResponse:
    """One of KINDS."""
    viewer, chosen = Viewer.of(request), KINDS[kind]
    try:
        chosen.command(viewer.actor, task=task_id, key=key(request), **chosen.given(request, viewer))
    except (Invalid, Conflict) as error:
        if wants_json(request):
            return JsonResponse({"message": str(error), "code": error.code}, status=error.status)
        return after(request, viewer, task_id, task.Refusal(task_id, message=_sentence(error)), error.status)
    done = str(chosen.done)
    if wants_json(request):
        messages.success(request, done)  # the script loads the page anew
        return JsonResponse({"text": done})
    return toast(after(request, viewer, task_id), done)


def _sentence(error: Refused) -> str:
    """The refusal with what it says beside its inputs: the dialog is closed by then."""
    parts = [str(text) for text in error.fields.values()]
    return " ".join(dict.fromkeys([str(error), *parts]))


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
