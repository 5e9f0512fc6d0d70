"""`marshrut access …`: who may do what with cards."""

from __future__ import annotations

import json
from typing import IO, Any

import click
from django.utils.translation import gettext as _

from marshrut.cards.queries import standing
from marshrut.definitions import commands, queries, rights
from marshrut.kernel.actor import Actor
from marshrut.org import access as allowed

from . import acting
from .saying import Group, as_json, say_json, table


@click.group(cls=Group, help=_("Access: who may do what with cards."))
def access() -> None:
    pass


@access.command(help=_("Rows of access to cards of TYPE; with --json as `access set` takes them."))
@click.argument("card_type", metavar="TYPE")
@acting.perhaps_acting
@as_json
def show(card_type: str, actor: Actor, *, raw: bool) -> None:
    allowed.require(actor, rights.SET_GRANTS, card_type=card_type)
    found = queries.access_table(card_type)
    rows = queries.told(found.grants)
    if raw:
        say_json(rows)
        return
    click.echo(_("The company's own rows.") if found.own else _("The rows that came with the process."))
    head = [_("Who"), _("Allowed"), _("Cards"), _("Stages"), _("Fields")]
    columns = ("who", "may", "scope", "stages", "fields")
    table(head, [[_cell(row, column) for column in columns] for row in rows])


def _cell(row: dict[str, Any], column: str) -> str:
    value = row.get(column, "")
    if column == "scope" and row.get("departments"):
        return f"{value} {','.join(map(str, row['departments']))}"
    return ",".join(value) if isinstance(value, list) else str(value)


@access.command("set", help=_("Replace all rows of TYPE by those of FILE, a JSON list; - reads what is piped in."))
@click.argument("card_type", metavar="TYPE")
@click.argument("file", type=click.File(encoding="utf-8"))
@acting.perhaps_acting
def set_rows(card_type: str, file: IO[str], actor: Actor) -> None:
    try:
        rows = json.load(file)
    except ValueError as error:
        raise click.UsageError(_("The file is no JSON: {reason}.").format(reason=error)) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise click.UsageError(_("A list of rows is needed, as `access show --json` prints it."))
    done = commands.set_grants(actor, card_type=card_type, grants=rows)
    for warning in done["warnings"]:
        click.echo(warning, err=True)
    click.echo(_("Saved.") if done["changed"] else _("Nothing was changed."))


@access.command(help=_("Return the rows of TYPE that came with the process."))
@click.argument("card_type", metavar="TYPE")
@acting.perhaps_acting
def reset(card_type: str, actor: Actor) -> None:
    done = commands.reset_grants(actor, card_type=card_type)
    click.echo(_("Saved.") if done["changed"] else _("Nothing was changed."))


@access.command(help=_("Which rows open CARD to the person with the address EMAIL. Nothing of the card is shown."))
@click.argument("card", type=acting.CardNumber())
@click.argument("person", metavar="EMAIL", type=acting.Employee())
@acting.acting
@as_json
def who(card: int, person: int, actor: Actor, *, raw: bool) -> None:
    found = standing.standing_of(actor, card, person)
    opening = [one.grant for one in found.opened_by("view")]
    if raw:
        missing = [{"row": queries.told([one.grant])[0], "lack": one.lack} for one in found.missing]
        say_json({"card": card, "sees": found.sees, "opened_by": queries.told(opening), "missing": missing})
        return
    click.echo(_("Sees the card.") if found.sees else _("Does not see the card."))
    for row in queries.told(opening):
        click.echo(f"+ {row['who']} {row['scope']}")
    for one in found.missing:
        click.echo(f"- {one.grant.who} {one.grant.scope}: {one.lack}")
