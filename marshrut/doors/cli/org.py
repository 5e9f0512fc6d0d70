"""`marshrut org …`: people and departments as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.documents import tables
from marshrut.kernel.actor import Actor
from marshrut.org import commands
from marshrut.org.queries import staff

from . import acting
from .saying import Group, as_json, say_json, table

MOST_SAID = 200


@click.group(cls=Group, help=_("The company: bring people and departments in from a table, take them away."))
def org() -> None:
    pass


@org.command("import", help=_("Show what the table FILE (CSV or XLSX) would change; with --apply change it."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.perhaps_acting
@click.option("--apply", "applied", is_flag=True, help=_("Change it: all of the table or nothing."))
@click.option("--dismiss-missing", is_flag=True, help=_("Dismiss everybody who is not in the table."))
@as_json
def import_people(file: Path, actor: Actor, *, applied: bool, dismiss_missing: bool, raw: bool) -> None:
    rows = tables.read(_content(file))
    plan = staff.preview(actor, rows)
    if not applied:
        _say(plan, raw=raw)
        return
    gone = [one.id for one in plan.missing] if dismiss_missing else []
    done = commands.import_people(actor, rows=rows, seen=plan.digest, dismiss=gone)
    if raw:
        say_json(done)
        return
    said = _("Done. New people: {added}, changed: {changed}, new departments: {departments}, dismissed: {dismissed}.")
    click.echo(said.format(**done))
    for warning in done["warnings"]:
        click.echo(warning)


def _content(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(tables.SIZE + 1)


def _say(plan: staff.Plan, *, raw: bool) -> None:
    if raw:
        say_json(_values(plan))
        return
    states = {"new": _("new"), "changed": _("changed"), "wrong": _("wrong")}
    lines = plan.of("wrong", "new", "changed")
    head = [_("Row"), _("What"), _("E-mail"), _("Who"), _("Details")]
    table(head, [[one.row, states[one.state], one.email, one.name, _details(one)] for one in lines[:MOST_SAID]])
    if len(lines) > MOST_SAID:
        click.echo(_("and {many} more").format(many=len(lines) - MOST_SAID))
    for unit in plan.units:
        click.echo(_("New department: {path}").format(path=unit.path))
    for one in plan.missing:
        click.echo(_("Not in the table: {name} ({email})").format(name=one.name, email=one.email))
    for warning in [*plan.warnings, *(_("Not read: column «{name}»").format(name=name) for name in plan.unknown)]:
        click.echo(warning)
    click.echo(_("Nothing was saved. To save it, add --apply."))


def _details(line: staff.Line) -> str:
    names = staff.headings()
    if line.problems:
        return "; ".join(f"{names[column]}: {sentence}" for column, sentence in line.problems)
    return "; ".join(f"{names[one.column]}: {_shown(one.old)} → {_shown(one.new)}" for one in line.changes)


def _shown(value: str | tuple[str, ...] | bool | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value or "—"


def _values(plan: staff.Plan) -> dict[str, Any]:
    return {
        "digest": plan.digest,
        "lines": [
            {
                "row": one.row,
                "state": one.state,
                "email": one.email,
                "name": one.name,
                "changes": [{"column": it.column, "old": it.old, "new": it.new} for it in one.changes],
                "problems": dict(one.problems),
            }
            for one in plan.of("new", "changed", "wrong")
        ],
        "departments": [unit.path for unit in plan.units],
        "missing": [one.email for one in plan.missing],
        "warnings": list(plan.warnings),
        "unknown": list(plan.unknown),
    }


@org.command("export", help=_("Write people and departments to FILE (.csv or .xlsx), as `import` takes them."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@acting.perhaps_acting
def export_people(file: Path, actor: Actor) -> None:
    form: tables.Format = "xlsx" if file.suffix.lower() == ".xlsx" else "csv"
    rows = commands.export_people(actor, form=form)
    content, _type = tables.as_file(rows, form, _("People"))
    with content:
        file.write_bytes(content.read())
    click.echo(_("Written: {many} rows.").format(many=len(rows) - 1))
