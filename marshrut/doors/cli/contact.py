"""`marshrut contact …`: people at the companies we work with."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.crm import commands, queries
from marshrut.crm.rules import Role
from marshrut.kernel.actor import Actor

from . import acting
from .saying import Group, as_json, say_json, table

ROLES = click.Choice([role.value for role in Role])


@click.group(cls=Group, help=_("Contact persons of companies."))
def contact() -> None:
    pass


@contact.command("list", help=_("Contacts by name."))
@acting.perhaps_acting
@click.option("--query", "-q", "text", default="", help=_("Words of the name, the phone or the e-mail."))
@click.option("--company", type=int, help=_("Number of the company."))
@as_json
def list_contacts(actor: Actor, text: str, company: int | None, *, raw: bool) -> None:
    found = queries.search_contacts(actor, text, 100, company=company)
    if raw:
        say_json([asdict(one) for one in found])
        return
    rows = [[one.id, one.name, one.phone, one.email, "; ".join(map(_place, one.duties))] for one in found]
    table([_("No."), _("Name"), _("Phone"), _("E-mail"), _("Where")], rows)


def _place(duty: queries.Duty) -> str:
    return f"{duty.company_name} ({duty.title})" if duty.title else duty.company_name


def _person(command: Any) -> Any:
    for name, words in (("note", _("Note")), ("email", _("E-mail")), ("phone", _("Phone")), ("name", _("Name"))):
        command = click.option(f"--{name}", default=None, help=words)(command)
    return command


def _duty(command: Any) -> Any:
    role = click.option("--role", "roles", type=ROLES, multiple=True, help=_("What the person does there."))
    post = click.option("--post", default="", help=_("Post"))
    signs = click.option("--signs", is_flag=True, help=_("Signs papers in the name of the company."))
    basis = click.option("--basis", default="", help=_("What the right to sign rests on."))
    return role(post(signs(basis(command))))


@contact.command("add", help=_("Add a contact, at once at a company if given."))
@acting.perhaps_acting
@_person
@click.option("--company", type=int, help=_("Number of the company."))
@_duty
def add(actor: Actor, company: int | None, roles: Any, post: str, basis: str, *, signs: bool, **person: Any) -> None:
    sent = {key: text for key, text in person.items() if text is not None}
    duty: dict[str, Any] = {"roles": roles, "post": post, "signs": signs, "basis": basis}
    made = commands.add_contact(actor, **{"name": "", **sent}, company=company, **duty)
    click.echo(_("Added: {number}").format(number=made["id"]))


@contact.command("edit", help=_("Change what is given."))
@click.argument("number", type=int)
@acting.perhaps_acting
@_person
def edit(number: int, actor: Actor, **person: Any) -> None:
    sent = {key: text for key, text in person.items() if text is not None}
    commands.edit_contact(actor, contact=number, **sent)
    click.echo(_("Saved."))


@contact.command("link", help=_("Say what a contact does at a company, instead of what was said."))
@click.argument("number", type=int)
@click.argument("company", type=int)
@acting.perhaps_acting
@_duty
def link(number: int, company: int, actor: Actor, roles: Any, post: str, basis: str, *, signs: bool) -> None:
    commands.link_contact(actor, company=company, contact=number, roles=roles, post=post, signs=signs, basis=basis)
    click.echo(_("Saved."))


@contact.command("unlink", help=_("Take a contact from a company; the person stays."))
@click.argument("number", type=int)
@click.argument("company", type=int)
@acting.perhaps_acting
def unlink(number: int, company: int, actor: Actor) -> None:
    commands.unlink_contact(actor, company=company, contact=number)
    click.echo(_("Saved."))
