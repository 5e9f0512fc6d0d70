"""`marshrut whatif PACK TYPE …`"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.rehearsals.whatif import commands, queries, wording
from marshrut.rehearsals.whatif.asking import Told
from marshrut.rehearsals.whatif.changes import Approver, Changes, StandIn
from marshrut.rehearsals.whatif.figures import Figures

from . import acting
from .saying import Single, as_json, say_json, table

DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    cls=Single, help=_("Play the last months of a kind of card again by other rules, beside what really happened.")
)
@click.argument("pack")
@click.argument("card_type", metavar="TYPE")
@click.option("--months", type=click.IntRange(1, 12), default=3, show_default=True, help=_("Cards of so many months."))
@click.option("--set", "settings", type=acting.Pair(), multiple=True, help=_("Another threshold, like remind_after=1."))
@click.option("--approver", type=acting.Pair(), help=_("One more approver after a stage, like finance=director."))
@click.option("--absent", type=acting.Employee(), help=_("Who is away; with --deputy."))
@click.option("--deputy", type=acting.Employee(), help=_("Who stands in for them."))
@click.option("--since", type=DAY, help=_("First day of the absence; else those that were entered."))
@click.option("--until", type=DAY, help=_("Last day of the absence."))
@click.option("--version", type=int, help=_("Number of another installed version of the pack."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("The same seed plays the same."))
@acting.acting
@as_json
def whatif(
    pack: str,
    card_type: str,
    months: int,
    settings: tuple[tuple[str, str], ...],
    approver: tuple[str, str] | None,
    absent: int | None,
    deputy: int | None,
    since: datetime | None,
    until: datetime | None,
    version: int | None,
    seed: int,
    actor: Actor,
    *,
    raw: bool,
) -> None:
    if definitions.active_for(card_type).pack.key != pack:
        raise NotFound(_("There is no such kind of card."))
    stand_ins: tuple[StandIn, ...] = ()
    if absent is not None or deputy is not None:
        last = _midnight(until + timedelta(days=1)) if until else None
        stand_ins = (StandIn(absent or 0, deputy or 0, _midnight(since) if since else None, last),)
    after = Approver(approver[0], approver[1]) if approver else None
    changes = Changes(dict(settings), after, stand_ins, version)
    made = commands.ask_whatif(actor, card_type=card_type, months=months, changes=changes, seed=seed)
    line = queries.whatif(actor, made["id"])
    if raw:
        say_json({**made, "answer": line.told.as_json() if line.told else None})
    elif line.state == "waiting":
        click.echo(_("Many cards: the worker plays them. See /rehearsals/whatif/{id}/").format(id=made["id"]))
    elif line.told is None:
        click.echo(_("No card of this kind set out in these months: there is no past to play again."))
    else:
        _say(line.told)


def _midnight(day: datetime) -> datetime:
    return datetime.combine(day.date(), time(), timezone.get_current_timezone())


def _say(told: Told) -> None:
    three = (told.real, told.unchanged, told.changed)
    head = ["", _("As it was"), _("Played again"), _("By other rules")]
    rows: list[list[Any]] = [
        [_("Cards"), *(one.cards for one in three)],
        [_("Usual time, working hours"), *(_hours(one.whole.took.median) for one in three)],
        [_("Nine of ten within, working hours"), *(_hours(one.whole.took.most) for one in three)],
        [_("Overdue tasks"), *(one.whole.late for one in three)],
        [_("Escalations"), *(one.whole.escalations for one in three)],
        [_("Messages of reminders"), *(one.whole.told for one in three)],
        *([stage, *(_stage(one, stage) for one in three)] for stage in told.unchanged.stages),
    ]
    table(head, rows)
    for sentence in (wording.verdict(told), wording.error(told.test), *wording.supposed(told)):
        click.echo(sentence)


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}"


def _stage(one: Figures, stage: str) -> str:
    return _hours(one.stages[stage].took.median) if stage in one.stages else ""
