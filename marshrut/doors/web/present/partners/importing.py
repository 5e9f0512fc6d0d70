"""The preview of a table of companies in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.crm.queries.importing import Change, Line, Plan, headings
from marshrut.crm.sentences import KINDS, ROLES
from marshrut.doors.web import formats
from marshrut.doors.web.present import tables
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.importing import ChangeRow, PreviewRow, TablePreview, TableScreen
from marshrut.doors.web.screens.parts import Badge, Link, Tone

from .shared import COMPANIES

PATH = f"{COMPANIES}import/"
#: what to do with companies that are here already
UPDATE, SKIP = "update", "skip"


def screen(draft: Draft, _viewer: Viewer) -> TableScreen:
    shown = draft if draft.values else Draft({"existing": UPDATE}, draft.error, draft.errors)
    choices = [(UPDATE, _("Change it as the table says")), (SKIP, _("Leave it as it is"))]
    existing = shown.field("existing", _("If a company is here already"), Kind.RADIO, options=choices, wide=True)
    return TableScreen(
        title=_("Bring in companies"),
        back=Link(_("Companies"), COMPANIES),
        form=shown.form(PATH, (*tables.fields(shown), existing), _("Show what will change")),
        columns=tuple((name, _hint(key)) for key, name in headings().items()),
        example_url=f"{PATH}example/",
        about=_("In any order, by their Russian or English names. An empty cell changes nothing."),
    )


def _hint(key: str) -> str:
    roles = ", ".join(str(title) for title in ROLES.values())
    hints = {
        "name": _("needed"),
        "inn": _("By it a company is known; needed"),
        "kpp": _("tells branches of one INN apart"),
        "kind": _("legal entity or sole proprietor; empty: by the length of the INN"),
        "delivery": _("several with «;» between them"),
        "contact": _("a second contact: one more row with the same INN"),
        "contact_roles": roles,
    }
    return hints.get(key, "")


def preview(plan: Plan, packed: str, _viewer: Viewer, error: str = "") -> TablePreview:
    wrong, new, changed = plan.of("wrong"), plan.of("new"), plan.of("changed")
    lead = _("Rows with mistakes are left out; the rest is saved. Correct them and bring the table once more.")
    groups = (
        tables.group(_("Need correction"), wrong, _row, "bad", lead),
        tables.group(_("New companies"), new, _row, "ok"),
        tables.group(_("What changes"), changed, _row, "info"),
        tables.group(_("Left as they are"), plan.of("skipped"), _row, ""),
    )
    return TablePreview(
        back=Link(_("Bring in companies"), PATH),
        apply_url=f"{PATH}apply",
        badges=_badges(plan),
        groups=tuple(group for group in groups if group.rows),
        warning=tables.unknown(plan.unknown),
        error=error,
        packed=packed,
        seen=plan.digest,
        hidden=(("existing", UPDATE if plan.update else SKIP),),
        can_apply=bool(new or changed),
        nothing=not wrong and not new and not changed,
    )


def _badges(plan: Plan) -> tuple[Badge, ...]:
    return tables.badges(
        (
            (_("New: {n}"), len(plan.of("new")), Tone.OK),
            (_("Change: {n}"), len(plan.of("changed")), Tone.INFO),
            (_("Without changes: {n}"), len(plan.of("same")), Tone.NEUTRAL),
            (_("As they are: {n}"), len(plan.of("skipped")), Tone.NEUTRAL),
            (_("Need correction: {n}"), len(plan.of("wrong")), Tone.BAD),
        )
    )


def _row(line: Line) -> PreviewRow:
    names = headings()
    is_new = line.company is None
    changes = tuple(_change(one, names, is_new=is_new) for one in line.changes if not (is_new and one.column == "name"))
    problems = tuple(f"{names[column]}: {sentence}" for column, sentence in line.problems)
    url = f"{COMPANIES}{line.company}/" if line.company else ""
    inn = _("INN {inn}").format(inn=line.inn) if line.inn else ""
    return PreviewRow(_("row {n}").format(n=line.row), line.name or formats.DASH, inn, changes, problems, url)


def _change(one: Change, names: dict[str, str], *, is_new: bool) -> ChangeRow:
    old, new = (str(KINDS.get(text, text)) if one.column == "kind" else text for text in (one.old, one.new))
    return ChangeRow(names[one.column], new or formats.DASH, old or formats.DASH, is_new or not one.old)


def done(made: dict[str, int]) -> str:
    """«Таблица загружена: новых контрагентов 12, контактных лиц 5.»"""
    said = tables.told(
        (
            (_("new companies: {n}"), made["added"]),
            (_("changed: {n}"), made["changed"]),
            (_("contacts: {n}"), made["contacts"]),
            (_("left as they are: {n}"), made["skipped"]),
            (_("rows with mistakes left out: {n}"), made["wrong"]),
        )
    )
    return _("The table is brought in: {what}.").format(what=said) if said else _("Nothing had to be changed.")
