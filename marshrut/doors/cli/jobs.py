"""`marshrut jobs …`: what the owner of the server does about what stopped."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from marshrut.jobs import commands, queries

from .acting import SYSTEM
from .saying import Group, say_json

ID = click.IntRange(1, 2**63 - 1)


@click.group(cls=Group, help=_("Effects and timers that stopped: try again, confirm, revive."))
def jobs() -> None:
    pass


@jobs.command(help=_("Numbers of workers and backlog, as JSON."))
def health() -> None:
    say_json(queries.health())


@jobs.command(help=_("Try an effect again that was given up or whose outcome is unknown."))
@click.argument("number", metavar="EFFECT", type=ID)
def retry(number: int) -> None:
    commands.retry_effect(SYSTEM, effect=number)
    click.echo(_("It will be tried again at once."))


@jobs.command(help=_("Say that an effect in doubt did happen: it is not repeated."))
@click.argument("number", metavar="EFFECT", type=ID)
def confirm(number: int) -> None:
    commands.confirm_effect(SYSTEM, effect=number)
    click.echo(_("Written down as done."))


@jobs.command(help=_("Arm a timer again that failed too often."))
@click.argument("number", metavar="TIMER", type=ID)
def revive(number: int) -> None:
    commands.revive_timer(SYSTEM, timer=number)
    click.echo(_("The timer is armed again."))
