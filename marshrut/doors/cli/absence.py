"""`marshrut absence …`"""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.documents import tables
from marshrut.kernel.actor import Actor
from marshrut.kernel.wording import DASH
from marshrut.org import commands, queries
from marshrut.org.queries import rota

from . import acting
from .saying import Group, as_json, at, say_json, table

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=Group, help=_("Absences: who is away, who stands in."))
def absence() -> None:
    pass


@absence.command("list", help=_("Absences that run or will, of everybody or of one person."))
@acting.perhaps_acting
@click.option("--of", "person", type=acting.Employee(), help=_("E-mail of the person."))
@click.option("--over", is_flag=True, help=_("Also those that have ended."))
@as_json
def list_absences(actor: Actor, person: int | None, *, over: bool, raw: bool) -> None:
    found = queries.absences(actor, person=person, over=over)
    if raw:
        say_json([asdict(one) for one in found])
        return
    chart = queries.chart()
    head = [_("No."), _("Who"), _("From"), _("Until"), _("Why"), _("Standing in")]
    rows = [
        [
            one.id,
            chart.name(one.person),
            at(one.since) if one.days is None else one.days.first.isoformat(),
            at(one.until) if one.days is None else one.days.last.isoformat(),
            one.reason or DASH,
            ", ".join(chart.name(it.person) for it in one.substitutes) or _("the head"),
        ]
        for one in found
    ]
    table(head, rows)


@absence.command("set", help=_("Set an absence of EMAIL, from FIRST to LAST day, both included (2026-07-06)."))
@click.argument("email", type=acting.Employee())
@click.argument("first", type=DAY)
@click.argument("last", type=DAY)
@acting.perhaps_acting
@click.option(
    "--reason",
    type=click.Choice(["vacation", "sick_leave", "business_trip", "other"]),
    default="vacation",
    show_default=True,
    help=_("Why."),
)
@click.option(
    "--substitute",
    "substitutes",
    type=acting.Employee(),
    multiple=True,
    help=_("E-mail of who stands in; may be repeated, the first who is present decides."),
)
@click.option("--note", default="", help=_("A note for the head."))
@as_json
def set_absence(
    email: int,
    first: datetime,
    last: datetime,
    actor: Actor,
    reason: str,
    substitutes: tuple[int, ...],
    note: str,
    *,
    raw: bool,
) -> None:
    since, until = queries.whole_days(email, first.date(), last.date())
    made = commands.set_absence(
        actor,
        person=email,
        since=since,
        until=until,
        reason=reason,
        note=note,
        substitutes=[{"person": one} for one in substitutes],
    )
    _said(made, _("Set: absence {id}.").format(id=made["absence"]), raw=raw)


@absence.command("end", help=_("End an absence now; tasks that are not decided return."))
@click.argument("number", metavar="ABSENCE", type=click.IntRange(1, 2**63 - 1))
@acting.perhaps_acting
@as_json
def end_absence(number: int, actor: Actor, *, raw: bool) -> None:
    made = commands.end_absence(actor, absence=number)
    _said(made, _("Ended: absence {id}.").format(id=made["absence"]), raw=raw)


@absence.command("import", help=_("Bring in absences from FILE (CSV or XLSX). Shows them; writes with --apply."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@acting.perhaps_acting
@click.option("--apply", "write", is_flag=True, help=_("Write them; nothing is written when a row is wrong."))
@as_json
def import_absences(file: Path, actor: Actor, *, write: bool, raw: bool) -> None:
    rows = tables.read(file.read_bytes())
    plan = rota.preview(actor, rows)
    made = commands.import_absences(actor, rows=rows, seen=plan.digest) if write and not plan.of("wrong") else None
    if raw:
        say_json({"applied": made, "rows": [asdict(line) for line in plan.lines]})
    else:
        head = [_("Row"), _("E-mail"), _("From"), _("Until"), _("What")]
        table(head, [_cells(line) for line in plan.lines if line.state not in ("same", "over")])
    sys.exit(1 if plan.of("wrong") else 0)


def _cells(line: rota.Line) -> list[str]:
    said = "; ".join(sentence for _column, sentence in line.problems) or line.state
    days = [DASH, DASH] if line.problems else [line.first.isoformat(), line.last.isoformat()]
    return [str(line.row), line.email, *days, said]


def _said(made: dict[str, Any], sentence: str, *, raw: bool) -> None:
    if raw:
        say_json(made)
        return
    click.echo(sentence)
    for warning in made["warnings"]:
        click.echo(warning, err=True)
