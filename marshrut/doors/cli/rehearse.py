"""`marshrut rehearse`: a route played with the people of today."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.rehearsals import commands, queries
from marshrut.rehearsals.queries import Narrowed

from . import acting
from .saying import Single, as_json, at, say_json, table


@click.command(cls=Single, help=_("Play cards of a route on a clock of its own; nothing of it happens."))
@click.argument("pack")
@click.argument("card_type", metavar="TYPE")
@acting.perhaps_acting
@click.option("--cards", type=click.IntRange(1, 10_000), default=1, show_default=True, help=_("How many."))
@click.option("--days", type=click.IntRange(1, 366), default=1, show_default=True, help=_("They come over."))
@click.option("--horizon", type=click.IntRange(1, 366), default=60, show_default=True, help=_("Days watched then."))
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help=_("The same plays the same."))
@click.option("--hours", type=click.IntRange(0, 1000), help=_("Everybody answers after so many working hours."))
@click.option("--silent", type=acting.Employee(), multiple=True, help=_("Who never answers."))
@click.option("--dismissed", type=acting.Employee(), multiple=True, help=_("Who is dismissed."))
@click.option("--away", type=(acting.Employee(), str, str), multiple=True, help=_("Who is away, from and till."))
@as_json
def rehearse(
    pack: str,
    card_type: str,
    actor: Actor,
    away: tuple[tuple[int, str, str], ...],
    *,
    raw: bool,
    **how: Any,
) -> None:
    if definitions.active_for(card_type).pack.key != pack:
        raise NotFound(_("There is no such kind of card."))
    gone = [(person, _day(since), _day(until)) for person, since, until in away]
    made = commands.rehearse(actor, card_type=card_type, away=gone, **how)
    number = made["rehearsal"]
    if made["state"] != "done":
        said = _("The worker plays it: /rehearsals/{number}/ shows how far it is.")
        say_json(made) if raw else click.echo(said.format(number=number))
        return
    if raw:
        say_json(queries.whole(actor, number, Narrowed()))
        return
    lines = queries.lines(actor, number, Narrowed(), limit=None)
    table(
        [_("When"), _("Card"), _("Who"), _("What")], [[at(one.at), one.card, one.who, one.text] for one in lines.rows]
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(_("Write a day like 2026-11-20.")) from error
