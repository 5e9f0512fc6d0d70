"""Promises about letters: measured, compared, proved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.doors.web.present import promises as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.letters import commands, oversight
from marshrut.letters.queries import promises, proof
from marshrut.letters.sentences import HOURS_WRONG
from marshrut.letters.types import letter_types
from marshrut.org import access

from .base import go, key, page


def _allowed(viewer: Viewer, right: str) -> None:
    if not letter_types() or not access.may(viewer.actor, right, chart=viewer.chart):
        raise NotFound(_("There is no such page."))


@page
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    _allowed(viewer, oversight.SEE_PROMISES)
    found, days = promises.promises(viewer.actor), proof.proofs(viewer.actor)
    return render(request, "screens/promises.html", {"screen": present.screen(found, days, viewer)})


@page
@require_POST
def prove(request: HttpRequest) -> HttpResponse:
    """Count now."""
    viewer = Viewer.of(request)
    _allowed(viewer, oversight.SEE_PROMISES)
    found = commands.prove(viewer.actor)
    if outside := len(found["outside"]):
        messages.error(request, _("Counted: {n} registered letters are in no state.").format(n=outside))
    else:
        said = _("Counted: all {n} registered letters are on their way or finished.")
        messages.success(request, said.format(n=found["registered"]))
    return go(request, f"{present.PATH}#proof")


@page
@require_http_methods(["GET", "POST"])
def baseline(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request)
    _allowed(viewer, oversight.BASELINE)
    earlier = promises.baselines()
    if request.method == "GET":
        last = earlier[0] if earlier else None
        draft = Draft({"answered": last.answered, "done": last.done} if last else {})
        return _form(request, draft)
    try:
        given = {name: _hours(request, name) for name in ("answered", "done")}
        note = request.POST.get("note", "")
        commands.set_baseline(viewer.actor, **given, note=note, key=key(request))
    except Invalid as error:
        return _form(request, Draft.refused(request.POST, error), error.status)
    messages.success(request, _("The figures are saved."))
    return go(request, present.PATH)


def _form(request: HttpRequest, draft: Draft, status: int = 200) -> HttpResponse:
    screen = present.baseline(draft, promises.baselines(), Viewer.of(request))
    return render(request, "screens/baseline.html", {"screen": screen}, status=status)


def _hours(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Invalid(HOURS_WRONG, fields={name: HOURS_WRONG})
    return int(text) if text else None
