"""«Мои задания»: the list, the chosen task, and what people do with tasks."""

from __future__ import annotations

import json
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from marshrut.cards import commands, queries
from marshrut.cards.queries import CardView, OpenTask
from marshrut.definitions.schema.pack import Outcome
from marshrut.doors.web import formats
from marshrut.doors.web.present import card as card_page
from marshrut.doors.web.present import inbox, task
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.inbox import InboxDetail, InboxScreen
from marshrut.kernel.errors import Conflict, Invalid, NotFound, Refused
from marshrut.org import proof

from . import chat, letters
from .base import answer, corrected, edition, go, is_fragment, key, number, page, toast, typed

TEMPLATE = "screens/inbox.html"


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The page, the next rows, «3 новых — показать», or one chosen task."""
    viewer = Viewer.of(request)
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in inbox.TABS else "mine"
    part = request.GET.get("part", "")
    chosen = number(request.GET.get("task"))
    if chosen and is_fragment(request) and not part:
        return answer(request, f"{TEMPLATE}#detail", {"screen": _screen(viewer, tab, chosen)})
    if part == "rows":
        offset = min(number(request.GET.get("offset")) or 0, 10_000)
        return answer(request, f"{TEMPLATE}#rows", {"screen": _screen(viewer, tab, None, offset)})
    if part == "fresh":
        return answer(request, f"{TEMPLATE}#fresh", {"screen": _fresh(viewer, tab, number(request.GET.get("since")))})
    return answer(request, f"{TEMPLATE}#inbox", {"screen": _screen(viewer, tab, chosen)})


def _screen(
    viewer: Viewer, tab: str, chosen: int | None, offset: int = 0, refusal: task.Refusal = task.NONE
) -> InboxScreen:
    lines = queries.tasks(viewer.actor, tab, inbox.PAGE + 1, offset)  # type: ignore[arg-type]
    first = lines[0].id if lines and tab == "mine" else None
    return inbox.screen(
        lines,
        queries.counts(viewer.actor),
        tab,
        viewer,
        detail=_detail(viewer, chosen or first, refusal) if not offset else None,
        chosen=chosen is not None,
        offset=offset,
        returned=inbox.returned(viewer, listed=tab == "asked") if not offset else inbox.Returned(),
    )


def _detail(viewer: Viewer, chosen: int | None, refusal: task.Refusal) -> InboxDetail | None:
    if chosen is None:
        return None
    try:
        view, found = find(viewer, chosen)
    except NotFound:
        return None
    return inbox.detail(view, found, viewer, refusal) if found.state.state == "open" else None


def find(viewer: Viewer, wanted: int) -> tuple[CardView, OpenTask]:
    """The task and its card; NotFound when the reader may not see it or its round is over."""
    view = queries.card_of(viewer.actor, wanted)
    found = next((one for one in view.tasks if one.id == wanted), None)
    if found is None:
        raise NotFound(_("This task belongs to an earlier round."))
    return view, found


def _fresh(viewer: Viewer, tab: str, since: int | None) -> InboxScreen:
    """How many tasks came that the list does not show yet."""
    lines = queries.tasks(viewer.actor, tab, inbox.PAGE)  # type: ignore[arg-type]
    many = sum(line.id > (since or 0) for line in lines) if since is not None else 0
    screen = inbox.screen(lines, queries.counts(viewer.actor), tab, viewer)
    return replace(screen, fresh=formats.newcomers(many) if many else "", fresh_url=f"/inbox/?tab={tab}")


@page
@require_POST
def complete(request: HttpRequest, task_id: int) -> HttpResponse:
    """An outcome was pressed. A refusal comes back at its task with everything that was typed."""
    viewer = Viewer.of(request)
    view, found = find(viewer, task_id)
    outcome, because = request.POST.get("outcome", ""), request.POST.get("because", "")
    keys = [entry.field for entry in found.rule.form]
    fields, troubles = typed(request, view.card_type, keys)
    rule = found.rule.outcome(outcome)
    reason = _said(request, rule)
    held = view.state.fields
    given = {name: value for name, value in fields.items() if value or held.get(name)}  # what was emptied is empty
    refusal = task.Refusal(task_id, outcome, typed=fields, reason=reason, because=because)
    try:
        corrected(troubles)
        commands.complete_task(
            viewer.actor,
            task=task_id,
            outcome=outcome,
            reason=reason,
            because=because,
            fields=given if rule and rule.style != "negative" else {},
            edition=edition(request),
            key=key(request),
        )
    except (Invalid, Conflict) as error:
        return after(request, viewer, task_id, refusal.of(error), status=error.status)
    words = (rule.done or rule.title).say(viewer.language) if rule else ""
    tone = "neutral" if rule and rule.style == "negative" else "ok"
    undo = f"/tasks/{task_id}/undo" if queries.may_undo(viewer.actor, task_id) else ""
    return toast(after(request, viewer, task_id), f"{words}: {view.name}", tone, undo)


def _said(request: HttpRequest, rule: Outcome | None) -> str:
    """The words of the decision: those it asks for, else the comment that nobody has to write."""
    comment = request.POST.get("comment", "") if rule is not None and rule.reason == "optional" else ""
    return request.POST.get("reason", "") or comment.strip()


def after(
    request: HttpRequest, viewer: Viewer, task_id: int, refusal: task.Refusal = task.NONE, status: int = 200
) -> HttpResponse:
    """Where a decision leads: the next task of the inbox, or the card it was made on."""
    if request.POST.get("target") == "mail":
        return letters.decided(request, viewer, task_id, refusal, status)
    if request.POST.get("target", "").startswith("chat-"):
        return _counted(chat.decided(request, viewer, task_id, refusal, status), viewer)
    if request.POST.get("target") == "inbox":
        chosen = task_id if refusal is not task.NONE else _next(request, viewer)
        screen = _screen(viewer, "mine", chosen, refusal=refusal)
        if refusal.message and (screen.detail is None or screen.detail.task.id != task_id):
            return toast(answer(request, f"{TEMPLATE}#inbox", {"screen": screen}, 200), refusal.message, "bad")
        response = answer(request, f"{TEMPLATE}#inbox", {"screen": screen}, status)
        url = f"/inbox/?task={screen.detail.task.id}" if screen.detail and chosen else "/inbox/"
        response.headers["HX-Push-Url"] = url
        return _counted(response, viewer)
    card = queries.card_of(viewer.actor, task_id).id
    return card_answer(request, viewer, card, refusal, status)


def _counted(response: HttpResponse, viewer: Viewer) -> HttpResponse:
    """The counters around the page move together with what was decided."""
    waiting = queries.counts(viewer.actor)["mine"]
    counts = {"inbox": formats.count(waiting, 100) if waiting else ""}
    response.headers["HX-Trigger-After-Swap"] = json.dumps({"counts": counts})
    return response


def _next(request: HttpRequest, viewer: Viewer) -> int | None:
    """The task that followed the decided one in the list the person looked at."""
    wanted = number(request.POST.get("next", "").rpartition("task=")[2])
    open_ids = {line.id for line in queries.tasks(viewer.actor, "mine")}
    return wanted if wanted in open_ids else None


def card_answer(
    request: HttpRequest, viewer: Viewer, card: int, refusal: task.Refusal = task.NONE, status: int = 200
) -> HttpResponse:
    """The card after something was done with it."""
    if not is_fragment(request) and status == 200:
        return go(request, f"/cards/{card}/")
    view = queries.card(viewer.actor, card)
    known = any(one.id == refusal.task and one.state.state == "open" for one in view.tasks)
    notice = "" if known else refusal.message
    screen = card_page.screen(view, viewer, refusal=refusal, notice=notice)
    return _counted(answer(request, "screens/card.html#card", {"screen": screen}, status), viewer)


@page
@require_POST
def take(request: HttpRequest, task_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    refusal = task.NONE
    try:
        commands.take_task(viewer.actor, task=task_id, key=key(request))
    except (Invalid, Conflict) as error:
        refusal = task.Refusal(task_id, message=str(error))
    if request.POST.get("target") == "inbox":
        screen = _screen(viewer, "mine", task_id, refusal=refusal)
        return answer(request, f"{TEMPLATE}#inbox", {"screen": screen}, 409 if refusal.message else 200)
    if request.POST.get("target", "").startswith("chat-"):
        return chat.decided(request, viewer, task_id, refusal, 409 if refusal.message else 200)
    card = queries.card_of(viewer.actor, task_id).id
    return card_answer(request, viewer, card, refusal, 409 if refusal.message else 200)


def _asked(text: str) -> tuple[int | None, str]:
    """Task 17 as it was shown in edition 3 is "17:3"; the edition may be left out."""
    task_id, _colon, seen = text.partition(":")
    return number(task_id), seen


@page
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The same outcome for several tasks, each in its own step: what is refused is named, the rest is done (D19)."""
    viewer = Viewer.of(request)
    skip, _colon, because = request.POST.get("skip", "").partition(":")
    outcome, sent = skip or request.POST.get("outcome", ""), key(request)
    if sent is None:
        raise Invalid(_("This form has grown old. Open the page again and repeat."))
    wanted = [(n, number(seen)) for n, seen in map(_asked, request.POST.get("ids", "").split(",")) if n][:200]
    done, refusals = [], []
    for one, seen in wanted:
        try:
            commands.complete_task(
                viewer.actor, task=one, outcome=outcome, because=because, edition=seen, key=f"{sent}-{one}"
            )
            done.append(one)
        except Refused as error:
            if error.code == proof.CODE and not done:
                raise  # who it is is asked before anything is decided
            refusals.append(str(error))
    text = ngettext("{count} task decided", "{count} tasks decided", len(done)).format(count=len(done))
    if refusals:
        text += ". " + _("Refused: {many}. {first}").format(many=len(refusals), first=refusals[0])
    undo = f"undo:/tasks/bulk/undo?ids={','.join(map(str, done))}" if done else ""
    (messages.warning if refusals else messages.success)(request, text, extra_tags=undo)
    return go(request, "/inbox/")
