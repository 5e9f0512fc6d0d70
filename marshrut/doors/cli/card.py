"""`marshrut card …`"""

from __future__ import annotations

from typing import Any, Literal

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from marshrut.cards import commands, queries
from marshrut.cards.queries.timeline import Wording, timeline
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from . import acting, showing
from .moving import move_version, put_back
from .saying import Group, as_json, at, one_line, say_json, table

NUMBER = acting.CardNumber()


@click.group(cls=Group, help=_("Cards: see them, create them, carry them along their route."))
def card() -> None:
    pass


card.add_command(move_version)
card.add_command(put_back)


@card.command("list", help=_("Cards the person may see, newest first."))
@acting.acting
@click.option("--type", "kind", help=_("Only this type, e.g. payment_request."))
@click.option("--stage", "stages", multiple=True, help=_("Only this stage; may be repeated."))
@click.option("--state", type=click.Choice(["open", "done"]), default=None, help=_("Only running or finished ones."))
@click.option("--mine", is_flag=True, help=_("Only those that wait for the person."))
@click.option("--query", "-q", "text", default="", help=_("Words or the number."))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200), help=_("How many at most."))
@as_json
def list_cards(
    actor: Actor,
    kind: str | None,
    stages: tuple[str, ...],
    state: Literal["open", "done"] | None,
    text: str,
    limit: int,
    *,
    mine: bool,
    raw: bool,
) -> None:
    if kind:
        queries.card_type(kind)
    holder = actor.person_id if mine else None
    wanted = queries.Filter(text=text, stages=stages, state=state or "", holder=holder)
    lines = queries.listing(actor, kind, wanted, limit=limit).lines
    if raw:
        say_json([showing.line_values(line) for line in lines])
        return
    chart = org.chart()
    head = [_("No."), _("Stage"), _("Subject"), _("Company"), _("Sum"), _("Due"), _("With")]
    table(head, [showing.line_cells(line, chart) for line in lines])


@card.command(help=_("One card: fields, tasks, what the person may do."))
@click.argument("number", type=NUMBER)
@acting.acting
@as_json
def show(number: int, actor: Actor, *, raw: bool) -> None:
    view = queries.card(actor, number)
    if raw:
        say_json(showing.card_values(view))
        return
    for line in showing.card_lines(view):
        click.echo(one_line(line))


@card.command(help=_("Errands and acquaintances about a card: who was asked, who has read or done it."))
@click.argument("number", type=NUMBER)
@acting.acting
@as_json
def about(number: int, actor: Actor, *, raw: bool) -> None:
    found = queries.about(actor, number)
    if raw:
        say_json([showing.about_values(one) for one in found])
        return
    chart = org.chart()
    head = [_("No."), _("Stage"), _("Subject"), _("Due"), _("Have"), _("Have not")]
    table(head, [showing.about_cells(one, chart) for one in found])


@card.command(help=_("Create a card of TYPE and send it on its route."))
@click.argument("kind", metavar="TYPE")
@acting.acting
@acting.given
@click.option("--draft", is_flag=True, help=_("Keep it as a draft."))
@as_json
def create(
    kind: str,
    actor: Actor,
    fields: tuple[tuple[str, str], ...],
    files: tuple[tuple[str, str], ...],
    *,
    draft: bool,
    raw: bool,
) -> None:
    given = acting.values(actor, fields, files)
    _done(commands.create_card(actor, card_type=kind, fields=given, start=not draft), raw=raw)


@card.command(help=_("Change fields of a card."))
@click.argument("number", type=NUMBER)
@acting.acting
@acting.given
@as_json
def edit(
    number: int,
    actor: Actor,
    fields: tuple[tuple[str, str], ...],
    files: tuple[tuple[str, str], ...],
    *,
    raw: bool,
) -> None:
    _done(commands.edit_card(actor, card=number, fields=acting.values(actor, fields, files)), raw=raw)


@card.command(help=_("Put files on a card."))
@click.argument("number", type=NUMBER)
@click.argument("paths", metavar="FILE…", nargs=-1, required=True)
@acting.acting
@as_json
def attach(number: int, paths: tuple[str, ...], actor: Actor, *, raw: bool) -> None:
    queries.seen(actor, number)
    files = [acting.store(actor, path) for path in paths]
    _done(commands.attach_files(actor, card=number, files=files), raw=raw)


@card.command(help=_("Send a draft on its route."))
@click.argument("number", type=NUMBER)
@acting.acting
@as_json
def start(number: int, actor: Actor, *, raw: bool) -> None:
    _done(commands.start_card(actor, card=number), raw=raw)


@card.command(help=_("Start a rejected or withdrawn card again: a new round."))
@click.argument("number", type=NUMBER)
@acting.acting
@as_json
def restart(number: int, actor: Actor, *, raw: bool) -> None:
    _done(commands.restart_card(actor, card=number), raw=raw)


@card.command(help=_("Take a card back before the first decision."))
@click.argument("number", type=NUMBER)
@acting.acting
@click.option("--reason", default="", help=_("Why."))
@as_json
def withdraw(number: int, actor: Actor, reason: str, *, raw: bool) -> None:
    _done(commands.withdraw_card(actor, card=number, reason=reason), raw=raw)


@card.command(help=_("Carry a card to a stage, where its route allows it by hand."))
@click.argument("number", type=NUMBER)
@click.option("--to", required=True, help=_("Key of the stage."))
@acting.acting
@as_json
def move(number: int, to: str, actor: Actor, *, raw: bool) -> None:
    _done(commands.move_card(actor, card=number, to=to), raw=raw)


@card.command(help=_("Say something on a card."))
@click.argument("number", type=NUMBER)
@click.argument("text")
@acting.acting
@click.option("--mention", "mentions", type=acting.Employee(), multiple=True, help=_("E-mail of a colleague to call."))
@as_json
def comment(number: int, text: str, actor: Actor, mentions: tuple[int, ...], *, raw: bool) -> None:
    _done(commands.comment_card(actor, card=number, text=text, mentions=list(mentions)), raw=raw)


@card.command(help=_("What happened to a card, oldest first."))
@click.argument("number", type=NUMBER)
@acting.acting
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 1000), help=_("How many at most."))
@as_json
def history(number: int, actor: Actor, limit: int, *, raw: bool) -> None:
    seen = queries.seen(actor, number)
    words = Wording(seen.definition, seen.chart, timezone.get_current_timezone())
    entries = timeline(number, words, limit=limit)
    if raw:
        say_json([showing.entry_values(one) for one in entries])
        return
    table([_("When"), _("Who"), _("What happened")], [[at(one.at), one.name, showing.said(one)] for one in entries])


def _done(answer: dict[str, Any], *, raw: bool) -> None:
    """What a step answers: the JSON of the command, or where the card is now."""
    if raw:
        say_json(answer)
    else:
        click.echo(_("Done: card {card}.").format(card=answer["card"]))
