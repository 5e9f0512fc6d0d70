"""`marshrut edoc …`"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.definitions.schema.edocs import DIRECTIONS, KINDS, STATUSES
from marshrut.edocs import commands, queries
from marshrut.kernel.actor import Actor

from . import acting
from .saying import Group, as_json, at, say_json, table

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=Group, help=_("E-documents from 1C: where each stands and who signed."))
def edoc() -> None:
    pass


@edoc.command("list", help=_("E-documents, newest first."))
@click.option("--tab", type=click.Choice(queries.TABS), default="all", show_default=True, help=_("Where they stand."))
@click.option("--kind", type=click.Choice(KINDS), help=_("Kind of document."))
@click.option("--direction", type=click.Choice(DIRECTIONS), help=_("From us, or to us."))
@click.option("--status", type=click.Choice(STATUSES), help=_("Just this status."))
@click.option("--company", type=int, help=_("Number of the company."))
@click.option("--deal", type=int, help=_("Number of the deal."))
@click.option("--manager", type=acting.Employee(), help=_("Who is responsible."))
@click.option("--base", default="", help=_("Code of the base of 1C."))
@click.option("--text", default="", help=_("Words of the counterparty, a number, an ИНН."))
@click.option("--since", type=DAY, help=_("First day, like 2026-01-01."))
@click.option("--until", type=DAY, help=_("Last day."))
@click.option("--about", type=acting.CardNumber(), help=_("Only those that this card waits for."))
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help=_("E-documents at most."))
@acting.acting
@as_json
def list_edocs(
    since: datetime | None,
    until: datetime | None,
    about: int | None,
    limit: int,
    actor: Actor,
    *,
    raw: bool,
    **plain: Any,
) -> None:
    narrowed = {name: value for name, value in plain.items() if value is not None}
    wanted = queries.Filter(since=since.date() if since else None, until=until.date() if until else None, **narrowed)
    found = queries.of_about(actor, about) if about else queries.register(actor, wanted, limit=limit).lines
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = [_("Card"), _("Document"), _("Counterparty"), _("Status"), _("Since"), _("Late")]
    table(head, [_row(one) for one in found])


@edoc.command(help=_("An e-document with its way of signing, oldest first."))
@click.argument("card", type=acting.CardNumber())
@acting.acting
@as_json
def show(card: int, actor: Actor, *, raw: bool) -> None:
    page = queries.edoc(actor, card)
    if raw:
        say_json(asdict(page))
        return
    click.echo(f"{page.line.label}  {page.line.name}")
    for said in (page.sentence, page.us.sentence, page.them.sentence, page.line.reason, page.stale.sentence):
        if said:
            click.echo(said)
    rows = [[at(one.at), one.title, one.person, one.comment] for one in page.acts]
    table([_("When"), _("Event"), _("Who"), _("Comment")], rows)


@edoc.command(help=_("Ask 1C about CARD now, not at its time."))
@click.argument("card", type=acting.CardNumber())
@acting.acting
@as_json
def refresh(card: int, actor: Actor, *, raw: bool) -> None:
    done = commands.refresh(actor, card=card)
    say_json(done) if raw else click.echo(_("1C is asked. What it says is on the card in some seconds."))


@edoc.command("refresh-company", help=_("Ask 1C about the documents of COMPANY now."))
@click.argument("company", type=int)
@acting.acting
@as_json
def refresh_company(company: int, actor: Actor, *, raw: bool) -> None:
    done = commands.refresh_company(actor, company=company)
    say_json(done) if raw else click.echo(_("Documents asked about: {n}.").format(n=done["asked"]))


@edoc.command(help=_("Put CARD to its deal, contact, manager, or the card that waits for it. 0 takes it away."))
@click.argument("card", type=acting.CardNumber())
@click.option("--deal", type=int, help=_("Number of the deal."))
@click.option("--contact", type=int, help=_("Number of the contact."))
@click.option("--manager", type=acting.Employee(), help=_("Who is responsible."))
@click.option("--about", type=int, help=_("Number of the card that waits for this document."))
@acting.acting
@as_json
def link(card: int, actor: Actor, *, raw: bool, **links: int | None) -> None:
    given: dict[str, Any] = {name: value or None for name, value in links.items() if value is not None}
    done = commands.link_edoc(actor, card=card, **given)
    say_json(done) if raw else click.echo(_("Saved."))


@edoc.command(help=_("Parties of 1C that match no company."))
@acting.acting
@as_json
def parties(actor: Actor, *, raw: bool) -> None:
    found = queries.unmatched(actor)
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = [_("Base"), _("Party"), _("Name"), _("ИНН"), _("Documents"), _("Why")]
    table(head, [[one.base, one.ref, one.name, one.inn, one.documents, one.why_title] for one in found])


@edoc.command("link-party", help=_("PARTY of BASE is this company: all its documents are. 0 makes it nobody's again."))
@click.argument("base")
@click.argument("party")
@click.argument("company", type=int)
@acting.acting
@as_json
def link_party(base: str, party: str, company: int, actor: Actor, *, raw: bool) -> None:
    done = commands.link_party(actor, base=base, party=party, company=company or None)
    say_json(done) if raw else click.echo(_("Documents of this party: {n}.").format(n=done["documents"]))


def _row(one: queries.EDocLine) -> list[Any]:
    document = f"{one.kind_title} {one.number}".strip()
    late = {1: _("overdue"), 2: _("critical")}.get(one.level, "")
    return [
        one.label,
        document,
        one.company or one.party,
        one.chip.title,
        at(one.waits_since) if one.waits_since else "",
        late,
    ]
