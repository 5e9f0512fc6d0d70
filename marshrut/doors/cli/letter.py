"""`marshrut letters …`"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.letters import commands, queries
from marshrut.letters.sentences import NO_SUCH_LETTER

from . import acting
from .saying import Group, as_json, say_json, table

DAY = click.DateTime(["%Y-%m-%d"])
KINDS = click.Choice(["reply", "follow_up", "addendum", "related"])
SIGNS = {"in": "←", "out": "→"}


@click.group(cls=Group, help=_("Letters and their threads."))
def letters() -> None:
    pass


@letters.command("list", help=_("Letters, newest first."))
@click.option("--direction", type=click.Choice(["in", "out"]), default=None, help=_("Incoming or outgoing."))
@click.option("--text", default="", help=_("A number of either side, or words."))
@click.option("--company", type=int, help=_("Number of the company."))
@click.option("--project", type=int, help=_("Number of the project; 0: letters without one."))
@click.option("--state", type=click.Choice(["open", "done"]), default=None, help=_("In progress, or finished."))
@click.option("--since", type=DAY, help=_("First day of the letters, like 2026-01-01."))
@click.option("--until", type=DAY, help=_("Last day of the letters."))
@click.option("--overdue", is_flag=True, help=_("Only overdue ones."))
@click.option("--no-their-number", is_flag=True, help=_("Sent, and the counterparty told no incoming number."))
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help=_("Letters at most."))
@acting.acting
@as_json
def list_letters(
    direction: str | None,
    text: str,
    company: int | None,
    project: int | None,
    state: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    actor: Actor,
    *,
    overdue: bool,
    no_their_number: bool,
    raw: bool,
) -> None:
    wanted = queries.Filter(
        direction=direction or "",  # type: ignore[arg-type]
        text=text,
        company=company,
        project=project,
        state=state or "",
        since=since.date() if since else None,
        until=until.date() if until else None,
        overdue=overdue,
        no_their_number=no_their_number,
    )
    _show(queries.listing(actor, wanted, limit=limit).lines, raw=raw)


@letters.command(help=_("The whole thread of a letter, oldest first."))
@click.argument("card", type=acting.CardNumber())
@acting.acting
@as_json
def thread(card: int, actor: Actor, *, raw: bool) -> None:
    found: list[queries.LetterLine] = []
    after: str | None = None
    while True:
        page = queries.thread(actor, card, after, 200)
        found += page.letters
        after = page.after
        if after is None:
            break
    _show(tuple(found), raw=raw)


@letters.command(help=_("One letter: what it is, its files, what it is to others."))
@click.argument("card", type=acting.CardNumber())
@acting.acting
@as_json
def show(card: int, actor: Actor, *, raw: bool) -> None:
    found = queries.letter_of(actor, card)
    if found is None:
        raise NotFound(NO_SUCH_LETTER)
    if raw:
        say_json(asdict(found))
        return
    _show((found,), raw=False)
    for file in found.files:
        click.echo(f"  {file.name}")
    for one in found.links:
        click.echo(f"  {one.kind} {SIGNS['out' if one.outward else 'in']} {one.number or one.label} ({one.because})")


@letters.command(help=_("Say what CARD is to OTHER, e.g. its reply."))
@click.argument("card", type=acting.CardNumber())
@click.argument("other", type=acting.CardNumber())
@click.option("--kind", type=KINDS, default="related", show_default=True, help=_("What the first letter is."))
@acting.acting
@as_json
def link(card: int, other: int, kind: str, actor: Actor, *, raw: bool) -> None:
    made = commands.link_letters(actor, card=card, other=other, kind=kind)
    say_json(made) if raw else click.echo(_("The letters are linked."))


@letters.command(help=_("Part CARD and OTHER."))
@click.argument("card", type=acting.CardNumber())
@click.argument("other", type=acting.CardNumber())
@acting.acting
@as_json
def unlink(card: int, other: int, actor: Actor, *, raw: bool) -> None:
    made = commands.unlink_letters(actor, card=card, other=other)
    say_json(made) if raw else click.echo(_("The letters are apart."))


@letters.command(help=_("Work out all threads anew from the cards. Links made by hand stay."))
def rebuild() -> None:
    done: dict[str, Any] = {"step": "look", "after": 0}
    looked = 0
    while done["step"] != "done":
        step = done["step"]
        done = commands.rebuild(acting.SYSTEM, step=step, after=done["after"])
        looked += done["letters"] if step == "look" else 0
    click.echo(_("Letters looked at: {count}.").format(count=looked))


def _show(found: tuple[queries.LetterLine, ...], *, raw: bool) -> None:
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = [_("Card"), _("Day"), "", _("Number"), _("Theirs"), _("Subject"), _("Company"), _("Stage")]
    rows = [
        [
            one.label,
            one.day.isoformat(),
            SIGNS[one.direction],
            one.number,
            one.their_number,
            one.subject,
            one.company,
            one.stage_title,
        ]
        for one in found
    ]
    table(head, rows)
