"""`marshrut channel …`"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.channels import commands, queries
from marshrut.kernel.actor import Actor

from . import acting, saying
from .saying import Group, as_json, at, say_json


def _sum(_context: click.Context, _option: click.Parameter, text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise click.BadParameter(_("Write a sum, like 100000.50."))
    return found


@click.group(cls=Group, help=_("Channels: how people are told and decide outside the portal."))
def channel() -> None:
    pass


@channel.command("list", help=_("All channels, without their keys and passwords."))
@acting.perhaps_acting
@as_json
def list_channels(actor: Actor, *, raw: bool) -> None:
    saying.listing(
        queries.channels(actor),
        [_("Code"), _("Name"), _("On"), _("Last success"), _("Queue"), _("Sent today"), _("Failed"), _("Trouble")],
        lambda one: [
            one.code,
            one.title,
            _("yes") if one.active else _("no"),
            at(one.last_ok_at) if one.last_ok_at else "",
            one.waiting,
            one.sent_today,
            one.failed_today,
            one.error_title,
        ],
        raw=raw,
    )


@channel.command("set", help=_("Connect CHANNEL, or change how it is reached. Keys and passwords are asked for."))
@click.argument("code", metavar="CHANNEL")
@click.option("--setting", "settings", type=acting.Pair(), multiple=True, help=_("A setting that is no secret."))
@click.option("--keep-secrets", is_flag=True, help=_("Do not ask for keys and passwords, keep those that are there."))
@click.option(
    "--limit-sum", metavar="ROUBLES", callback=_sum, help=_("Above it one decides in the portal; 0: no limit.")
)
@click.option("--short/--whole", "short", default=None, help=_("Messages without names, sums and files, or with them."))
@acting.perhaps_acting
@as_json
def set_channel(
    code: str,
    settings: tuple[tuple[str, str], ...],
    limit_sum: Decimal | None,
    actor: Actor,
    *,
    keep_secrets: bool,
    short: bool | None,
    raw: bool,
) -> None:
    known = queries.channel(actor, code)
    how: dict[str, Any] = {"settings": dict(settings)}
    if not keep_secrets:
        how["secrets"] = acting.secrets(known.form)
    if limit_sum is not None:
        how["limit_sum"] = limit_sum or None
    if short is not None:
        how["short"] = short
    made = commands.set_channel(actor, channel=code, **how)
    say_json(made) if raw else click.echo(_("Saved."))


@channel.command(help=_("Try CHANNEL and say step by step how it went. Nobody is written to."))
@click.argument("code", metavar="CHANNEL")
@acting.perhaps_acting
@as_json
def check(code: str, actor: Actor, *, raw: bool) -> None:
    saying.check(commands.check_channel(actor, channel=code), raw=raw)


@channel.command(help=_("Use CHANNEL again."))
@click.argument("code", metavar="CHANNEL")
@acting.perhaps_acting
def on(code: str, actor: Actor) -> None:
    commands.switch_channel(actor, channel=code, on=True)
    click.echo(_("Channel {code} is on.").format(code=code))


@channel.command(help=_("Use CHANNEL no more; what waits for it goes the next way."))
@click.argument("code", metavar="CHANNEL")
@acting.perhaps_acting
def off(code: str, actor: Actor) -> None:
    commands.switch_channel(actor, channel=code, on=False)
    click.echo(_("Channel {code} is off.").format(code=code))
