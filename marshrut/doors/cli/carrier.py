"""`marshrut carrier …`"""

from __future__ import annotations

from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.kernel.actor import Actor
from marshrut.shipments import commands, queries

from . import acting, saying
from .saying import Group, as_json, at, say_json


@click.group(cls=Group, help=_("Carriers: they are asked where shipments are."))
def carrier() -> None:
    pass


@carrier.command("list", help=_("All carriers that can be asked, without their keys and passwords."))
@acting.perhaps_acting
@as_json
def list_carriers(actor: Actor, *, raw: bool) -> None:
    found = queries.carriers(actor)
    saying.listing(
        found,
        [_("Code"), _("Name"), _("Asked"), _("Answered last"), _("Requests today"), _("Trouble")],
        lambda one: [
            one.code,
            one.title,
            _("yes") if one.active else _("no"),
            at(one.last_ok_at) if one.last_ok_at else "",
            f"{one.quota_used}/{one.quota_limit}" if one.quota_limit else one.quota_used,
            one.error_title,
        ],
        raw=raw,
    )


@carrier.command("set", help=_("Connect CARRIER, or change how it is reached. Keys and passwords are asked for."))
@click.argument("code", metavar="CARRIER")
@click.option("--setting", "settings", multiple=True, metavar="KEY=VALUE", help=_("A setting that is no secret."))
@click.option("--keep-secrets", is_flag=True, help=_("Do not ask for keys and passwords, keep those that are there."))
@click.option("--quota", type=click.IntRange(1, 1_000_000), help=_("Requests a day by your contract."))
@click.option("--off/--on", "off", default=None, help=_("Ask it no more, or again."))
@acting.perhaps_acting
@as_json
def set_carrier(
    code: str,
    settings: tuple[str, ...],
    quota: int | None,
    actor: Actor,
    *,
    keep_secrets: bool,
    off: bool | None,
    raw: bool,
) -> None:
    known = queries.carrier(actor, code)
    how: dict[str, Any] = {"settings": dict(_pair(one) for one in settings)}
    if not keep_secrets:
        how["secrets"] = acting.secrets(known.form)
    if quota is not None:
        how["quota"] = quota
    if off is not None:
        how["active"] = not off
    made = commands.set_carrier(actor, carrier=code, **how)
    say_json(made) if raw else click.echo(_("Saved."))


@carrier.command(help=_("Try the account of CARRIER and say step by step how it went."))
@click.argument("code", metavar="CARRIER")
@acting.perhaps_acting
@as_json
def check(code: str, actor: Actor, *, raw: bool) -> None:
    saying.check(commands.check_carrier(actor, carrier=code), raw=raw)


@carrier.command(help=_("Disconnect CARRIER and forget its keys. Shipments stay and are followed by hand."))
@click.argument("code", metavar="CARRIER")
@acting.perhaps_acting
def remove(code: str, actor: Actor) -> None:
    commands.remove_carrier(actor, carrier=code)
    click.echo(_("Carrier {code} is disconnected.").format(code=code))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(_("Write it like login=value."))
    return name, value
