"""`marshrut delivery …`, `marshrut channel rules …`: what was sent, and rules for everybody."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import click
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.channels import commands, queries
from marshrut.kernel.actor import Actor

from . import acting, saying
from .channel import channel
from .saying import Group, as_json, at, say_json, table

STATES: Final = ("queued", "held", "sending", "retry", "sent", "acknowledged", "failed", "suppressed")
DAY: Final = click.DateTime(["%Y-%m-%d"])


@click.group(cls=Group, help=_("Deliveries: every attempt to tell somebody something on a channel."))
def delivery() -> None:
    pass


@delivery.command("list", help=_("Attempts, newest first, with their reasons."))
@click.option("--channel", default="", help=_("Only of this channel."))
@click.option("--state", type=click.Choice(STATES), default=None, help=_("Only those that stand so."))
@click.option("--person", type=acting.Employee(), default=None, help=_("Only to this person."))
@click.option("--since", type=DAY, default=None, help=_("From this day on."))
@click.option("--until", type=DAY, default=None, help=_("Until this day."))
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help=_("How many."))
@acting.perhaps_acting
@as_json
def list_deliveries(state: str | None, limit: int, actor: Actor, *, raw: bool, **given: Any) -> None:
    since, until = (given[name].date() if given[name] else None for name in ("since", "until"))
    wanted = queries.Filter(
        channel=given["channel"], state=state or "", person=given["person"], since=since, until=until
    )
    saying.listing(
        queries.deliveries(actor, wanted, limit=limit).lines,
        [_("No."), _("When"), _("Person"), pgettext("channels", "Notices"), _("Channel"), _("State"), _("Why")],
        lambda one: [
            one.id,
            at(one.at),
            one.person_name,
            one.group_title,
            one.channel_title,
            one.state_title,
            f"{one.why_title} {one.said}".strip(),
        ],
        raw=raw,
    )


@delivery.command(help=_("Send NUMBER once more, as a new attempt."))
@click.argument("number", type=click.IntRange(1))
@acting.perhaps_acting
@as_json
def retry(number: int, actor: Actor, *, raw: bool) -> None:
    made = commands.retry_delivery(actor, delivery=number)
    say_json(made) if raw else click.echo(_("It is being sent again."))


@channel.command(help=_("Rules for everybody who has chosen nothing: what goes where, when, in which order."))
@acting.perhaps_acting
@as_json
def rules(actor: Actor, *, raw: bool) -> None:
    found = queries.defaults(actor)
    if raw:
        say_json(asdict(found))
        return
    head = [pgettext("channels", "Notices"), *(one.title for one in found.channels)]
    table(head, [[group.title, *(group.manners[one.code] for one in found.channels)] for group in found.groups])
    click.echo(_("Quiet: {how}. Digest: {hours}. Next channel after {minutes} min.").format(
        how=" ".join(filter(None, (found.quiet.kind, found.quiet.since, found.quiet.until))),
        hours=", ".join(found.digest) or "–", minutes=found.minutes,
    ))  # fmt: skip


@channel.command("set-rules", help=_("Change the rules for everybody; what is not named stays."))
@click.option("--goes", type=acting.Pair(), multiple=True, help=_("GROUP/CHANNEL=now, digest or none."))
@click.option("--first", "order", multiple=True, metavar="CHANNEL", help=_("Channels in their order."))
@click.option("--digest", multiple=True, metavar="HH:MM", help=_("Hours of the digest."))
@click.option("--quiet", type=click.Choice(["schedule", "none"]), help=_("Quiet outside of working time, or never."))
@click.option("--quiet-hours", nargs=2, metavar="FROM TO", help=_("Quiet between two hours."))
@click.option("--minutes", type=click.IntRange(1, 120), default=None, help=_("Minutes until the next channel."))
@acting.perhaps_acting
@as_json
def set_rules(actor: Actor, *, raw: bool, **given: Any) -> None:
    made = commands.set_defaults(actor, **_told(queries.defaults(actor), given))
    say_json(made) if raw else click.echo(_("Saved."))


def _told(now: queries.PreferenceInfo, given: dict[str, Any]) -> dict[str, Any]:
    """What `set_defaults` takes of the options that were given."""
    told: dict[str, Any] = {name: list(given[name]) for name in ("order", "digest") if given[name]}
    if given["goes"]:
        told["matrix"] = {}
        for place, how in given["goes"]:
            group, slash, where = place.partition("/")
            if not slash:
                raise click.BadParameter(_("Write it like news/email=digest."))
            told["matrix"].setdefault(group, {})[where] = how
    if given["quiet"]:
        told["quiet"] = {"kind": given["quiet"], "days": list(now.quiet.days)}
    if given["quiet_hours"]:
        since, until = given["quiet_hours"]
        told["quiet"] = {"kind": "hours", "from": since, "to": until, "days": list(now.quiet.days)}
    if given["minutes"] is not None:
        told["minutes"] = given["minutes"]
    return told
