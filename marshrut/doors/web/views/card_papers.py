"""What puts papers on a card, and compares those that lay on it. The kind is known from the field (S1.9)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marshrut.cards import commands, queries
from marshrut.cards.queries import Attached, CardView
from marshrut.cards.queries.shown import paper_fields
from marshrut.cards.queries.timeline import Wording
from marshrut.documents import commands as papers
from marshrut.documents import queries as documents
from marshrut.doors.web.present import changes, fields
from marshrut.doors.web.present.card import putting
from marshrut.doors.web.present.card.content import field_open
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.document import SheetScreen
from marshrut.doors.web.screens.forms import Field
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused

from .base import answer, chosen, edition, go, key, number, page, stored

FORM = "screens/act.html#sheet"


@page
@require_http_methods(["GET", "POST"])
def put(request: HttpRequest, card_id: int, field: str) -> HttpResponse:
    """A file for a field that holds documents; with `file` it takes the place of that one."""
    viewer = Viewer.of(request)
    view = _open(viewer, card_id, field)
    old = _held(view, field, number(request.GET.get("file")))
    if request.method == "GET":
        return answer(request, FORM, {"screen": putting.upload(view, viewer, field, old, Draft(), None)})
    kept: list[int] = []
    try:
        kept = _sent(request)
        _put(request, viewer, view, field, old, kept)
    except (Invalid, Conflict) as error:
        view = queries.card(viewer.actor, card_id)
        old = _held(view, field, old.file.id if old else None)
        draft = Draft.refused(request.POST, _at_file(error, field))
        screen = putting.upload(view, viewer, field, old, draft, _kept(view, viewer, field, kept))
        return _refused(request, viewer, card_id, screen, error)
    messages.success(request, _("The document is on the card"))
    return go(request, f"/cards/{card_id}/")


def _open(viewer: Viewer, card_id: int, field: str) -> CardView:
    view = queries.card(viewer.actor, card_id)
    if field not in paper_fields(view):
        raise NotFound(_("There is no such document here."))
    if not field_open(view, field):
        raise Forbidden(_("You are not allowed to change this card."))
    return view


def _held(view: CardView, field: str, file: int | None) -> Attached | None:
    """The file, as long as the field still holds it."""
    held = file if file in (view.state.fields.get(field) or ()) else None
    return next((one for one in view.files if one.field == field and one.file.id == held), None)


def _sent(request: HttpRequest) -> list[int]:
    """New files, or those a refused form has kept."""
    before = [n for n in map(number, re.split(r"[,\s]+", ",".join(request.POST.getlist("file_kept")))) if n]
    found = stored(request, "file") or before
    if not found:
        sentence = _("Choose a file.")
        raise Invalid(sentence, fields={"file": sentence})
    return found


def _with(view: CardView, field: str, old: Attached | None, new: list[int]) -> list[int]:
    held: list[int] = list(view.state.fields.get(field) or ())
    if not paper_fields(view)[field].several:
        return new[-1:]
    if old is None:
        return [*held, *new]
    return [new[-1] if one == old.file.id else one for one in held]


def _put(
    request: HttpRequest, viewer: Viewer, view: CardView, field: str, old: Attached | None, new: list[int]
) -> None:
    """The same form sent again brings the same files: they lie there already."""
    if set(new) <= set(view.state.fields.get(field) or ()):
        return
    value = _with(view, field, old, new)
    commands.edit_card(viewer.actor, card=view.id, fields={field: value}, edition=edition(request), key=key(request))


def _at_file(error: Refused, field: str) -> Refused:
    """What is said about the field of the card stands at the input."""
    if field in error.fields:
        error.fields = {**error.fields, "file": error.fields[field]}
    return error


def _at_document(error: Refused, field: str) -> None:
    """Likewise on the form that chooses one of the library."""
    if field != "document" and field in error.fields:
        error.fields = {**error.fields, "document": error.fields[field]}


def _kept(view: CardView, viewer: Viewer, field: str, kept: list[int]) -> Field | None:
    """The input with the files that are stored already: a refusal loses nothing."""
    if not kept:
        return None
    words = Wording(view.definition, viewer.chart, viewer.zone)
    (made,) = fields.inputs(words, [field], {}, reader=viewer.person, typed={field: kept})
    return replace(made, name="file")


def _refused(request: HttpRequest, viewer: Viewer, card: int, screen: SheetScreen, error: Refused) -> HttpResponse:
    box = changes.refused(getattr(error, "changes", ()), viewer, card)
    return answer(request, FORM, {"screen": putting.with_changes(screen, box)}, error.status)


@page
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, card_id: int) -> HttpResponse:
    """A paper made of a template and the fields of the card."""
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    if not putting.where(view, viewer):
        raise Forbidden(_("You are not allowed to change this card."))
    offered = documents.templates(viewer.actor, card_type=view.card_type.key)
    if request.method == "GET":
        return answer(request, FORM, {"screen": putting.fill(view, viewer, offered, None)})
    try:
        missing = _made(request, viewer, view, _chosen_template(request, offered))
    except (Invalid, Conflict) as error:
        view = queries.card(viewer.actor, card_id)
        return _refused(
            request, viewer, card_id, putting.fill(view, viewer, offered, Draft.refused(request.POST, error)), error
        )
    if missing:
        messages.warning(request, _("The card has no values for: {fields}").format(fields=", ".join(missing)))
    else:
        messages.success(request, _("The document is on the card"))
    return go(request, f"/cards/{card_id}/")


def _chosen_template(request: HttpRequest, offered: Sequence[documents.TemplateInfo]) -> documents.TemplateInfo:
    wanted = number(request.POST.get("template"))
    found = next((one for one in offered if one.id == wanted), None)
    if found is None:
        raise Invalid(_("Choose a template."), fields={"template": _("Choose a template.")})
    return found


def _made(request: HttpRequest, viewer: Viewer, view: CardView, template: documents.TemplateInfo) -> tuple[str, ...]:
    """Fill, keep, put into the field. Sent twice, the form keeps one file: its key names it."""
    field, sent = _target(request, view), key(request)
    values = queries.template_values(viewer.actor, view.id)
    made = documents.filled_template(viewer.actor, template.id, values, f"{template.title} {view.number}")
    stream = Filled(made.content, f"{template.id} in {edition(request)}")
    known = f"{sent}/fill/{template.id}" if sent else None
    file = int(papers.store_file(viewer.actor, name=made.name, stream=stream, key=known)["id"])
    _put(request, viewer, view, field, None, [file])
    return made.missing


class Filled(io.BytesIO):
    """A paper just made. Word files made twice differ in their bytes, so a repeated call is told by what was asked."""

    def __init__(self, content: bytes, asked: str) -> None:
        super().__init__(content)
        self.asked = asked

    def __str__(self) -> str:
        return self.asked


def _target(request: HttpRequest, view: CardView) -> str:
    field = request.POST.get("field", "")
    if field not in paper_fields(view) or not field_open(view, field):
        sentence = _("Choose where the document goes.")
        raise Invalid(sentence, fields={"field": sentence})
    return field


@page
@require_http_methods(["GET", "POST"])
def library(request: HttpRequest, card_id: int) -> HttpResponse:
    """A document of the library: linked to the card, or put into one of its fields."""
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    if "attach" not in view.may and not putting.where(view, viewer):
        raise Forbidden(_("You are not allowed to attach files to this card."))
    if request.method == "GET":
        return answer(request, FORM, {"screen": putting.library(view, viewer, None)})
    try:
        _attached(request, viewer, view)
    except (Invalid, Conflict, Forbidden) as error:
        _at_document(error, request.POST.get("field", ""))
        view = queries.card(viewer.actor, card_id)
        return _refused(
            request, viewer, card_id, putting.library(view, viewer, Draft.refused(request.POST, error)), error
        )
    messages.success(request, _("The document is on the card"))
    return go(request, f"/cards/{card_id}/")


def _attached(request: HttpRequest, viewer: Viewer, view: CardView) -> None:
    wanted = chosen(request, "document", needed=True) or 0
    row = documents.visible_documents(viewer.actor, [wanted]).get(wanted)
    if row is None:
        sentence = _("Choose a document from the list.")
        raise Invalid(sentence, fields={"document": sentence})
    if not request.POST.get("field"):
        papers.link_document(viewer.actor, document=wanted, place="card", ref=view.id, key=key(request))
        return
    field = _target(request, view)
    _put(request, viewer, view, field, None, [row.file.id])


@page
@require_GET
def versions(request: HttpRequest, card_id: int) -> HttpResponse:
    """Two files that lay in one field of the card, as text; `all=1` shows the equal lines, too."""
    viewer = Viewer.of(request)
    view = queries.card(viewer.actor, card_id)
    on_card = {one.file.id: one for one in view.files if one.field}
    left, right = (on_card.get(number(request.GET.get(name)) or 0) for name in ("from", "to"))
    if left is None or right is None or left.field != right.field:
        raise NotFound(_("There is no such version."))
    whole = request.GET.get("all") == "1"
    made = documents.compared(left.file.id, right.file.id, whole=whole)
    screen = putting.compared(view, left, right, made, viewer, whole=whole, after=number(request.GET.get("after")) or 0)
    return render(request, "screens/compare.html", {"screen": screen})
