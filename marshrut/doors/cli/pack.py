"""`marshrut pack …`"""

from __future__ import annotations

import sys
from dataclasses import asdict

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.definitions import checking, commands, queries
from marshrut.definitions.commands import PackRefused
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Refused

from . import acting
from .saying import Group, Refusal, as_json, at, say_json, table

FOLDER = click.Path(exists=True, file_okay=False)


@click.group(cls=Group, help=_("Packs: definitions of processes."))
def pack() -> None:
    pass


@pack.command("list", help=_("Installed packs and their card types."))
@as_json
def list_packs(*, raw: bool) -> None:
    found = queries.packs(get_language() or "ru")
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = [_("Pack"), _("Title"), _("Version"), _("Installed"), _("Card types")]
    rows = [
        [one.key, one.title, one.version, at(one.installed_at), ", ".join(key for key, _title in one.card_types)]
        for one in found
    ]
    table(head, rows)


@pack.command(help=_("Check the pack in FOLDER, or all packs that come along. Exit code 1 when something is wrong."))
@click.argument("folder", type=FOLDER, required=False)
@click.option("--alone", is_flag=True, help=_("Do not ask whether this company has the people for it."))
@as_json
def check(folder: str | None, *, alone: bool, raw: bool) -> None:
    problems = checking.check(folder, company=not alone)
    if raw:
        say_json([asdict(one) for one in problems])
    wrong = any(not one.warning for one in problems)
    for one in () if raw else problems:
        click.echo(str(one))
    if not wrong and not raw:
        click.echo(_("Nothing is wrong."))
    sys.exit(1 if wrong else 0)


@pack.command(help=_("Install the pack in FOLDER; new cards start with it, running cards keep their version."))
@click.argument("folder", type=FOLDER)
@acting.perhaps_acting
@click.option("--without-people", is_flag=True, help=_("Also when the company has not the people for it yet."))
@as_json
def install(folder: str, actor: Actor, *, without_people: bool, raw: bool) -> None:
    try:
        made = commands.install_pack(actor, path=folder, without_people=without_people)
    except PackRefused as refused:
        for problem in refused.problems:
            click.echo(str(problem), err=True)
        raise Refusal(Refused(refused.message)) from refused
    if raw:
        say_json(made)
        return
    for warning in made["warnings"]:
        click.echo(warning, err=True)
    done = _("Installed: {pack} {version}.") if made["changed"] else _("Was there already: {pack} {version}.")
    click.echo(done.format(pack=made["pack"], version=made["version"]))
