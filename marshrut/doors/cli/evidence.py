"""`marshrut evidence …`"""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from marshrut.evidence import commands, queries
from marshrut.evidence.rules import Kind
from marshrut.evidence.wording import said
from marshrut.kernel.actor import Actor

from . import acting
from .saying import Group, as_json, at, say_json, table

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=Group, help=_("Archives of letters for a tender or a dispute."))
def evidence() -> None:
    pass


@evidence.command("list", help=_("The own archives, newest first."))
@acting.acting
@as_json
def list_archives(actor: Actor, *, raw: bool) -> None:
    found = queries.archives(actor)
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = ["№", _("Title"), _("What is in it"), _("State"), _("Cards"), _("Kept until")]
    rows = [
        [one.id, one.title, said(one.scope), one.why or one.state, f"{one.done}/{one.asked}", at(one.expires_at)]
        for one in found
    ]
    table(head, rows)


@evidence.command(help=_("Ask for an archive of a thread, a project, a company or of cards."))
@click.option("--thread", type=acting.CardNumber(), help=_("A letter of the thread."))
@click.option("--project", type=int, help=_("Number of the project."))
@click.option("--company", type=int, help=_("Number of the company."))
@click.option("--card", "cards", type=acting.CardNumber(), multiple=True, help=_("A card, as often as needed."))
@click.option("--since", type=DAY, help=_("First day of the letters, like 2026-01-01."))
@click.option("--until", type=DAY, help=_("Last day of the letters."))
@click.option("--others", is_flag=True, help=_("Also cards that are no letters."))
@acting.acting
@as_json
def ask(
    thread: int | None,
    project: int | None,
    company: int | None,
    cards: tuple[int, ...],
    since: datetime | None,
    until: datetime | None,
    actor: Actor,
    *,
    others: bool,
    raw: bool,
) -> None:
    kind, ref = _about(thread, project, company, cards)
    made = commands.ask_evidence(
        actor, kind=kind, ref=ref, cards=cards, since=_day(since), until=_day(until), others=others
    )
    if raw:
        say_json(made)
        return
    click.echo(_("Archive № {id} is asked for; cards in it: {cards}.").format(**made))


def _about(
    thread: int | None, project: int | None, company: int | None, cards: tuple[int, ...]
) -> tuple[Kind, int | None]:
    given: list[tuple[Kind, int]] = [("thread", thread or 0), ("project", project or 0), ("company", company or 0)]
    named = [(kind, ref) for kind, ref in given if ref]
    if len(named) + bool(cards) != 1:
        raise click.UsageError(_("Say one of --thread, --project, --company or --card."))
    return named[0] if named else ("cards", None)


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


@evidence.command(help=_("Write ARCHIVE to PATH."))
@click.argument("archive", type=int)
@click.argument("path", type=click.Path(dir_okay=False))
@acting.acting
@as_json
def save(archive: int, path: str, actor: Actor, *, raw: bool) -> None:
    info, content = queries.opened(actor, archive)
    with content, Path(path).open("wb") as target:
        shutil.copyfileobj(content, target)
    if raw:
        say_json({"path": path, "sha256": info.sha256, "sums": info.sums})
        return
    click.echo(_("Written: {path}").format(path=path))


@evidence.command(help=_("Remove ARCHIVE before its week is over."))
@click.argument("archive", type=int)
@acting.acting
@as_json
def remove(archive: int, actor: Actor, *, raw: bool) -> None:
    made = commands.remove_evidence(actor, archive=archive)
    say_json(made) if raw else click.echo(_("Archive № {id} is removed.").format(id=archive))
