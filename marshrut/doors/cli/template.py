"""`marshrut template …`"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from django.utils.translation import gettext as _

from marshrut.cards.queries.template import template_values
from marshrut.documents import commands, queries
from marshrut.documents.sentences import TEMPLATE_WHY
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Refused

from . import acting
from .saying import Group, Refusal, as_json, at, say_json, table

FILE = click.Path(exists=True, dir_okay=False)


@click.group(cls=Group, help=_("Word templates that cards fill in."))
def template() -> None:
    pass


@template.command("list", help=_("Templates by title."))
@click.option("--archived", is_flag=True, help=_("Also those put away."))
@acting.perhaps_acting
@as_json
def list_templates(actor: Actor, *, archived: bool, raw: bool) -> None:
    found = queries.templates(actor, archived=archived)
    if raw:
        say_json([asdict(one) for one in found])
        return
    head = ["№", _("Title"), _("Becomes"), _("Card type"), _("Version"), _("Changed")]
    table(head, [[one.id, one.title, one.kind, one.card_type, one.version, at(one.at)] for one in found])


@template.command(help=_("What TEMPLATE asks for: names of fields."))
@click.argument("template_id", metavar="TEMPLATE", type=int)
@acting.perhaps_acting
@as_json
def fields(template_id: int, actor: Actor, *, raw: bool) -> None:
    looked = queries.template_fields(actor, template_id)
    if looked.why:
        raise Refusal(Refused(TEMPLATE_WHY[looked.why] % {"about": looked.about}))
    if raw:
        say_json(list(looked.fields))
        return
    for name in looked.fields:
        click.echo(name)


@template.command(help=_("Add the DOCX in PATH as a template."))
@click.argument("path", type=FILE)
@click.option("--title", required=True, help=_("What it is called."))
@click.option("--kind", default="", help=_("Key of the document kind that a filled paper becomes."))
@click.option("--card-type", default="", help=_("Key of the card type it is offered on; all when left out."))
@acting.acting
@as_json
def add(path: str, title: str, kind: str, card_type: str, actor: Actor, *, raw: bool) -> None:
    file = acting.store(actor, path)
    made = commands.add_template(actor, title=title, file=file, kind=kind, card_type=card_type)
    say_json(made) if raw else click.echo(_("Template {id} is added.").format(id=made["id"]))


@template.command(help=_("Change TEMPLATE; what is left out stays."))
@click.argument("template_id", metavar="TEMPLATE", type=int)
@click.option("--title", help=_("What it is called."))
@click.option("--file", "path", type=FILE, help=_("Another DOCX."))
@click.option("--kind", help=_("Key of the document kind that a filled paper becomes."))
@click.option("--card-type", help=_("Key of the card type it is offered on; all when left out."))
@acting.acting
@as_json
def edit(
    template_id: int,
    title: str | None,
    path: str | None,
    kind: str | None,
    card_type: str | None,
    actor: Actor,
    *,
    raw: bool,
) -> None:
    file = acting.store(actor, path) if path else None
    made = commands.edit_template(actor, template=template_id, title=title, file=file, kind=kind, card_type=card_type)
    say_json(made) if raw else click.echo(_("Saved."))


@template.command(help=_("Offer TEMPLATE no longer."))
@click.argument("template_id", metavar="TEMPLATE", type=int)
@click.option("--back", is_flag=True, help=_("Offer it again."))
@acting.acting
@as_json
def archive(template_id: int, actor: Actor, *, back: bool, raw: bool) -> None:
    made = commands.archive_template(actor, template=template_id, archived=not back)
    say_json(made) if raw else click.echo(_("Saved."))


@template.command(help=_("Fill TEMPLATE in with the values of CARD and write the paper to PATH."))
@click.argument("template_id", metavar="TEMPLATE", type=int)
@click.argument("card", type=acting.CardNumber())
@click.argument("path", type=click.Path(dir_okay=False))
@acting.acting
@as_json
def fill(template_id: int, card: int, path: str, actor: Actor, *, raw: bool) -> None:
    made = queries.filled_template(actor, template_id, template_values(actor, card))
    Path(path).write_bytes(made.content)
    if raw:
        say_json({"path": path, "missing": list(made.missing)})
        return
    click.echo(_("Written: {path}").format(path=path))
    for name in made.missing:
        click.echo(_("No value for the field {name}.").format(name=name), err=True)
