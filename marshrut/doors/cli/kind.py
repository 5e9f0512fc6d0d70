"""`marshrut kind …`: kinds of documents, rules of numbers, books, folders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import yaml
from django.utils.translation import gettext as _

from marshrut.documents import commands, queries
from marshrut.documents.queries import FolderNode
from marshrut.kernel.actor import Actor
from marshrut.kernel.wording import DASH

from . import acting
from .saying import Group, as_json, say_json, table

NUMBER = click.IntRange(1, 2**63 - 1)
FAMILIES = click.Choice(["contract", "accounting", "order", "letter", "other"])
FILINGS = click.Choice(["flat", "year", "company_year", "order"])


@click.group(cls=Group, help=_("Kinds of documents: statuses, numbers, registration books, folders."))
def kind() -> None:
    pass


@kind.command("list", help=_("Kinds whose documents the person reads or adds."))
@acting.perhaps_acting
@click.option("--archived", is_flag=True, help=_("Archived ones, too."))
@as_json
def list_kinds(actor: Actor, *, archived: bool, raw: bool) -> None:
    found = queries.kinds(actor, archived=archived)
    if raw:
        say_json([asdict(one) for one in found])
        return
    rows = [[one.key, one.title, " / ".join(one.path), ", ".join(it.key for it in one.statuses)] for one in found]
    table([_("Key"), _("Kind"), _("Folder"), _("Statuses")], rows)


@kind.command(help=_("Add a kind of documents."))
@click.argument("key")
@click.argument("title")
@acting.perhaps_acting
@click.option("--family", type=FAMILIES, default="other", show_default=True, help=_("What it belongs to."))
@click.option("--filing", type=FILINGS, default="flat", show_default=True, help=_("Folders of its own."))
@click.option("--gaps", is_flag=True, help=_("Numbers may be typed by hand."))
@as_json
def add(key: str, title: str, actor: Actor, family: str, filing: str, *, gaps: bool, raw: bool) -> None:
    made = commands.add_kind(actor, kind=key, title=title, family=family, filing=filing, gapless=not gaps)
    _said(made, _("Added: {kind}.").format(kind=key), raw=raw)


@kind.command(help=_("Change a kind of documents: what is given changes."))
@click.argument("key")
@acting.perhaps_acting
@click.option("--title", help=_("The title."))
@click.option("--title-en", help=_("The title in English."))
@click.option("--code", help=_("Letters for numbers: {kind}."))
@click.option("--folder", type=NUMBER, help=_("No. of its folder."))
@click.option("--family", type=FAMILIES, help=_("What it belongs to."))
@click.option("--filing", type=FILINGS, help=_("Folders of its own."))
@click.option("--gapless/--gaps", default=None, help=_("Whether numbers go one after another."))
@click.option("--reader", "readers", multiple=True, help=_("Who reads: everyone, role:key, person:no, department:no."))
@click.option("--adder", "adders", multiple=True, help=_("Who adds."))
@click.option("--keeper", "keepers", multiple=True, help=_("Who registers, moves and tends."))
@as_json
def edit(key: str, actor: Actor, *, raw: bool, **given: Any) -> None:
    changes = {name: value for name, value in given.items() if value is not None and value != ()}
    _said(commands.edit_kind(actor, kind=key, **changes), _("Changed: {kind}.").format(kind=key), raw=raw)


@kind.command(help=_("Put a kind into the archive, or take it out with --back."))
@click.argument("key")
@acting.perhaps_acting
@click.option("--back", is_flag=True, help=_("Take it out."))
@as_json
def archive(key: str, actor: Actor, *, back: bool, raw: bool) -> None:
    made = commands.archive_kind(actor, kind=key, archived=not back)
    _said(made, _("Changed: {kind}.").format(kind=key), raw=raw)


@kind.command(
    help=_("Set the statuses of a kind from FILE: a YAML list of key, title, title_en, color, initial, final.")
)
@click.argument("key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@acting.perhaps_acting
@as_json
def statuses(key: str, file: Path, actor: Actor, *, raw: bool) -> None:
    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise click.UsageError(_("The file must hold a list of statuses."))
    made = commands.set_statuses(actor, kind=key, statuses=rows)
    _said(made, _("Changed: {kind}.").format(kind=key), raw=raw)


@kind.command(help=_("Rules of numbers, of one kind or of all."))
@click.argument("key", required=False, default="")
@acting.perhaps_acting
@as_json
def rules(key: str, actor: Actor, *, raw: bool) -> None:
    found = queries.number_rules(actor, key)
    if raw:
        say_json([asdict(one) for one in found])
        return
    rows = [
        [one.id, one.kind, one.organisation_title or DASH, one.since_year or DASH, one.template, one.example]
        for one in found
    ]
    table([_("No."), _("Kind"), _("Organisation"), _("Since"), _("Template"), _("Next")], rows)


@kind.command(help=_("Set a rule of numbers, e.g. {case}/{n:3}-{yyyy}."))
@click.argument("key")
@click.argument("template")
@acting.perhaps_acting
@click.option("--case", "case_index", default="", help=_("Index of the case: {case}."))
@click.option("--unit", "unit_index", default="", help=_("Index of the unit: {unit}."))
@click.option("--organisation", type=NUMBER, help=_("No. of our organisation; without it of all."))
@click.option("--since", "since_year", type=int, help=_("From this year on."))
@as_json
def rule(key: str, template: str, actor: Actor, *, raw: bool, **about: Any) -> None:
    made = commands.set_number_rule(actor, kind=key, template=template, **about)
    _said(made, _("Set: rule {id}.").format(id=made["id"]), raw=raw)


@kind.command("remove-rule", help=_("Remove a rule of numbers."))
@click.argument("number", metavar="RULE", type=NUMBER)
@acting.perhaps_acting
@as_json
def remove_rule(number: int, actor: Actor, *, raw: bool) -> None:
    _said(commands.remove_number_rule(actor, rule=number), _("Removed."), raw=raw)


@kind.command(help=_("The registration book of a kind, latest number first."))
@click.argument("key")
@acting.perhaps_acting
@click.option("--year", type=int, help=_("Of this year."))
@click.option("--organisation", type=NUMBER, help=_("No. of our organisation."))
@click.option("--after", help=_("Go on after this line."))
@as_json
def book(key: str, actor: Actor, year: int | None, organisation: int | None, after: str | None, *, raw: bool) -> None:
    found = queries.book(actor, key, organisation, year, after=after, limit=100)
    if raw:
        lines = [{**asdict(one), "status": one.status.key if one.status else None} for one in found.entries]
        say_json({"lines": lines, "next": found.next, "last": found.last, "preview": found.preview})
        return
    rows = [[one.text, one.on.isoformat(), one.title or DASH, one.void_why or DASH] for one in found.entries]
    table([_("Number"), _("Date"), _("Title"), _("Void")], rows)


@kind.command(help=_("Go on after a book kept elsewhere: LAST was its last number."))
@click.argument("key")
@click.argument("year", type=int)
@click.argument("last", type=int)
@acting.perhaps_acting
@click.option("--organisation", type=NUMBER, help=_("No. of our organisation."))
@click.option("--confirm", is_flag=True, help=_("Needed to go more than 1000 numbers ahead."))
@as_json
def counter(
    key: str, year: int, last: int, actor: Actor, organisation: int | None, *, confirm: bool, raw: bool
) -> None:
    made = commands.set_counter(actor, kind=key, year=year, last=last, organisation=organisation, confirm=confirm)
    _said(made, _("Last number: {last}.").format(last=made["last"]), raw=raw)


@kind.command(help=_("Folders of the shared disk, with documents the person sees."))
@acting.perhaps_acting
@as_json
def folders(actor: Actor, *, raw: bool) -> None:
    found = list(_flat(queries.folders(actor)))
    if raw:
        say_json([{"id": one.id, "path": one.path, "count": one.count} for one in found])
        return
    table([_("No."), _("Folder"), _("Documents")], [[one.id, " / ".join(one.path), one.count] for one in found])


@kind.command("add-folder", help=_("Add a folder."))
@click.argument("name")
@acting.perhaps_acting
@click.option("--parent", type=NUMBER, help=_("No. of the folder it lies in."))
@as_json
def add_folder(name: str, actor: Actor, parent: int | None, *, raw: bool) -> None:
    made = commands.add_folder(actor, name=name, parent=parent)
    _said(made, _("Added: folder {id}.").format(id=made["id"]), raw=raw)


@kind.command("rename-folder", help=_("Rename a folder."))
@click.argument("folder", type=NUMBER)
@click.argument("name")
@acting.perhaps_acting
@as_json
def rename_folder(folder: int, name: str, actor: Actor, *, raw: bool) -> None:
    _said(commands.rename_folder(actor, folder=folder, name=name), _("Renamed."), raw=raw)


@kind.command("remove-folder", help=_("Remove an empty folder."))
@click.argument("folder", type=NUMBER)
@acting.perhaps_acting
@as_json
def remove_folder(folder: int, actor: Actor, *, raw: bool) -> None:
    _said(commands.remove_folder(actor, folder=folder), _("Removed."), raw=raw)


def _flat(nodes: tuple[FolderNode, ...]) -> Iterator[FolderNode]:
    for node in nodes:
        yield node
        yield from _flat(node.children)


def _said(made: dict[str, Any], sentence: str, *, raw: bool) -> None:
    if raw:
        say_json(made)
    else:
        click.echo(sentence)
