"""`marshrut mailbox …`"""

from __future__ import annotations

from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.kernel.actor import Actor
from marshrut.letters import commands, queries
from marshrut.letters.mail_sentences import MAIL_TROUBLES
from marshrut.letters.rules.mailboxes import SERVICES

from . import acting, saying
from .saying import Group, as_json, at, say_json

NUMBER = click.IntRange(1, 2**63 - 1)


@click.group(cls=Group, help=_("Mailboxes: letters come in from there and leave by there."))
def mailbox() -> None:
    pass


@mailbox.command("list", help=_("All mailboxes, without their passwords."))
@acting.perhaps_acting
@as_json
def list_mailboxes(actor: Actor, *, raw: bool) -> None:
    found = queries.all_mailboxes(actor)
    saying.listing(
        found,
        ["№", _("Name"), _("Address"), _("Read last"), _("Trouble")],
        lambda one: [
            one.id,
            one.name,
            one.address,
            at(one.seen_at) if one.seen_at else "",
            str(MAIL_TROUBLES.get(one.error, ("",))[0]),
        ],
        raw=raw,
    )


@mailbox.command(help=_("Connect the mailbox ADDRESS. Its password is asked for."))
@click.argument("address")
@click.option("--name", required=True, help=_("What it is called here."))
@click.option("--organisation", required=True, type=NUMBER, help=_("Number of our organisation."))
@click.option("--registrar", required=True, type=NUMBER, help=_("Number of the person in whose name drafts are made."))
@click.option("--service", type=click.Choice(list(SERVICES)), help=_("A known mail service, instead of servers."))
@click.option("--imap", default="", help=_("Server of incoming mail: imap.company.ru or imap.company.ru:993."))
@click.option("--smtp", default="", help=_("Server of outgoing mail: smtp.company.ru or smtp.company.ru:465."))
@click.password_option(
    "--password", envvar="MARSHRUT_MAILBOX_PASSWORD", confirmation_prompt=False, help=_("Of the mailbox.")
)
@acting.acting
@as_json
def add(
    address: str,
    name: str,
    organisation: int,
    registrar: int,
    service: str | None,
    imap: str,
    smtp: str,
    password: str,
    actor: Actor,
    *,
    raw: bool,
) -> None:
    made = commands.add_mailbox(
        actor,
        service=service or "",
        name=name,
        address=address,
        organisation=organisation,
        registrar=registrar,
        imap_password=password,
        **_server("imap", imap),
        **_server("smtp", smtp),
    )
    say_json(made) if raw else click.echo(_("Mailbox {id} is connected.").format(id=made["id"]))


@mailbox.command(help=_("Talk to both servers of MAILBOX and say step by step how it went."))
@click.argument("number", metavar="MAILBOX", type=NUMBER)
@acting.perhaps_acting
@as_json
def check(number: int, actor: Actor, *, raw: bool) -> None:
    saying.check(commands.check_mailbox(actor, mailbox=number), raw=raw)


@mailbox.command(help=_("Switch MAILBOX off, or on again."))
@click.argument("number", metavar="MAILBOX", type=NUMBER)
@click.option("--on", is_flag=True, help=_("Switch it on again."))
@acting.perhaps_acting
def switch(number: int, actor: Actor, *, on: bool) -> None:
    commands.edit_mailbox(actor, mailbox=number, active=on)
    click.echo(_("Saved."))


@mailbox.command(help=_("Disconnect MAILBOX. Letters that came by it stay."))
@click.argument("number", metavar="MAILBOX", type=NUMBER)
@acting.perhaps_acting
def remove(number: int, actor: Actor) -> None:
    commands.remove_mailbox(actor, mailbox=number)
    click.echo(_("Mailbox {id} is disconnected.").format(id=number))


def _trouble(code: str) -> str:
    return str(MAIL_TROUBLES[code][0]) if code in MAIL_TROUBLES else code


def _server(kind: str, typed: str) -> Any:
    host, _colon, port = typed.partition(":")
    return {f"{kind}_host": host, f"{kind}_port": int(port) if port.isdigit() else None}
