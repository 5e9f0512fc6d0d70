"""The preview of a calendar of absences in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.importing import ChangeRow, PreviewGroup, PreviewRow
from marshrut.doors.web.screens.parts import Badge, Tone
from marshrut.doors.web.screens.rota import RotaPreview, RotaScreen
from marshrut.org.queries.rota import Line, Plan, headings

from . import absences, away
from .draft import Draft
from .viewer import Viewer

IMPORT = f"{absences.PATH}import/"
#: rows of one group that a page shows
SHOWN = 200


def screen(draft: Draft, viewer: Viewer) -> RotaScreen:
    fields = (
        draft.field("file", _("File"), Kind.FILE, hint=_("CSV or XLSX, up to 5 MB and 20,000 rows"), wide=True),
        draft.field(
            "text",
            _("Or paste the rows here"),
            Kind.LONG,
            wide=True,
            placeholder=_("Copy the cells in the spreadsheet together with the heading and paste them"),
        ),
    )
    return RotaScreen(
        form=draft.form(IMPORT, fields, _("Show what will change")),
        tabs=absences.tabs("import", viewer),
        columns=tuple(zip(headings().values(), _hints(), strict=True)),
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


def preview(plan: Plan, packed: str, viewer: Viewer, error: str = "") -> RotaPreview:
    wrong, new, changed = plan.of("wrong"), plan.of("new"), plan.of("changed")
    lead = _("Correct them in the table and choose it again: nothing is saved by halves.")
    groups = (
        _group(_("Need correction"), wrong, "bad", viewer, lead),
        _group(_("New absences"), new, "ok", viewer),
        _group(_("What changes"), changed, "info", viewer),
    )
    names = ", ".join(f"«{name}»" for name in plan.unknown)
    unknown = _("Columns that are not known and not read: {names}.").format(names=names) if names else ""
    return RotaPreview(
        badges=_badges(plan),
        groups=tuple(group for group in groups if group.rows),
        warning=unknown,
        error=error,
        packed=packed,
        seen=plan.digest,
        can_apply=not wrong and bool(new or changed),
        nothing=not wrong and not new and not changed,
    )


def _badges(plan: Plan) -> tuple[Badge, ...]:
    counted = (
        (_("New: {n}"), plan.of("new"), Tone.OK),
        (_("Change: {n}"), plan.of("changed"), Tone.INFO),
        (_("Without changes: {n}"), plan.of("same"), Tone.NEUTRAL),
        (_("Over already: {n}"), plan.of("over"), Tone.NEUTRAL),
        (_("Need correction: {n}"), plan.of("wrong"), Tone.BAD),
    )
    return tuple(Badge(text.format(n=formats.number(len(lines))), tone) for text, lines, tone in counted if lines)


def _group(title: str, lines: list[Line], tone: str, viewer: Viewer, lead: str = "") -> PreviewGroup:
    left = len(lines) - SHOWN
    more = _("and {n} more").format(n=formats.number(left)) if left > 0 else ""
    return PreviewGroup(title, tuple(_row(line, viewer) for line in lines[:SHOWN]), tone, lead, more)


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
    parts = ((_("new: {n}"), made["added"]), (_("changed: {n}"), made["changed"]))
    said = ", ".join(text.format(n=formats.number(many)) for text, many in parts if many)
    return _("The calendar is brought in: {what}.").format(what=said) if said else _("Nothing had to be changed.")
