"""Fields and files, read and as a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards.queries import Attached, CardView, shown
from marshrut.cards.queries.timeline import Wording
from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import CardType
from marshrut.documents.queries import FileInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present import fields, letters
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import FieldRow
from marshrut.doors.web.screens.files import FileRow
from marshrut.doors.web.screens.forms import Field, Form, Kind
from marshrut.doors.web.screens.parts import Badge
from marshrut.kernel.actor import Actor


def company_of(view: CardView) -> crm.CompanyInfo | None:
    return shown.company(view)


def field_rows(view: CardView, words: Wording, reader: int) -> tuple[tuple[FieldRow, ...], tuple[FieldRow, ...]]:
    """Filled fields and empty ones; files have a section of their own."""
    values = view.state.fields
    words.learn(list(values.items()))
    shown.name_cards(words, Actor.person(reader), values.items())
    frozen = view.state.locked and view.card_type.by_stage[view.state.stage].kind == "work"
    why = _("Locked since the first approval")
    rows = {
        key: fields.row(
            words,
            key,
            values.get(key),
            locked=why if frozen and rule.locked_by_approval else "",
            big=key == view.card_type.amount_field,
        )
        for key, rule in view.card_type.fields.items()
        if rule.kind != "file"
    }
    author = FieldRow(label=_("Author"), value=words.person(view.state.author))
    letter = view.card_type.letter
    if letter and letter.no_project in rows and not values.get(letter.no_project):
        del rows[letter.no_project]  # the project says it, or its absence does
    filled = tuple(row for row in rows.values() if row.value)
    return (*filled, author), tuple(row for row in rows.values() if not row.value)


def file_row(one: Attached, viewer: Viewer, kind: CardType) -> FileRow:
    info = one.file
    known = kind.fields.get(one.field)
    who = viewer.chart.name(one.added_by) if one.added_by else ""
    at = formats.ago(one.added_at, viewer.now, viewer.zone)
    note = "" if markup_url(info) else info.preview_note
    return FileRow(
        id=info.id,
        name=info.name,
        kind=formats.file_kind(info.name),
        meta=" · ".join(filter(None, (formats.size(info.size), ", ".join(filter(None, (who, at))), note))),
        pages=tuple(f"/files/{info.id}/page/{page.number}.webp" for page in info.pages),
        page_count=info.page_count or 0,
        badge=Badge(known.title.say(viewer.language)) if known else None,
        markup_url=markup_url(info),
    )


def markup_url(info: FileInfo) -> str:
    if info.formal:
        return f"/files/{info.id}/document/"
    return f"/files/{info.id}/text/" if info.extension == "docx" else ""


def attach_input() -> Field:
    return Field(name="files", label=_("Add a file"), kind=Kind.FILE, multiple=True)


def _approved(view: CardView, key: str) -> bool:
    return view.card_type.fields[key].locked_by_approval


def _mine(view: CardView, key: str) -> bool:
    """Access may open some fields only."""
    return view.editable is None or key in view.editable


def field_locked(view: CardView, key: str) -> str:
    """Why the field is closed to everybody now."""
    frozen = view.state.locked and view.card_type.by_stage[view.state.stage].kind == "work"
    return _("Locked since the first approval") if frozen and _approved(view, key) else ""


def field_open(view: CardView, key: str) -> bool:
    """Whether the reader may change the field now, outside of tasks."""
    in_tasks = view.card_type.only_in_tasks
    if view.card_type.fields[key].by_system:
        return False
    return "edit" in view.may and key not in in_tasks and _mine(view, key) and not field_locked(view, key)


def edit_form(
    view: CardView,
    viewer: Viewer,
    *,
    error: str = "",
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
) -> Form:
    """The fields of the card as one form."""
    words = Wording(view.definition, viewer.chart, viewer.zone)
    rules, in_tasks = view.card_type.fields, view.card_type.only_in_tasks
    draft = view.card_type.by_stage[view.state.stage].kind == "start"
    keys = [key for key, rule in rules.items() if key not in in_tasks and not rule.by_system]
    keys = [key for key in keys if not (draft and rules[key].later)]
    frozen = view.state.locked and view.card_type.by_stage[view.state.stage].kind == "work"
    inputs = fields.inputs(
        words,
        keys,
        view.state.fields,
        reader=viewer.person,
        typed=typed,
        errors=errors,
        required=frozenset(key for key in keys if view.card_type.fields[key].required),
        locked=frozenset(key for key in keys if (frozen and _approved(view, key)) or not _mine(view, key)),
    )
    return Form(f"/cards/{view.id}/edit", letters.joined(view.card_type, inputs), error, view.state.edition)
