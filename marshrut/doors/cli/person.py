"""`marshrut person …`"""

from __future__ import annotations

from dataclasses import asdict

import click
from django.utils.translation import gettext as _

from marshrut.kernel.actor import Actor
from marshrut.org import commands, queries

from . import acting
from .saying import Group, as_json, say_json, table


@click.group(cls=Group, help=_("People: who is here, and a new password for whoever forgot theirs."))
def person() -> None:
    pass


@person.command("list", help=_("People of the company by name."))
@acting.perhaps_acting
@click.option("--query", "-q", "text", default="", help=_("Beginnings of names."))
@click.option("--dismissed", is_flag=True, help=_("Those who are dismissed instead."))
@as_json
def list_people(actor: Actor, text: str, *, dismissed: bool, raw: bool) -> None:
    found = queries.people(actor, text=text, dismissed=dismissed)
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = [_("E-mail"), _("Who"), _("Position"), _("Department"), _("Administrator")]
    rows = [[one.email, one.full_name, one.position, one.department, _("yes") if one.is_admin else ""] for one in found]
    table(head, rows)


@person.command("set-password", help=_("Give a person a new password; their open sessions end."))
@click.argument("email", type=acting.Employee())
@acting.perhaps_acting
@click.password_option(
    "--password", envvar="MARSHRUT_PASSWORD", prompt=_("New password"), help=_("Asked for if not given.")
)
def set_password(email: int, actor: Actor, password: str) -> None:
    commands.set_password(actor, person=email, password=password)
    click.echo(_("The password is set."))


@person.command("invite", help=_("Make a one-use link to set a password with; it works for 72 hours."))
@click.argument("email", type=acting.Employee())
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help=_("What the link begins with."))
@acting.perhaps_acting
def invite(email: int, actor: Actor, address: str) -> None:
    click.echo(commands.invite_person(actor, person=email, origin=address.rstrip("/"))["link"])


@person.command("reset-second-factor", help=_("For whoever lost the phone: the password alone lets in again."))
@click.argument("email", type=acting.Employee())
@acting.perhaps_acting
def reset_second_factor(email: int, actor: Actor) -> None:
    commands.reset_second_factor(actor, person=email)
    click.echo(_("The second factor is reset; all sessions of the person are over."))


@person.command("end-sessions", help=_("Put a person out of all browsers at once."))
@click.argument("email", type=acting.Employee())
@acting.perhaps_acting
def end_sessions(email: int, actor: Actor) -> None:
    many = commands.end_sessions(actor, person=email)
    click.echo(_("Sessions ended: {count}").format(count=many))
