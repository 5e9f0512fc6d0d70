"""Promises about letters in words: each number says how it is counted."""

from __future__ import annotations

from datetime import date

from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.doors.web import formats
from marshrut.doors.web.screens.control import (
    BaselineScreen,
    ControlFigure,
    OutsideRow,
    PromiseMonth,
    PromisesScreen,
    PromiseTable,
    ProofRow,
    ShareRow,
    ShareTable,
)
from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.parts import Link, Tone
from marshrut.letters.queries.promises import Baseline, Month, Promises, Shares, Took
from marshrut.letters.queries.proof import Outside, ProofDay
from marshrut.letters.rules.promises import percent, saved

from .draft import Draft
from .load import wait
from .viewer import Viewer

PATH = "/promises/"
BASELINE = f"{PATH}baseline/"


def screen(found: Promises, proofs: tuple[ProofDay, ...], viewer: Viewer) -> PromisesScreen:
    return PromisesScreen(
        title=_("Promises about letters"),
        lead=_("Measured on all letters of the company, month by month. Nothing is taken on trust."),
        figures=_figures(found),
        tables=_tables(found, viewer),
        shares=_shares(found),
        proofs=tuple(_proof(one, viewer) for one in proofs),
        proof_how=_(
            "Every number in force in the books of letters is looked up: its card is on a stage of its route and "
            "somebody or something will carry it on, or it has come to an end. Whatever is neither stands in the list. "
            "Counted once a day."
        ),
        prove_url=f"{PATH}prove" if found.may_prove else "",
        baseline_url=BASELINE if found.may_set_baseline else "",
    )


def _figures(found: Promises) -> tuple[ControlFigure, ...]:
    """The newest month with letters in it, and the last proof."""
    answered = next((one for one in found.months if one.answered.count), None)
    moved = next((one for one in found.months if one.moves.total), None)
    outside = ControlFigure(
        text="—" if found.outside is None else formats.number(found.outside),
        name=_("Letters in no state"),
        tone=Tone.BAD if found.outside else Tone.OK,
        hint=_("must be 0; last proof {day}").format(day=formats.day(found.proved_on))
        if found.proved_on
        else _("not counted yet"),
    )
    figures = [outside]
    if answered:
        figures.append(
            ControlFigure(
                text=wait(answered.answered.median or 0),
                name=_("Usual time to the answer"),
                hint=month(answered.first),
                tone=Tone.INFO,
            )
        )
    if moved:
        figures.append(
            ControlFigure(
                text=f"{percent(moved.moves.system, moved.moves.total)} %",
                name=_("Changes of stage made by the system"),
                hint=month(moved.first),
                tone=Tone.INFO,
            )
        )
    return tuple(figures)


def _tables(found: Promises, viewer: Viewer) -> tuple[PromiseTable, ...]:
    base = found.baseline
    return (
        _table(
            "answered",
            _("From registration to the answer"),
            _(
                "Working time of the company from the moment an incoming letter got its number until the first answer "
                "was sent. Letters count in the month of the answer."
            ),
            found.months,
            base.answered if base else None,
            base,
            viewer,
        ),
        _table(
            "done",
            _("From registration to being done"),
            _(
                "Working time of the company from the moment an incoming letter got its number until it was done, with "
                "an answer or without. Letters count in the month in which they were done."
            ),
            found.months,
            base.done if base else None,
            base,
            viewer,
        ),
    )


def _table(
    key: str,
    title: str,
    how: str,
    months: tuple[Month, ...],
    hours: int | None,
    base: Baseline | None,
    viewer: Viewer,
) -> PromiseTable:
    rows = [(one.first, one.answered if key == "answered" else one.done) for one in months]
    shown = tuple(_month(first, took, hours) for first, took in rows if took.count)
    return PromiseTable(key, title, how, _before(hours, base, viewer), shown)


def _before(hours: int | None, base: Baseline | None, viewer: Viewer) -> str:
    if base is None or hours is None:
        return _("There is no figure from before to compare with yet.")
    said = _("Before: {hours} of working time. Entered by {person}, {day}.")
    day = formats.day(base.at.astimezone(viewer.zone).date())
    person = viewer.chart.name(base.by) if base.by else _("Marshrut")
    text = said.format(hours=wait(hours * 60), person=person, day=day)
    return f"{text} {base.note}" if base.note else text


def _month(first: date, took: Took, hours: int | None) -> PromiseMonth:
    less = saved(took.median, hours)
    if less is None:
        said, tone = "", Tone.NEUTRAL
    elif less >= 0:
        said, tone = _("{n} percent faster").format(n=less), Tone.OK
    else:
        said, tone = _("{n} percent slower").format(n=-less), Tone.BAD
    return PromiseMonth(
        month(first), formats.number(took.count), wait(took.median or 0), wait(took.most or 0), said, tone
    )


def _shares(found: Promises) -> tuple[ShareTable, ...]:
    return (
        ShareTable(
            "steps",
            _("Steps made by the system"),
            _(
                "Lines in the history of letters: tasks given, numbers written in, stages changed, cards made, "
                "fields filled – against decisions, edits and other steps of people. Talk and reminders do not count."
            ),
            tuple(_share(one.first, one.steps) for one in found.months if one.steps.total),
        ),
        ShareTable(
            "moves",
            _("Changes of stage made by the system"),
            _(
                "Of all changes of stage of letters, those that happened by themselves, "
                "without a decision at that moment."
            ),
            tuple(_share(one.first, one.moves) for one in found.months if one.moves.total),
        ),
    )


def _share(first: date, shares: Shares) -> ShareRow:
    share = percent(shares.system, shares.total) or 0
    detail = _("{system} of {total}").format(system=formats.number(shares.system), total=formats.number(shares.total))
    return ShareRow(month(first), f"{share} %", detail, share)


def _proof(one: ProofDay, viewer: Viewer) -> ProofRow:
    return ProofRow(
        day=formats.day(one.day),
        at=formats.clock(one.at, viewer.zone),
        registered=formats.number(one.registered),
        live=formats.number(one.live),
        final=formats.number(one.final),
        outside=formats.number(one.count),
        holds=one.count == 0,
        letters=tuple(_outside(letter) for letter in one.outside),
        hidden=_("and {n} more that are closed to you").format(n=formats.number(one.hidden)) if one.hidden else "",
    )


def _outside(one: Outside) -> OutsideRow:
    url = f"/cards/{one.card}/" if one.card else f"/documents/{one.document}/"
    return OutsideRow(one.number, url, reasons().get(one.why, one.why))


def reasons() -> dict[str, str]:
    return {
        "no_card": _("registered by hand, on no route and not put away: set its final status or start a card"),
        "draft": _("its card is a draft: nobody works on it"),
        "no_stage": _("its card stands on a stage that the route does not know"),
        "nobody": _("on its way with nobody to decide, no timer and nothing to come"),
        "no_number": _("it should have a number by now and has none: register its document, or say why it was voided"),
        "unfinished": _("its card says it is finished and stands on its way, or the other way round"),
    }


def month(first: date) -> str:
    """«ноябрь 2026»."""
    name = str(dates.MONTHS[first.month])
    return f"{name.lower() if formats.russian() else name}{formats.HARD}{first.year}"


def baseline(draft: Draft, earlier: list[Baseline], viewer: Viewer) -> BaselineScreen:
    fields = [
        draft.field("answered", _("From registration to the answer, working hours"), Kind.NUMBER, unit=_("h")),
        draft.field("done", _("From registration to being done, working hours"), Kind.NUMBER, unit=_("h")),
        draft.field("note", _("Where the figures come from"), Kind.LONG, wide=True),
    ]
    return BaselineScreen(
        title=_("What letters took before"),
        back=Link(_("Promises about letters"), PATH),
        lead=_(
            "The usual (median) time before the company worked here: from an old journal, or from a week of counting. "
            "Three working days are 24 hours. Whoever enters it and when stays in history."
        ),
        form=draft.form(BASELINE, fields, pgettext("button", "Save")),
        earlier=tuple(_entered(one, viewer) for one in earlier),
    )


def _entered(one: Baseline, viewer: Viewer) -> tuple[str, str, str]:
    said = _("to the answer: {answered}; to being done: {done}")
    figures = [wait(hours * 60) if hours else _("not known") for hours in (one.answered, one.done)]
    who = viewer.chart.name(one.by) if one.by else _("Marshrut")
    return (
        said.format(answered=figures[0], done=figures[1]),
        one.note,
        f"{who}, {formats.moment(one.at, viewer.zone)}",
    )
