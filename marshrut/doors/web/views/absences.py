"""Absences: one's own, those of one's people, the month of the company, and what passes to whom."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.cards.queries.passing import passing
from marshrut.doors.web.present import absence_form as form
from marshrut.doors.web.present import absences as present
from marshrut.doors.web.present import month as months
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from marshrut.org import access, commands, queries
from marshrut.org.rules import Away, Deputy

from .base import chosen, go, key, number, page

PATH = present.PATH


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One's own; with `whose=others` those one may change."""
    viewer = Viewer.of(request)
    others = request.GET.get("whose") == "others" and present.decides(viewer)
    if others:
        everybody = queries.absences(viewer.actor)
        found = [one for one in everybody if one.may_change and one.person != viewer.person]
        return _list(request, viewer, found, others=True)
    found = queries.absences(viewer.actor, person=viewer.person, over=True)
    running = next((one for one in found if one.state == "running"), None)
    now = passing(viewer.actor, viewer.person, running.since, running.until) if running else None
    return _list(request, viewer, found, others=False, now=now if now and now.count else None)


def _list(request: HttpRequest, viewer: Viewer, found: list[queries.AbsenceLine], **more: Any) -> HttpResponse:
    return render(request, "screens/absences.html", {"screen": present.screen(found, viewer, **more)})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """For oneself; with `whose=others` a head or an administrator chooses the person, or it is named in the address."""
    viewer = Viewer.of(request)
    if request.method == "GET":
        return _blank(request, viewer)
    others = request.POST.get("whose") == "others"
    person = viewer.person
    try:
        person = (chosen(request, "person", needed=True) if others else None) or viewer.person
        access.require(viewer.actor, "org.set_absence", chart=viewer.chart, person=person)
        done = commands.set_absence(viewer.actor, person=person, **form.sent(request.POST, person), key=key(request))
    except (Invalid, Forbidden) as error:
        said = _refusal(error, request)
        draft = Draft.refused(request.POST, said)
        return _form(request, viewer, draft, person=person, others=others, status=said.status)
    _said(request, done, _("The absence is set"))
    return go(request, f"{PATH}?whose=others" if others else PATH)


def _blank(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    person = number(request.GET.get("person"))
    others = (request.GET.get("whose") == "others" or bool(person)) and present.decides(viewer)
    values: dict[str, Any] = {"reason": "vacation"}
    if others and person and viewer.chart.active(person) and person != viewer.person:
        values |= {"person": person, "person_text": viewer.chart.name(person)}
    return _form(request, viewer, Draft(values), person=None if others else viewer.person, others=others)


def _form(
    request: HttpRequest,
    viewer: Viewer,
    draft: Draft,
    *,
    person: int | None,
    others: bool,
    line: queries.AbsenceLine | None = None,
    status: int = 200,
) -> HttpResponse:
    screen = form.screen(draft, viewer, person=person, line=line, others=others)
    context = {"screen": screen, "others": others, "absence": line.id if line else 0, "person": person}
    return render(request, "screens/absence.html", context, status=status)


def _refusal(error: Refused, request: HttpRequest) -> Refused:
    """A refusal of this form: who may not set it for the chosen person is told beside the picker."""
    if isinstance(error, Invalid):
        return form.told(error, request.POST)
    sentence = _("Absences of this person are set by the person, the heads above and administrators.")
    return Invalid(sentence, fields={"person": sentence})


def _said(request: HttpRequest, done: dict[str, Any], text: str) -> None:
    messages.success(request, text)
    for warning in done["warnings"]:
        messages.warning(request, warning)


def _changeable(viewer: Viewer, absence: int) -> queries.AbsenceLine:
    """For everybody else it is as if it were not there: the month shows who is away, this page more."""
    line = queries.absence(viewer.actor, absence)
    if not access.may(viewer.actor, "org.change_absence", chart=viewer.chart, person=line.person):
        raise NotFound(_("There is no such absence."))
    return line


@page
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, absence_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    line = _changeable(viewer, absence_id)
    others = line.person != viewer.person
    if request.method == "GET":
        return _form(request, viewer, form.stored(line, viewer), person=line.person, others=others, line=line)
    try:
        sent = form.sent(request.POST, line.person)
        done = commands.change_absence(viewer.actor, absence=line.id, **sent)
    except Invalid as error:
        draft = Draft.refused(request.POST, _refusal(error, request))
        return _form(request, viewer, draft, person=line.person, others=others, line=line, status=error.status)
    except Conflict as error:
        messages.error(request, str(error))
        return go(request, PATH)
    _said(request, done, _("Saved"))
    return go(request, f"{PATH}?whose=others" if others else PATH)


@page
@require_POST
def end(request: HttpRequest, absence_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    line = _changeable(viewer, absence_id)
    commands.end_absence(viewer.actor, absence=line.id)
    back = line.state == "running"
    messages.success(request, _("The absence is over, the tasks come back") if back else _("The absence is cancelled"))
    return go(request, PATH if line.person == viewer.person else f"{PATH}?whose=others")


@page
@require_POST
def forecast(request: HttpRequest) -> HttpResponse:
    """While the form is typed: where the open tasks would go. Changes nothing; sent, so that no secret is in a log."""
    viewer = Viewer.of(request)
    others = request.POST.get("whose") == "others"
    person = number(request.POST.get("person")) if others else viewer.person
    try:
        if person is None:
            return HttpResponse("")
        sent = form.sent(request.POST, person)
        if sent["until"] <= sent["since"]:
            return HttpResponse("")
        proposed = _proposed(number(request.POST.get("absence")) or 0, sent)
        found = passing(viewer.actor, person, sent["since"], sent["until"], proposed)
    except (Invalid, NotFound):
        return HttpResponse("")
    return render(request, "kit/forecast.html", {"forecast": present.forecast(found, viewer)})


def _proposed(absence: int, sent: dict[str, Any]) -> Away:
    deputies = tuple(
        Deputy(one["person"], frozenset(one["card_types"]), _decimal(one["above"]), _decimal(one["up_to"]))
        for one in sent["substitutes"]
    )
    return Away(absence, sent["since"], sent["until"], "vacation", deputies)


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


@page
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    month = _month(request.GET.get("month", ""), viewer)
    after = (month + timedelta(days=31)).replace(day=1)
    since, until = month - timedelta(days=1), after + timedelta(days=1)  # every zone has its own midnight
    found = queries.absences(viewer.actor, since=_start(since), until=_start(until), over=True)
    department = number(request.GET.get("department"))
    if department not in viewer.chart.departments:
        department = None
    people = queries.people(viewer.actor, department=department)
    screen = months.screen(month, found, people, queries.departments(viewer.actor), viewer, department)
    return render(request, "screens/absence_month.html", {"screen": screen})


def _month(text: str, viewer: Viewer) -> date:
    """«2026-12»; this month when it is none."""
    sent = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text, re.ASCII)
    if sent:
        return date(int(sent[1]), int(sent[2]), 1)
    return viewer.now.astimezone(viewer.zone).date().replace(day=1)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
