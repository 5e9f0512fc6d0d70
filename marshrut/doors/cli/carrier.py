"""`marshrut carrier …`"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.kernel.actor import Actor
from marshrut.shipments import commands, queries

from . import acting
from .saying import Group, as_json, at, say_json, table


@click.group(cls=Group, help=_("Carriers: they are asked where shipments are."))
def carrier() -> None:
    pass


@carrier.command("list", help=_("All carriers that can be asked, without their keys and passwords."))
@acting.perhaps_acting
@as_json
def list_carriers(actor: Actor, *, raw: bool) -> None:
    found = queries.carriers(actor)
    if raw:
        say_json([asdict(one) for one in found])
        return
    rows = [
        [
            one.code,
            one.title,
            _("yes") if one.active else _("no"),
            at(one.last_ok_at) if one.last_ok_at else "",
            f"{one.quota_used}/{one.quota_limit}" if one.quota_limit else one.quota_used,
            one.error_title,
        ]
        for one in found
    ]
    table([_("Code"), _("Name"), _("Asked"), _("Answered last"), _("Requests today"), _("Trouble")], rows)


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
        how["secrets"] = {one.key: _secret(one) for one in known.form if one.kind == "secret"}
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
    found = commands.check_carrier(actor, carrier=code)
    if raw:
        say_json(found)
    else:
        for step in found["steps"]:
            click.echo(f"{step['outcome']:8} {step['title']}  {step['said']}".rstrip())
            if step["advice"]:
                click.echo(f"{'':8} {step['advice']}")
    if not found["ok"]:
        raise SystemExit(1)


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


def _secret(line: queries.CarrierField) -> str:
    """Nothing typed keeps the one that is there."""
    shown = f"{line.title} ({_('Enter keeps the one that is there')})" if line.there else line.title
    return str(click.prompt(shown, default="", hide_input=True, show_default=False))
