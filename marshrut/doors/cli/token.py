"""`marshrut token …`"""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from marshrut.kernel.actor import Actor
from marshrut.org import commands, queries

from . import acting
from .saying import Group, as_json, at, say_json, table


@click.group(cls=Group, help=_("Tokens of the API: each acts as its owner."))
def token() -> None:
    pass


@token.command(help=_("Make a token. It is printed once and cannot be shown again."))
@acting.acting
@click.option("--name", default="console", show_default=True, help=_("What it is for."))
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 365), help=_("How long it works."))
@as_json
def create(actor: Actor, name: str, days: int, *, raw: bool) -> None:
    made = commands.create_token(actor, name=name, days=days)
    if raw:
        say_json(made)
        return
    click.echo(made["token"])
    click.echo(_("Keep it secret. It works until {date}.").format(date=made["expires_at"][:10]), err=True)


@token.command("list", help=_("Tokens of a person, without the tokens themselves."))
@acting.acting
@as_json
def list_tokens(actor: Actor, *, raw: bool) -> None:
    found = queries.own_tokens(actor)
    if raw:
        names = ("id", "name", "hint", "created_at", "expires_at", "last_used_at", "revoked_at", "is_live")
        say_json([{name: getattr(one, name) for name in names} for one in found])
        return
    head = [_("No."), _("What for"), _("Token"), _("Works until"), _("Last used"), _("Works")]
    rows = [
        [one.id, one.name, one.hint, at(one.expires_at), at(one.last_used_at), _("yes") if one.is_live else _("no")]
        for one in found
    ]
    table(head, rows)


@token.command(help=_("Stop a token for ever."))
@click.argument("number", metavar="TOKEN", type=click.IntRange(1, 2**63 - 1))
@acting.perhaps_acting
def revoke(number: int, actor: Actor) -> None:
    commands.revoke_token(actor, token=number)
    click.echo(_("Revoked: token {id}.").format(id=number))
