"""Forms that put a paper on a card: from the reader's disk, from a template, from the library; two files compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.cards.queries import Attached, CardView
from marshrut.cards.queries.shown import paper_fields
from marshrut.documents.queries import Comparison, TemplateInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present.documents import compare
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.document import CompareScreen, SheetScreen
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import ChangeBox, Link

from .content import field_open


def _sheet(
    view: CardView, address: str, title: str, fields: Sequence[Field], draft: Draft, submit: str, **more: Any
) -> SheetScreen:
    form = draft.form(f"/cards/{view.id}/{address}", fields, submit, view.state.edition)
    return SheetScreen(title=title, form=form, back=Link(view.number, f"/cards/{view.id}/"), **more)


def upload(
    view: CardView, viewer: Viewer, key: str, old: Attached | None, draft: Draft, kept: Field | None
) -> SheetScreen:
    """`old` is what the file takes the place of; `kept` is the input with a file that came with a refused form."""
    rule = paper_fields(view)[key]
    label = rule.title.say(viewer.language)
    single, filled = not rule.several, bool(view.state.fields.get(key))
    lead = ""
    if old is not None or (single and filled):
        lead = _("The file becomes the next version; the earlier ones stay and can be compared.")
    field = kept or Field(
        name="file",
        label=label,
        kind=Kind.FILE,
        required=True,
        wide=True,
        multiple=rule.several and old is None,
        error=str(draft.errors.get("file", "")),
    )
    address = f"papers/{key}/" + (f"?{urlencode({'file': old.file.id})}" if old else "")
    title = f"{_('Replace') if lead else _('Upload')}: {label}"
    return _sheet(view, address, title, [field], draft, _("Put on the card"), lead=lead)


def fill(view: CardView, viewer: Viewer, offered: Sequence[TemplateInfo], draft: Draft | None) -> SheetScreen:
    """Choose a template and where the paper goes: to the field whose kind the template makes, unless told otherwise."""
    first = offered[0] if offered else None
    places = where(view, viewer)
    kinds = {rule.document: key for key, rule in paper_fields(view).items() if key in dict(places)}
    default = kinds.get(first.kind, places[0][0] if places else "") if first else ""
    shown = draft or Draft({"template": str(first.id) if first else "", "field": default})
    options = [(str(one.id), one.title) for one in offered]
    fields = [
        shown.field("template", _("Template"), Kind.RADIO, options=options, required=True, wide=True),
        shown.field("field", _("Where to"), Kind.CHOICE, options=places, required=True, wide=True),
    ]
    lead = _(
        "The fields of the card take their places in the template. You may edit the paper in Word and put it back."
    )
    none = "" if offered else _("There are no templates for such cards yet.")
    title = _("Create from a template")
    return _sheet(view, "fill/", title, fields if offered else [], shown, _("Create"), lead=none or lead)


def library(view: CardView, viewer: Viewer, draft: Draft | None) -> SheetScreen:
    shown = draft or Draft()
    places = [("", _("Beside the fields, as a link"))] if "attach" in view.may else []
    fields = [
        shown.field(
            "document",
            _("Document"),
            Kind.DOCUMENT,
            source="/documents/suggest/",
            required=True,
            wide=True,
            placeholder=_("Title or number"),
        ),
        shown.field("field", _("Where to"), Kind.RADIO, options=[*places, *where(view, viewer)], wide=True),
    ]
    lead = _(
        "Beside the fields it stays as it is, in a field the card leads its status. A field takes only a document of"
        " the author of the card that is not registered, signed or led by another card; where one lies already, the"
        " file becomes its next version."
    )
    return _sheet(view, "library/", _("Attach from the library"), fields, shown, _("Attach"), lead=lead)


def where(view: CardView, viewer: Viewer) -> list[tuple[str, str]]:
    """Fields that may take a document now."""
    return [(key, rule.title.say(viewer.language)) for key, rule in paper_fields(view).items() if field_open(view, key)]


def with_changes(screen: SheetScreen, box: ChangeBox | None) -> SheetScreen:
    return replace(screen, form=replace(screen.form, changes=box)) if box else screen


def compared(
    view: CardView,
    left: Attached,
    right: Attached,
    made: Comparison,
    viewer: Viewer,
    *,
    whole: bool,
    after: int = 0,
) -> CompareScreen:
    """Two files of one field of the card side by side."""
    here = f"/cards/{view.id}/compare/"
    of_field = [one for one in view.files if one.field == right.field]
    options = [(str(one.file.id), _title(one, viewer)) for one in of_field]
    draft = Draft({"from": str(left.file.id), "to": str(right.file.id)})
    folded = any(row.kind == "folded" for row in made.rows)

    def address(before: int, after: int, *, everything: bool = False) -> str:
        return f"{here}?{urlencode({'from': before, 'to': after, **({'all': 1} if everything else {})})}"

    old, new = left.file.id, right.file.id
    return CompareScreen(
        title=_("What changed"),
        back=Link(view.number, f"/cards/{view.id}/"),
        choose=tuple(
            draft.field(name, label, Kind.CHOICE, options=options, required=True)
            for name, label in (("from", _("It was")), ("to", _("It became")))
        ),
        action=here,
        left_title=_title(left, viewer),
        right_title=_title(right, viewer),
        summary="" if made.note else compare.summary(made),
        rows=tuple(compare.lines(made.rows[after : after + compare.PART])) if made.places or whole else (),
        rest=compare.rest(made, after, address(old, new, everything=whole)),
        why_not=made.note,
        by_ocr=compare.by_ocr(made),
        swap_url=address(new, old, everything=whole),
        unfold_url=address(old, new, everything=True),
        fold_url=address(old, new) if whole and not folded else "",
        fold_text=_("Only the changes"),
    )


def _title(one: Attached, viewer: Viewer) -> str:
    at = formats.ago(one.added_at, viewer.now, viewer.zone)
    return f"{one.file.name}, {viewer.face(one.added_by).name}, {at}"
