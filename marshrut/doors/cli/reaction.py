"""`marshrut reaction …`"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.automation import commands, queries
from marshrut.automation.reacting import rules
from marshrut.kernel.actor import Actor

from . import acting
from .saying import Group, as_json, at, say_json, table

OPTIONS = (
    click.option("--title", default=None, help=_("A name for yourself.")),
    click.option("--event", type=click.Choice(rules.EVENTS), default=None, help=_("What happens.")),
    click.option("--kind", "kinds", multiple=True, help=_("Only documents of this kind; several.")),
    click.option("--direction", type=click.Choice(["out", "in"]), default=None, help=_("Only sent, or only received.")),
    click.option("--base", "bases", multiple=True, help=_("Only of this 1C base; several.")),
    click.option("--min-amount", default=None, help=_("Only from this sum in roubles.")),
    click.option("--with-deal/--without-deal", "with_deal", default=None, help=_("Only with a deal.")),
    click.option("--once/--each-time", "once", default=None, help=_("No more than once for a document.")),
    click.option("--whom", default=None, help=_("Whom: manager, head, owner, role:KEY, person:NUMBER.")),
    click.option("--subject", default=None, help=_("The first line.")),
    click.option("--text", default=None, help=_("The text; it may name {{ document }} and others.")),
    click.option("--stage", default=None, help=_("Key of a stage.")),
    click.option("--only-from", multiple=True, help=_("Only from this stage; several.")),
    click.option("--days", type=click.IntRange(1, rules.MOST_DAYS), default=None, help=_("Working days for it.")),
    click.option("--position", type=click.IntRange(1, 1000), default=None, help=_("Place in the order, from 1.")),
)


def _fields(command: Any) -> Any:
    """Options that say what a reaction is."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def _sent(given: dict[str, Any]) -> dict[str, Any]:
    several = {name: list(given[name]) for name in ("kinds", "bases", "only_from")}
    return {name: value for name, value in {**given, **several}.items() if value not in (None, [])}


@click.group(cls=Group, help=_("Reactions to what happens to e-documents."))
def reaction() -> None:
    pass


@reaction.command("list", help=_("All reactions, in their order."))
@acting.perhaps_acting
@as_json
def list_reactions(actor: Actor, *, raw: bool) -> None:
    found = queries.reactions(actor)
    if raw:
        say_json([asdict(one) for one in found])
        return
    rows = [[one.id, _("yes") if one.active else _("no"), one.when, one.what, one.only, one.done] for one in found]
    table([_("No."), _("On"), _("When"), _("What is done"), _("Only"), _("Fired")], rows)


@reaction.command("add", help=_("Add a reaction that does DO when --event happens."))
@click.argument("do", type=click.Choice(rules.ACTS))
@_fields
@click.option("--off", is_flag=True, help=_("Do not switch it on yet."))
@acting.perhaps_acting
def add_reaction(do: str, actor: Actor, *, off: bool, **given: Any) -> None:
    made = commands.add_reaction(actor, do=do, active=not off, **_sent(given))
    click.echo(_("Added: {number}").format(number=made["id"]))


@reaction.command("edit", help=_("Change what is given."))
@click.argument("number", type=int)
@_fields
@acting.perhaps_acting
def edit_reaction(number: int, actor: Actor, **given: Any) -> None:
    commands.edit_reaction(actor, reaction=number, **_sent(given))
    click.echo(_("Saved."))


@reaction.command("on", help=_("Switch a reaction on."))
@click.argument("number", type=int)
@acting.perhaps_acting
def switch_on(number: int, actor: Actor) -> None:
    commands.switch_reaction(actor, reaction=number, on=True)
    click.echo(_("Saved."))


@reaction.command("off", help=_("Switch a reaction off."))
@click.argument("number", type=int)
@acting.perhaps_acting
def switch_off(number: int, actor: Actor) -> None:
    commands.switch_reaction(actor, reaction=number, on=False)
    click.echo(_("Saved."))


@reaction.command("remove", help=_("Remove a reaction; what it did stays on record."))
@click.argument("number", type=int)
@acting.perhaps_acting
def remove_reaction(number: int, actor: Actor) -> None:
    commands.remove_reaction(actor, reaction=number)
    click.echo(_("Removed."))


@reaction.command("log", help=_("What reactions did, newest first."))
@click.option("--reaction", "number", type=int, default=None, help=_("Only of this reaction."))
@click.option("--state", type=click.Choice(rules.STATES), default=None)
@acting.perhaps_acting
@as_json
def log(actor: Actor, number: int | None, state: str | None, *, raw: bool) -> None:
    found = queries.fired(actor, reaction=number, state=state or "", limit=100)
    if raw:
        say_json([asdict(one) for one in found])
        return
    rows = [[at(one.at), one.card_name, one.what, one.state_title, one.said] for one in found]
    table([_("When"), _("Document"), _("What is done"), _("State"), _("What came of it")], rows)


@reaction.command("try", help=_("What would fire if --event happened to the e-document CARD. Nothing is done."))
@click.argument("card", type=acting.CardNumber())
@click.option("--event", type=click.Choice(rules.EVENTS), default="signed", help=_("What happens."))
@acting.perhaps_acting
@as_json
def try_out(card: int, event: str, actor: Actor, *, raw: bool) -> None:
    found = queries.try_out(actor, card, event)
    if raw:
        say_json([asdict(one) for one in found])
        return
    rows = [[one.reaction.id, one.reaction.what, _("yes") if one.would else _("no"), one.said] for one in found]
    table([_("No."), _("What is done"), _("Would fire"), _("What came of it")], rows)
