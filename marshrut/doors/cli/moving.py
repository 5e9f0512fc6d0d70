"""`marshrut card move-version` and `put-back`: running cards go over to another version of their pack."""

from __future__ import annotations

from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.cards import commands
from marshrut.cards.queries import moving
from marshrut.definitions import queries as definitions
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from . import acting
from .saying import as_json, say_json, table


@click.command("move-version", help=_("Move running cards of TYPE to another installed version of their pack."))
@click.argument("kind", metavar="TYPE")
@click.option(
    "--to", "version", default="", help=_("The version, e.g. 1.2.0; unless told the one new cards start with.")
)
@click.option("--card", "cards", type=acting.CardNumber(), multiple=True, help=_("Only this card; may be repeated."))
@click.option("--stage", "stages", type=acting.Pair(), multiple=True, help=_("Where to, from a stage that is gone."))
@click.option("--redate", is_flag=True, help=_("Open tasks get the deadlines of the new version."))
@click.option("--reason", default="", help=_("Why; kept in the history of every card."))
@click.option("--dry-run", is_flag=True, help=_("Only show where each would land."))
@acting.perhaps_acting
@as_json
def move_version(
    kind: str,
    version: str,
    cards: tuple[int, ...],
    stages: tuple[tuple[str, str], ...],
    reason: str,
    actor: Actor,
    *,
    redate: bool,
    dry_run: bool,
    raw: bool,
) -> None:
    to, mapping = _version(kind, version), dict(stages)
    found = moving.preview(actor, moving.Chosen(kind, cards=cards), to, stages=mapping, redate=redate)
    if not raw:
        _show(found)
    if dry_run or not found.cards:
        if raw:
            held = [{"card": one, "code": row.code} for row in found.held for one, _name in row.cards]
            say_json({"moving": None, "would_move": found.cards, "refused": held})
        return
    answer = commands.move_many(actor, cards=found.cards, to=to, stages=mapping, redate=redate, reason=reason)
    _done(_("Moving {number}: {count} cards moved."), answer, "moved", raw=raw)


@click.command("put-back", help=_("Put the cards of the moving NUMBER back where nobody has acted on them since."))
@click.argument("number", type=click.IntRange(min=1))
@acting.perhaps_acting
@as_json
def put_back(number: int, actor: Actor, *, raw: bool) -> None:
    answer = commands.revert_moving(actor, moving=number)
    _done(_("Moving {number}: {count} cards put back."), answer, "reverted", raw=raw)


def _version(kind: str, version: str) -> int:
    active = definitions.active_for(kind)
    if not version:
        return active.id
    for one in definitions.versions(active.pack.key):
        if one.version == version:
            return one.id
    raise NotFound(_("There is no such version of a process."))


def _show(found: moving.Preview) -> None:
    head = [_("Cards"), _("Version"), _("Stage"), _("What happens")]
    rows = [
        [str(len(one.cards)), f"{one.version} → {found.to}", f"{one.here} → {one.there}", "; ".join(one.notes)]
        for one in found.groups
    ]
    rows += [[str(len(one.cards)), one.version, one.here, one.reason] for one in found.held]
    table(head, rows)


def _done(sentence: str, answer: dict[str, Any], what: str, *, raw: bool) -> None:
    if raw:
        say_json(answer)
        return
    click.echo(sentence.format(number=answer["moving"], count=len(answer[what])))
    for one in answer["refused"]:
        click.echo(f"№ {one['card']}: {one['message']}")
