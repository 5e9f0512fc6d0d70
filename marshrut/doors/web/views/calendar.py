"""The working calendar: everybody reads it, administrators set hours and days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.calendars import commands, queries
from marshrut.doors.web.present import calendar as present
from marshrut.doors.web.present import hours
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access

from .base import go, number, page

PATH = present.PATH


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    return _answer(request, Viewer.of(request), number(request.GET.get("year")))


def _answer(
    request: HttpRequest, viewer: Viewer, year: int | None, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    chosen = year or viewer.now.astimezone(viewer.zone).year
    if not 2000 <= chosen <= 2100:
        raise NotFound(_("There is no calendar for this year."))
    may_edit = access.may(viewer.actor, "calendars.edit", chart=viewer.chart)
    screen = present.screen(queries.year_grid(chosen), viewer, may_edit=may_edit, draft=draft)
    return render(request, "screens/calendar.html", {"screen": screen}, status=status)


def _date(request: HttpRequest, name: str) -> date | None:
    """Raises Invalid for text that is no date."""
    text = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sentence = _("Choose a day.")
        raise Invalid(_("Nothing was saved: check the marked fields."), fields={name: sentence}) from None


def _day(request: HttpRequest) -> date:
    day = _date(request, "day")
    if day is None:
        raise Invalid(_("Nothing was saved: check the marked fields."), fields={"day": _("Choose a day.")})
    return day


@page
@require_POST
def set_day(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    try:
        day = _day(request)
        sent = {name: request.POST.get(name, "") for name in ("kind", "source", "region")}
        commands.set_day(viewer.actor, day=day, **sent)
    except Invalid as error:
        return _answer(request, viewer, None, Draft.refused(request.POST, error), error.status)
    messages.success(request, _("The day is declared"))
    return go(request, f"{PATH}?year={day.year}")


@page
@require_POST
def remove_day(request: HttpRequest) -> HttpResponse:
    day = _day(request)
    commands.remove_day(Viewer.of(request).actor, day=day, region=request.POST.get("region", ""))
    messages.success(request, _("The day is as in the production calendar again"))
    return go(request, f"{PATH}?year={day.year}")


@page
@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    access.require(viewer.actor, "calendars.edit")
    if request.method == "GET":
        return _form(request, viewer, present.schedule_draft())
    try:
        commands.set_company_schedule(viewer.actor, **_sent(request))
    except Invalid as error:
        return _form(request, viewer, Draft.refused(request.POST, error), error.status)
    messages.success(request, _("Saved: what is counted from now on uses these hours"))
    return go(request, PATH)


def _sent(request: HttpRequest) -> dict[str, Any]:
    minutes = number(request.POST.get("short_cut", "").strip())
    if minutes is None:
        sentence = _("Write a whole number.")
        raise Invalid(_("Nothing was saved: check the marked fields."), fields={"short_cut": sentence})
    return {
        "zone": request.POST.get("zone", ""),
        "week": hours.parse(request.POST),
        "short_cut": minutes,
        "region": request.POST.get("region", ""),
        "valid_from": _date(request, "valid_from"),
    }


def _form(request: HttpRequest, viewer: Viewer, draft: Draft, status: int = 200) -> HttpResponse:
    screen = present.schedule_form(draft, viewer)
    return render(request, "screens/form.html", {"screen": screen}, status=status)
