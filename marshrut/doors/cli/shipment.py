"""`marshrut shipment …`"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click
from django.utils.translation import gettext as _

from marshrut.definitions.schema.tracks import WAYS
from marshrut.kernel.actor import Actor
from marshrut.shipments import commands, queries

from . import acting
from .saying import Group, as_json, at, say_json, table

DAY = click.DateTime(["%Y-%m-%d"])
STATES = click.Choice(["transit", "arrived", "trouble", "delivered", "stopped"])


@click.group(cls=Group, help=_("Shipments: what is on its way, and what happened to it."))
def shipment() -> None:
    pass


@shipment.command("list", help=_("Shipments, newest first."))
@click.option("--state", type=STATES, default=None, help=_("Where they stand."))
@click.option("--way", type=click.Choice(list(WAYS)), default=None, help=_("How it was sent."))
@click.option("--direction", type=click.Choice(["to_us", "from_us"]), default=None, help=_("To us, or from us."))
@click.option("--text", default="", help=_("Part of the number, or words."))
@click.option("--company", type=int, help=_("Number of the company."))
@click.option("--about", type=acting.CardNumber(), help=_("Only what was sent because of this card."))
@click.option("--since", type=DAY, help=_("First day, like 2026-01-01."))
@click.option("--until", type=DAY, help=_("Last day."))
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help=_("Shipments at most."))
@acting.acting
@as_json
def list_shipments(
    state: str | None,
    way: str | None,
    direction: str | None,
    text: str,
    company: int | None,
    about: int | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    actor: Actor,
    *,
    raw: bool,
) -> None:
    wanted = queries.Filter(
        state=state or "",  # type: ignore[arg-type]
        way=way or "",
        company=company,
        direction=direction or "",
        text=text,
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    found = queries.about(actor, about) if about else queries.listing(actor, wanted, limit=limit).lines
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = [_("Card"), _("Name"), _("Way"), _("Number"), _("Status"), _("Last event"), _("Company")]
    table(head, [_row(one) for one in found])


@shipment.command(help=_("The whole way of a shipment, newest event first."))
@click.argument("card", type=acting.CardNumber())
@acting.acting
@as_json
def show(card: int, actor: Actor, *, raw: bool) -> None:
    page = queries.shipment(actor, card)
    if raw:
        say_json(asdict(page))
        return
    line = page.line
    click.echo(f"{line.label}  {line.way_title} {line.number}  {line.chip.title}")
    for said in (line.trouble, line.why_silent, line.public_url):
        if said:
            click.echo(said)
    if line.next_poll_at:
        click.echo(_("The carrier is asked next: {when}").format(when=at(line.next_poll_at)))
    rows = [[at(one.at), one.text, one.place, one.title if one.understood else "?"] for one in page.events]
    table([_("When"), _("Event"), _("Place"), _("Status")], rows)


@shipment.command(help=_("Ask the carrier about CARD now, not at its time."))
@click.argument("card", type=acting.CardNumber())
@acting.acting
@as_json
def poll(card: int, actor: Actor, *, raw: bool) -> None:
    done = commands.poll_now(actor, card=card)
    say_json(done) if raw else click.echo(_("The carrier is asked. What it says is on the card in a minute."))


def _row(one: queries.ShipmentLine) -> list[str]:
    last = f"{at(one.last_at)} {one.last_text}" if one.last_at else ""
    return [one.label, one.name, one.way_title, one.number, one.chip.title, last, one.company]
