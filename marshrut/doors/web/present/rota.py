"""The preview of a calendar of absences in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from marshrut.doors.web.screens.importing import ChangeRow, PreviewRow, TablePreview, TableScreen
from marshrut.doors.web.screens.parts import Badge, Link, Tone
from marshrut.org.queries.rota import Line, Plan, headings

from . import absences, away, tables
from .draft import Draft
from .viewer import Viewer

IMPORT = f"{absences.PATH}import/"


def screen(draft: Draft, viewer: Viewer) -> TableScreen:
    return TableScreen(
        title=_("Bring in a calendar"),
        back=Link(_("Absences"), f"{absences.PATH}calendar/"),
        form=draft.form(IMPORT, tables.fields(draft), _("Show what will change")),
        columns=tuple(zip(headings().values(), _hints(), strict=True)),
        example_url=f"{IMPORT}example/",
        about=_(
            "In any order, by their Russian or English names. Absences that the table does not name stay as they are."
        ),
        tabs=absences.tabs("import", viewer),
        label=_("Absences"),
    )


def _hints() -> tuple[str, ...]:
    return (
        _("by it the person is found; needed"),
        _("needed, for example 06.07.2026"),
        _("needed, included"),
        _("holiday, sick leave, business trip or other; empty: holiday"),
        _("e-mail; several with «;» between them. Empty: stays as the person named it"),
        "",
    )


def preview(plan: Plan, packed: str, viewer: Viewer, error: str = "") -> TablePreview:
    wrong, new, changed = plan.of("wrong"), plan.of("new"), plan.of("changed")
    lead = _("Correct them in the table and choose it again: nothing is saved by halves.")

    def row(line: Line) -> PreviewRow:
        return _row(line, viewer)

    groups = (
        tables.group(_("Need correction"), wrong, row, "bad", lead),
        tables.group(_("New absences"), new, row, "ok"),
        tables.group(_("What changes"), changed, row, "info"),
    )
    return TablePreview(
        back=Link(_("Bring in a calendar"), IMPORT),
        apply_url=f"{IMPORT}apply",
        badges=_badges(plan),
        groups=tuple(group for group in groups if group.rows),
        warning=tables.unknown(plan.unknown),
        error=error,
        packed=packed,
        seen=plan.digest,
        can_apply=not wrong and bool(new or changed),
        nothing=not wrong and not new and not changed,
    )


def _badges(plan: Plan) -> tuple[Badge, ...]:
    return tables.badges(
        (
            (_("New: {n}"), len(plan.of("new")), Tone.OK),
            (_("Change: {n}"), len(plan.of("changed")), Tone.INFO),
            (_("Without changes: {n}"), len(plan.of("same")), Tone.NEUTRAL),
            (_("Over already: {n}"), len(plan.of("over")), Tone.NEUTRAL),
            (_("Need correction: {n}"), len(plan.of("wrong")), Tone.BAD),
        )
    )


def _row(line: Line, viewer: Viewer) -> PreviewRow:
    names = headings()
    problems = tuple(f"{names[column]}: {sentence}" for column, sentence in line.problems)
    said = (
        () if problems else tuple(ChangeRow(label, text, is_new=True) for label, text in _facts(line, viewer) if text)
    )
    url = f"/org/people/{line.person}/" if line.person else ""
    return PreviewRow(_("row {n}").format(n=line.row), line.name or line.email, line.email, said, problems, url)


def _facts(line: Line, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    today: date = viewer.now.astimezone(viewer.zone).date()
    first, last = (away.short_day(day, today) for day in (line.first, line.last))
    names = ", ".join(viewer.chart.name(one) for one in line.substitutes or ())
    return (
        (str(away.REASONS[line.reason]), _("from {first} to {last} inclusive").format(first=first, last=last)),
        (_("Stands in"), names),
        (headings()["note"], line.note),
    )


def done(made: dict[str, int]) -> str:
    """«График загружен: новых 12, изменено 5.»"""
    said = tables.told(((_("new: {n}"), made["added"]), (_("changed: {n}"), made["changed"])))
    return _("The calendar is brought in: {what}.").format(what=said) if said else _("Nothing had to be changed.")
