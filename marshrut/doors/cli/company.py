"""`marshrut company …`: partners with their requisites, one by one or as a table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.crm import commands, queries
from marshrut.crm.queries import importing
from marshrut.crm.rules import AddressKind
from marshrut.crm.sentences import LABELS
from marshrut.documents import tables
from marshrut.kernel.actor import Actor

from . import acting
from .saying import Group, as_json, say_json, table

MOST_SAID = 200
FIELDS = ", ".join(LABELS)
Pairs = tuple[tuple[str, str], ...]


@click.group(cls=Group, help=_("Companies: find, add, change, bring in from a table."))
def company() -> None:
    pass


@company.command("list", help=_("Companies by name."))
@acting.perhaps_acting
@click.option("--query", "-q", "text", default="", help=_("Words of the name, or the beginning of the INN."))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100))
@as_json
def list_companies(actor: Actor, text: str, limit: int, *, raw: bool) -> None:
    found = queries.search_companies(actor, text, limit)
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = [_("No."), _("Name"), _("INN"), _("KPP"), _("Ours")]
    table(head, [[one.id, one.name, one.inn, one.kpp, _("yes") if one.ours else ""] for one in found])


@company.command("show", help=_("Requisites, addresses and contacts of a company."))
@click.argument("number", type=int)
@acting.perhaps_acting
@as_json
def show(number: int, actor: Actor, *, raw: bool) -> None:
    card = queries.company_card(actor, number)
    if raw:
        say_json(asdict(card))
        return
    rows = [[str(LABELS[key]), text] for key, text in card.fields.items() if text and key != "kind"]
    rows += [[kind, text] for kind, text in card.addresses]
    rows += [[one.name, (duty.title if (duty := one.duty(number)) else "")] for one in card.contacts]
    table([_("What"), _("Value")], rows)


def _given(command: Any) -> Any:
    field = click.option(
        "--field", "fields", type=acting.Pair(), multiple=True, help=_("A field: {names}.").format(names=FIELDS)
    )
    address = click.option(
        "--address", "places", type=acting.Pair(), multiple=True, help=_("Another address: actual, postal or delivery.")
    )
    ours = click.option("--ours/--not-ours", default=None, help=_("One of our own organisations."))
    return field(address(ours(command)))


def _sent(
    fields: tuple[tuple[str, str], ...], places: tuple[tuple[str, str], ...], *, ours: bool | None
) -> dict[str, Any]:
    unknown = [key for key, _text in fields if key not in LABELS]
    kinds = {kind.value for kind in AddressKind}
    unknown += [kind for kind, _text in places if kind not in kinds]
    if unknown:
        raise click.UsageError(_("There is no field {name}.").format(name=", ".join(unknown)))
    more = {"addresses": [{"kind": kind, "text": text} for kind, text in places]} if places else {}
    return {**dict(fields), **more, **({} if ours is None else {"ours": ours})}


@company.command("add", help=_("Add a company, e.g. --field name=Стеклозавод --field inn=7707083893."))
@acting.perhaps_acting
@_given
def add(actor: Actor, fields: Pairs, places: Pairs, *, ours: bool | None) -> None:
    made = commands.add_company(actor, **{"name": "", "inn": "", **_sent(fields, places, ours=ours)})
    click.echo(_("Added: {number}").format(number=made["id"]))


@company.command("edit", help=_("Change the fields given."))
@click.argument("number", type=int)
@acting.perhaps_acting
@_given
def edit(number: int, actor: Actor, fields: Pairs, places: Pairs, *, ours: bool | None) -> None:
    commands.edit_company(actor, company=number, **_sent(fields, places, ours=ours))
    click.echo(_("Saved."))


@company.command("import", help=_("Show what the table FILE (CSV or XLSX) would change; with --apply change it."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.perhaps_acting
@click.option("--apply", "applied", is_flag=True, help=_("Save the rows without mistakes."))
@click.option("--skip-known", is_flag=True, help=_("Leave companies that are here already as they are."))
@as_json
def import_companies(file: Path, actor: Actor, *, applied: bool, skip_known: bool, raw: bool) -> None:
    with file.open("rb") as stream:
        rows = tables.read(stream.read(tables.SIZE + 1))
    plan = importing.preview(actor, rows, update=not skip_known)
    if not applied:
        _say(plan, raw=raw)
        return
    done = commands.import_companies(actor, rows=rows, seen=plan.digest, update=not skip_known)
    if raw:
        say_json(done)
        return
    said = _("Done. Added: {added}, changed: {changed}, skipped: {skipped}, contacts: {contacts}, wrong: {wrong}.")
    click.echo(said.format(**done))


def _say(plan: importing.Plan, *, raw: bool) -> None:
    lines = plan.of("wrong", "new", "changed")
    if raw:
        say_json({"digest": plan.digest, "lines": [asdict(one) for one in lines], "unknown": list(plan.unknown)})
        return
    states = {"new": _("new"), "changed": _("changed"), "wrong": _("wrong")}
    head = [_("Row"), _("What"), _("Name"), _("INN"), _("Details")]
    table(head, [[one.row, states[one.state], one.name, one.inn, _details(one)] for one in lines[:MOST_SAID]])
    if len(lines) > MOST_SAID:
        click.echo(_("and {many} more").format(many=len(lines) - MOST_SAID))
    for name in plan.unknown:
        click.echo(_("Not read: column «{name}»").format(name=name))
    click.echo(_("Nothing was saved. To save it, add --apply."))


def _details(line: importing.Line) -> str:
    names = importing.headings()
    if line.problems:
        return "; ".join(f"{names[column]}: {sentence}" for column, sentence in line.problems)
    return "; ".join(f"{names[one.column]}: {one.old or '—'} → {one.new}" for one in line.changes)
