"""The preview of a table in words: what is new, what changes, what is wrong."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.definitions import queries as definitions
from marshrut.documents import queries as documents
from marshrut.doors.web import formats
from marshrut.doors.web.screens.importing import (
    ChangeRow,
    ExportRow,
    ExportsScreen,
    ImportScreen,
    MissingRow,
    PreviewRow,
    PreviewScreen,
)
from marshrut.doors.web.screens.parts import Badge, Empty, Tone
from marshrut.kernel.errors import NotFound
from marshrut.org.queries import staff

from . import tables
from .draft import Draft
from .org import PATH, tabs
from .viewer import Viewer

IMPORT = f"{PATH}import/"


def screen(draft: Draft) -> ImportScreen:
    form = draft.form(IMPORT, tables.fields(draft), _("Show what will change"))
    headings = staff.headings()
    return ImportScreen(
        form=form, tabs=tabs("import", may_edit=True), columns=tuple(zip(headings.values(), _hints(), strict=True))
    )


def _hints() -> tuple[str, ...]:
    return (
        _("by it the person is found; needed"),
        _("needed for new people"),
        _("needed for new people"),
        "",
        "",
        _("the path from the top: «Head office / Production / Shop 1»; new ones are added"),
        _("yes or no"),
        _("names or keys, with «;» between them"),
        _("ru or en"),
        _("for example Europe/Moscow; empty: as in the company"),
    )


def preview(plan: staff.Plan, packed: str, viewer: Viewer, error: str = "") -> PreviewScreen:
    wrong, new, changed = plan.of("wrong"), plan.of("new"), plan.of("changed")
    shown = plan.missing[: tables.SHOWN]
    warnings = list(plan.warnings[: tables.SHOWN])
    if plan.unknown:
        warnings.insert(0, tables.unknown(plan.unknown))
    lead = _("Correct them in the table and choose it again: nothing is saved by halves.")

    def row(line: staff.Line) -> PreviewRow:
        return _row(line, viewer)

    groups = (
        tables.group(_("Need correction"), wrong, row, "bad", lead),
        tables.group(_("New people"), new, row, "ok"),
        tables.group(_("What changes"), changed, row, "info"),
    )
    return PreviewScreen(
        badges=_badges(plan),
        groups=tuple(group for group in groups if group.rows),
        units=tuple(unit.path for unit in plan.units[: tables.SHOWN]),
        units_more=tables.more(len(plan.units)),
        missing=tuple(
            MissingRow(one.id, one.name, one.email, viewer.face(one.id), one.id != viewer.person) for one in shown
        ),
        missing_more=tables.more(len(plan.missing)),
        warnings=tuple(warnings),
        error=error,
        packed=packed,
        seen=plan.digest,
        can_apply=not wrong and (not plan.changes_nothing or bool(plan.missing)),
        nothing=plan.changes_nothing and not plan.missing,
    )


def _badges(plan: staff.Plan) -> tuple[Badge, ...]:
    counted = (
        (_("New: {n}"), len(plan.of("new")), Tone.OK),
        (_("Change: {n}"), len(plan.of("changed")), Tone.INFO),
        (_("New departments: {n}"), len(plan.units), Tone.OK),
        (_("Without changes: {n}"), len(plan.of("same")), Tone.NEUTRAL),
        (_("Not in the table: {n}"), len(plan.missing), Tone.WARN),
        (_("Need correction: {n}"), len(plan.of("wrong")), Tone.BAD),
    )
    return tables.badges(counted)


def _row(line: staff.Line, viewer: Viewer) -> PreviewRow:
    names, is_new = staff.headings(), line.person is None
    changes = tuple(
        ChangeRow(names[one.column], _value(one.column, one.new, viewer), _value(one.column, one.old, viewer), is_new)
        for one in line.changes
        if not (is_new and one.column in ("last_name", "first_name", "middle_name"))
    )
    problems = tuple(f"{names[column]}: {sentence}" for column, sentence in line.problems)
    url = f"{PATH}people/{line.person}/" if line.person else ""
    return PreviewRow(_("row {n}").format(n=line.row), line.name or line.email, line.email, changes, problems, url)


def _value(column: str, value: str | tuple[str, ...] | bool | None, viewer: Viewer) -> str:
    if column == "roles" and isinstance(value, tuple):
        return ", ".join(viewer.chart.role_title(key, viewer.language) for key in value) or formats.DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column == "language" and value:
        return {"ru": "русский", "en": "English"}.get(str(value), str(value))
    return str(value) if value else formats.DASH


def done(made: dict[str, int]) -> str:
    """«Готово: новых 12, изменено 5, уволено 1.»"""
    parts = (
        (_("new people: {n}"), made["added"]),
        (_("changed: {n}"), made["changed"]),
        (_("new departments: {n}"), made["departments"]),
        (_("dismissed: {n}"), made["dismissed"]),
    )
    said = tables.told(parts)
    return _("The table is applied: {what}.").format(what=said) if said else _("Nothing had to be changed.")


def exports(made: list[staff.Export], viewer: Viewer) -> ExportsScreen:
    rows = tuple(
        ExportRow(
            when=formats.ago(one.at, viewer.now, viewer.zone),
            who=viewer.face(one.person),
            what=_what(one.what, viewer),
            rows=ngettext("{count} row", "{count} rows", one.rows).format(count=formats.number(one.rows)),
            form=one.form.upper(),
            query=one.query,
            cut=one.cut,
        )
        for one in made
    )
    text = _("Every table that somebody takes away leaves a line here.")
    empty = None if rows else Empty("nothing", _("Nothing has been taken away yet"), text)
    return ExportsScreen(tabs=tabs("import", may_edit=True), rows=rows, empty=empty)


def _what(key: str, viewer: Viewer) -> str:
    if key == "people":
        return _("People and departments")
    if key.startswith("journal:"):
        return _("Journal: {kind}").format(kind=_book(key.removeprefix("journal:")))
    if key == "evidence":
        return _("Archive of letters")
    try:
        kind = definitions.active_for(key).pack.card_type(key)
    except NotFound:
        kind = None
    return kind.title.say(viewer.language) if kind else key


def _book(key: str) -> str:
    """Kinds are never removed, but the line stays whatever becomes of them."""
    try:
        return documents.kind(key).title
    except NotFound:
        return key
