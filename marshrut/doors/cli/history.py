"""`marshrut history …`: what 152-ФЗ asks of the owner of the server."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from marshrut.history import commands

from .acting import SYSTEM
from .saying import Group, as_json, say_json


@click.group(cls=Group, help=_("History: erase personal values without breaking the chain."))
def history() -> None:
    pass


@history.command(help=_("Erase values of SUBJECT, like card:17 or person:3. They cannot come back."))
@click.argument("subject")
@click.option("--reason", required=True, help=_("Why, e.g. the number of the act."))
@click.option("--event", type=click.IntRange(1), help=_("Only of this event."))
@click.option("--field", "fields", multiple=True, help=_("Only this field; may be repeated."))
@as_json
def erase(subject: str, reason: str, event: int | None, fields: tuple[str, ...], *, raw: bool) -> None:
    done = commands.erase(SYSTEM, subject=subject, reason=reason, seq=event, fields=list(fields) or None)
    if raw:
        say_json(done)
    else:
        click.echo(_("Erased in {many} events.").format(many=len(done["erased"])))
