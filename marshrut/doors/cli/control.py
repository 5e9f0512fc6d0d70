"""Further commands of `marshrut letters …`: control, journals, promises, the daily proof."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import get_args

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.dashboards import letters as dashboard
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.letters import commands, journal_words
from marshrut.letters.queries import journals, promises
from marshrut.org import queries as org

from . import acting
from .letter import letters
from .saying import as_json, at, say_json, table

__all__ = ["letters"]

DAY = click.DateTime(["%Y-%m-%d"])
STATES = click.Choice(["open", "done", "late", "void"])


@letters.command(help=_("Count: every registered letter is on its way or finished. Exit code 1 when one is neither."))
@acting.perhaps_acting
@as_json
@click.pass_context
def prove(ctx: click.Context, actor: Actor, *, raw: bool) -> None:
    found = commands.prove(actor)
    if raw:
        say_json(found)
    else:
        said = _("Registered: {registered}, on their way: {live}, finished: {final}, in no state: {outside}.")
        click.echo(said.format(**{**found, "outside": len(found["outside"])}))
        for one in found["outside"]:
            click.echo(f"  {one['number']}  {one['why']}")
    if found["outside"]:
        ctx.exit(1)


@letters.command(help=_("Who works on which letters and what waits; with a list, its letters."))
@click.option("--list", "what", type=click.Choice(get_args(dashboard.What)), default=None, help=_("Show this list."))
@click.option("--person", type=acting.Employee(), help=_("Only what waits for this person; with --list."))
@acting.acting
@as_json
def control(what: dashboard.What | None, person: int | None, actor: Actor, *, raw: bool) -> None:
    if what is None:
        _figures(dashboard.letters(actor), raw=raw)
        return
    found = dashboard.listed(actor, what, person)
    if raw:
        say_json(asdict(found))
        return
    chart = org.chart()
    head = [_("Card"), _("Number"), _("Subject"), _("Company"), _("Stage"), _("Who has it"), _("Since")]
    rows = []
    for one in found.letters:
        names = ", ".join(map(chart.name, one.card.holders))
        number, subject, partner = (
            (one.head.number, one.head.subject, one.head.partner) if one.head else ("", one.card.name, "")
        )
        rows.append([one.card.id, number, subject, partner, one.card.stage, names, at(one.card.entered_at)])
    table(head, rows)


def _figures(found: dashboard.Control, *, raw: bool) -> None:
    if raw:
        say_json(asdict(found))
        return
    rows = [
        [pgettext("letters", "On their way"), found.cards],
        [pgettext("letters", "Overdue"), found.late],
        [_("Done, but the answer has not left"), found.unanswered],
        *([f"{one.card_type}: {one.task}", one.cards] for one in found.follow_ups),
        *([_("{type}: overdue").format(type=one.card_type), one.late] for one in found.about),
    ]
    table([_("What"), _("Letters")], rows)


@letters.command(help=_("Write the journal BOOK, like letter_in, to FILE (.xlsx, .csv or .pdf)."))
@click.argument("book")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--since", type=DAY, help=_("First day of the numbers, like 2026-01-01."))
@click.option("--until", type=DAY, help=_("Last day of the numbers."))
@click.option("--organisation", type=int, help=_("Number of our organisation."))
@click.option("--partner", type=int, help=_("Number of the counterparty."))
@click.option("--state", type=STATES, default=None, help=_("Only letters like that."))
@acting.perhaps_acting
def journal(
    book: str,
    file: Path,
    since: datetime | None,
    until: datetime | None,
    organisation: int | None,
    partner: int | None,
    state: journals.State | None,
    actor: Actor,
) -> None:
    wanted = journals.Wanted(
        since.date() if since else None, until.date() if until else None, organisation, partner, state or ""
    )
    form = journal_words.form_of(file.suffix.lower().lstrip("."))
    taken = commands.export_journal(actor, book=book, wanted=wanted, form=form)
    words = journal_words.Words(journals.book(actor, book), org.chart(), timezone.get_current_timezone())
    content, _type = journal_words.as_file(words, taken.lines, form, clock.now())
    with content, file.open("wb") as out:
        shutil.copyfileobj(content, out)
    click.echo(_("Written: {many} rows.").format(many=taken.count))


@letters.command(help=_("How long letters take and who moves them, month by month. Times in working hours."))
@acting.perhaps_acting
@as_json
def measure(actor: Actor, *, raw: bool) -> None:
    found = promises.promises(actor)
    if raw:
        say_json(asdict(found))
        return
    head = [_("In the month"), _("Answered"), _("Usually"), _("Executed"), _("Usually"), _("Steps by the system")]
    rows = [
        [
            f"{one.first:%Y-%m}",
            one.answered.count,
            _hours(one.answered.median),
            one.done.count,
            _hours(one.done.median),
            f"{one.steps.system} / {one.steps.total}",
        ]
        for one in found.months
        if one.steps.total
    ]
    table(head, rows)


def _hours(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes / 60:.1f}"


@letters.command(help=_("Say how many working hours letters took before."))
@click.option("--answered", type=int, help=_("From registration to the answer."))
@click.option("--done", type=int, help=_("From registration to being done."))
@click.option("--note", default="", help=_("Where the figures come from."))
@acting.perhaps_acting
def baseline(answered: int | None, done: int | None, note: str, actor: Actor) -> None:
    commands.set_baseline(actor, answered=answered, done=done, note=note)
    click.echo(_("Saved."))
