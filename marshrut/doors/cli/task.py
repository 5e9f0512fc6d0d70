"""`marshrut task …`"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from marshrut.cards import commands, queries
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from . import acting, showing
from .saying import Group, as_json, say_json, table

ID = click.IntRange(1, 2**63 - 1)
WHEN = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z"])


@click.group(cls=Group, help=_("Tasks: what waits for a person, and deciding it."))
def task() -> None:
    pass


@task.command("list", help=_("Tasks of a person: mine wait for them, asked are others' on their cards, done."))
@acting.acting
@click.option("--which", type=click.Choice(["mine", "asked", "done"]), default="mine", show_default=True)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 200), help=_("How many at most."))
@as_json
def list_tasks(actor: Actor, which: Literal["mine", "asked", "done"], limit: int, *, raw: bool) -> None:
    lines = queries.tasks(actor, which, limit)
    if raw:
        say_json([showing.task_line_values(line) for line in lines])
        return
    chart = org.chart()
    head = [_("Task"), _("Card"), _("What to do"), _("Subject"), _("Due"), _("With")]
    table(head, [showing.task_cells(line, chart) for line in lines])


@task.command(help=_("Take a task: «Взять в работу»."))
@click.argument("number", metavar="TASK", type=ID)
@acting.acting
@as_json
def take(number: int, actor: Actor, *, raw: bool) -> None:
    _done(commands.take_task(actor, task=number), raw=raw)


@task.command(help=_("Decide a task: press the button OUTCOME. Its key is shown by `marshrut card show`."))
@click.argument("number", metavar="TASK", type=ID)
@click.argument("outcome")
@acting.acting
@click.option("--reason", default="", help=_("Why; some outcomes demand it."))
@click.option(
    "--because",
    default="",
    help=_("Key of a listed reason, where the decision has some; `marshrut card show` names them."),
)
@click.option("--edition", type=ID, help=_("The content you saw; when it changed since, nothing is done."))
@acting.given
@as_json
def complete(
    number: int,
    outcome: str,
    actor: Actor,
    reason: str,
    because: str,
    edition: int | None,
    fields: tuple[tuple[str, str], ...],
    files: tuple[tuple[str, str], ...],
    *,
    raw: bool,
) -> None:
    given = acting.values(actor, fields, files)
    done = commands.complete_task(
        actor, task=number, outcome=outcome, reason=reason, because=because, fields=given, edition=edition
    )
    _done(done, raw=raw)


@task.command(help=_("Delegate a task: a colleague decides in your name."))
@click.argument("number", metavar="TASK", type=ID)
@click.option("--to", type=acting.Employee(), required=True, help=_("E-mail of the colleague."))
@acting.acting
@click.option("--reason", default="", help=_("Why."))
@as_json
def delegate(number: int, to: int, actor: Actor, reason: str, *, raw: bool) -> None:
    _done(commands.delegate_task(actor, task=number, to=to, reason=reason), raw=raw)


@task.command("take-back", help=_("Take back a task you delegated."))
@click.argument("number", metavar="TASK", type=ID)
@acting.acting
@as_json
def take_back(number: int, actor: Actor, *, raw: bool) -> None:
    _done(commands.take_back_task(actor, task=number), raw=raw)


@task.command(help=_("Forward a task: it is the colleague's for good."))
@click.argument("number", metavar="TASK", type=ID)
@click.option("--to", type=acting.Employee(), required=True, help=_("E-mail of the colleague."))
@acting.acting
@click.option("--reason", default="", help=_("Why."))
@as_json
def forward(number: int, to: int, actor: Actor, reason: str, *, raw: bool) -> None:
    _done(commands.forward_task(actor, task=number, to=to, reason=reason), raw=raw)


@task.command("ask-opinion", help=_("Ask a colleague for an opinion; the decision does not wait for it."))
@click.argument("number", metavar="TASK", type=ID)
@click.option("--to", type=acting.Employee(), required=True, help=_("E-mail of the colleague."))
@click.option("--question", required=True, help=_("What is asked."))
@acting.acting
@as_json
def ask_opinion(number: int, to: int, question: str, actor: Actor, *, raw: bool) -> None:
    _done(commands.ask_opinion(actor, task=number, person=to, question=question), raw=raw)


@task.command("add-approver", help=_("Add an approver to the running round."))
@click.argument("number", metavar="TASK", type=ID)
@click.option("--to", type=acting.Employee(), required=True, help=_("E-mail of the colleague."))
@acting.acting
@click.option("--reason", default="", help=_("Why."))
@as_json
def add_approver(number: int, to: int, actor: Actor, reason: str, *, raw: bool) -> None:
    _done(commands.add_approver(actor, task=number, person=to, reason=reason), raw=raw)


@task.command(help=_("Undo your own decision, while nobody has acted on it."))
@click.argument("number", metavar="TASK", type=ID)
@acting.acting
@as_json
def undo(number: int, actor: Actor, *, raw: bool) -> None:
    _done(commands.undo_decision(actor, task=number), raw=raw)


@task.command(help=_("Put a task to sleep until a time."))
@click.argument("number", metavar="TASK", type=ID)
@click.option("--until", type=WHEN, required=True, help=_("Like 2026-11-21T09:00, in the time of the company."))
@acting.acting
@click.option("--reason", default="", help=_("Why."))
@as_json
def pause(number: int, until: datetime, actor: Actor, reason: str, *, raw: bool) -> None:
    aware = until if until.tzinfo else timezone.make_aware(until)
    _done(commands.pause_task(actor, task=number, until=aware, reason=reason), raw=raw)


@task.command(help=_("Wake a paused task before its time."))
@click.argument("number", metavar="TASK", type=ID)
@acting.acting
@as_json
def resume(number: int, actor: Actor, *, raw: bool) -> None:
    _done(commands.resume_task(actor, task=number), raw=raw)


def _done(answer: dict[str, Any], *, raw: bool) -> None:
    if raw:
        say_json(answer)
    else:
        click.echo(_("Done: card {card}.").format(card=answer["card"]))
