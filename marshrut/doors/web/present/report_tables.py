"""Reports as tables for saving; times are hours of work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.dashboards.edocs import Line, Signing
from marshrut.dashboards.processes import Process, Processes, Took
from marshrut.edocs import sentences

from .reports import full_month
from .viewer import Viewer

Value = str | int | Decimal


def overview(found: Processes, viewer: Viewer) -> list[list[Value]]:
    """For saving: a line for each process."""
    rows: list[list[Value]] = [[
        _("Process"), pgettext("report", "On their way"), _("Overdue"), pgettext("report", "Finished"),
        pgettext("report", "Rejected"), _("Usual time, working hours"), _("Nine of ten within, working hours"),
        *(full_month(one.first) for one in found.total.months),
    ]]  # fmt: skip
    for kind, one in found.kinds:
        known = {month.first: month.success for month in one.months}
        rows.append([
            kind.title.say(viewer.language), one.open, one.late, one.success, one.failure, *hours(one.took),
            *(known.get(month.first, 0) for month in found.total.months),
        ])  # fmt: skip
    return rows


def process(found: Process, viewer: Viewer) -> list[list[Value]]:
    """For saving: by stage, by month, by person."""
    kind, one = found.kind, found.figures
    heading = [_("Stage"), _("Cards"), _("Overdue"), _("Left it"), _("Usual time, working hours"),
               _("Nine of ten within, working hours")]  # fmt: skip
    rows: list[list[Value]] = [list(heading)]
    for stage in one.stages:
        title = kind.by_stage[stage.stage].title.say(viewer.language)
        rows.append([title, stage.cards, stage.late, stage.took.cards, *hours(stage.took)])
    rows += [[], [pgettext("period", "Month"), pgettext("report", "Finished"), _("Rejected or withdrawn")]]
    rows += [[full_month(month.first), month.success, month.failure] for month in one.months]
    rows += [[], [_("Who"), pgettext("report", "On their way"), _("Overdue")]]
    rows += [[viewer.chart.name(person.person), person.cards, person.late] for person in found.people]
    return rows


def hours(one: Took) -> list[Value]:
    return [Decimal(minutes) / 60 if one.cards else "" for minutes in (one.median, one.most)]


def signing(found: Signing, viewer: Viewer) -> list[list[Value]]:
    """E-documents: all, by month, by counterparty, by manager, by kind; an empty line between them."""
    heading = [_("Documents"), pgettext("edocs tab", "Signed"), pgettext("edocs tab", "Wait for the counterparty"),
               pgettext("edocs tab", "Our turn"), pgettext("edocs tab", "Overdue"), _("Long overdue"),
               pgettext("edocs tab", "Refusals and errors"), pgettext("edocs tab", "Annulled"),
               _("Usual time, working hours"), _("Nine of ten within, working hours"),
               _("Longest waiting now, working hours")]  # fmt: skip
    rows: list[list[Value]] = [["", *heading]]
    rows += [_signed(pgettext("edocs tab", "All"), found.total)] if found.total else []
    for title, lines in (
        (pgettext("period", "Month"), found.months),
        (_("Counterparty"), found.companies.lines),
        (_("Manager"), found.managers.lines),
        (_("Kind"), found.kinds.lines),
    ):
        rows += [[], [title, *heading], *(_signed(_named(line, viewer), line) for line in lines)]
    return rows


def _named(line: Line, viewer: Viewer) -> str:
    cut, key = line.counted.cut, line.counted.key
    if isinstance(key, date):
        return full_month(key)
    if cut == "kind":
        return str(sentences.KINDS[str(key)])
    if cut == "manager":
        return viewer.chart.name(key) if isinstance(key, int) else _("Nobody is responsible")
    return line.name or _("Not matched with a company")


def _signed(name: str, line: Line) -> list[Value]:
    one = line.counted
    figures = (one.documents, one.signed, one.waiting, one.ours, one.late, one.critical, one.troubles, one.revoked)
    return [name, *figures, *hours(line.took), Decimal(line.waits) / 60 if line.waits else ""]
