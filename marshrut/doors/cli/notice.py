"""`marshrut notice …`"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.channels import commands, queries
from marshrut.channels.linking import commands as linking
from marshrut.kernel.actor import Actor

from . import acting, saying
from .saying import Group, as_json, at, say_json

MANNERS = ("now", "digest", "none")
CHOICES = ("order", "matrix", "quiet", "digest")


@click.group(cls=Group, help=_("Notices: where they come to, what goes where, a lost phone."))
def notice() -> None:
    pass


@notice.command("addresses", help=_("Where the person who acts is told, or EMAIL for administrators."))
@click.option("--of", "person", type=acting.Employee(), help=_("E-mail of the person."))
@acting.acting
@as_json
def list_addresses(actor: Actor, person: int | None, *, raw: bool) -> None:
    saying.listing(
        queries.addresses(actor, person or _self(actor)),
        [_("No."), _("Channel"), _("Name there"), _("State"), _("Linked"), _("Trouble")],
        lambda one: [one.id, one.channel_title, one.label, one.state, at(one.linked_at), one.why],
        raw=raw,
    )


@notice.command(help=_("Make a one-time link to CHANNEL: open it in the messenger within fifteen minutes."))
@click.argument("channel")
@acting.acting
def link(channel: str, actor: Actor) -> None:
    click.echo(linking.begin_link(actor, channel=channel)["address"])


@notice.command(help=_("Say that the second account ADDRESS is yours, too."))
@click.argument("address", type=click.IntRange(1, 2**63 - 1))
@acting.acting
def confirm(address: int, actor: Actor) -> None:
    linking.confirm_link(actor, address=address)
    click.echo(_("Confirmed."))


@notice.command(help=_("Unlink ADDRESS: nothing is sent there any more."))
@click.argument("address", type=click.IntRange(1, 2**63 - 1))
@acting.perhaps_acting
def unlink(address: int, actor: Actor) -> None:
    commands.unlink_address(actor, address=address)
    click.echo(_("Unlinked."))


@notice.command("unlink-all", help=_("Unlink everything of EMAIL but the mailbox: the phone is lost."))
@click.argument("email", type=acting.Employee())
@acting.perhaps_acting
def unlink_all(email: int, actor: Actor) -> None:
    click.echo(_("Unlinked: {count}.").format(count=commands.unlink_all(actor, person=email)))


@notice.command(help=_("Send yourself a test message by CHANNEL."))
@click.argument("channel")
@acting.acting
def test(channel: str, actor: Actor) -> None:
    commands.send_test(actor, channel=channel, person=_self(actor))
    click.echo(_("On its way."))


@notice.command(help=_("What goes where, quiet hours, hours of the digest."))
@acting.acting
@as_json
def choices(actor: Actor, *, raw: bool) -> None:
    found = queries.preference(actor)
    if raw:
        say_json(asdict(found))
        return
    head = [_("Notices"), *(one.title for one in found.channels)]
    saying.table(head, [[one.title, *(one.manners[way.code] for way in found.channels)] for one in found.groups])
    hours = f" {found.quiet.since}-{found.quiet.until}" if found.quiet.kind == "hours" else ""
    click.echo(_("Quiet: {quiet}. Digest: {digest}.").format(
        quiet=f"{found.quiet.kind}{hours}", digest=", ".join(found.digest) or "-"
    ))  # fmt: skip


@notice.command("choose", help=_("Choose what goes where, e.g. --goes news/email=digest --digest 09:00."))
@click.option("--goes", type=acting.Pair(), multiple=True, help=_("GROUP/CHANNEL=now, digest or none."))
@click.option("--first", "order", multiple=True, metavar="CHANNEL", help=_("Channels in their order."))
@click.option("--digest", multiple=True, metavar="HH:MM", help=_("Hours of the digest."))
@click.option("--quiet", type=click.Choice(["schedule", "none"]), help=_("Quiet outside of working time, or never."))
@click.option("--quiet-hours", nargs=2, metavar="FROM TO", help=_("Quiet between two hours."))
@click.option("--as-company", is_flag=True, help=_("Forget all that was chosen before."))
@acting.acting
def choose(
    actor: Actor,
    goes: tuple[tuple[str, str], ...],
    order: tuple[str, ...],
    digest: tuple[str, ...],
    quiet: str | None,
    quiet_hours: tuple[str, str] | None,
    *,
    as_company: bool,
) -> None:
    given: dict[str, Any] = dict.fromkeys(CHOICES) if as_company else {}
    if goes:
        given["matrix"] = _matrix(goes)
    if order:
        given["order"] = list(order)
    if digest:
        given["digest"] = list(digest)
    if quiet:
        given["quiet"] = {"kind": quiet}
    if quiet_hours:
        given["quiet"] = {"kind": "hours", "from": quiet_hours[0], "to": quiet_hours[1]}
    commands.set_preference(actor, person=_self(actor), **given)
    click.echo(_("Saved."))


def _matrix(goes: tuple[tuple[str, str], ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for place, manner in goes:
        group, slash, channel = place.partition("/")
        if not slash or manner not in MANNERS:
            raise click.BadParameter(_("Write it like news/email=digest."))
        found.setdefault(group, {})[channel] = manner
    return found


def _self(actor: Actor) -> int:
    return actor.person_id or 0
