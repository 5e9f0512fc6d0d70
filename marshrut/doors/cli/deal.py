"""`marshrut deal …` and `marshrut project …`"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.crm import commands, queries
from marshrut.crm.rules import DealState, ProjectState
from marshrut.kernel.actor import Actor
from marshrut.kernel.wording import money
from marshrut.org import queries as org

from . import acting
from .saying import Group, as_json, say_json, table


def _options(*names: tuple[str, Any, str]) -> Callable[[Any], Any]:
    def add(command: Any) -> Any:
        for name, kind, words in reversed(names):
            command = click.option(f"--{name}", type=kind, default=None, help=words)(command)
        return command

    return add


def _sent(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value is not None}


_deal = _options(
    ("title", str, _("What it is about.")),
    ("company", int, _("Number of the company.")),
    ("contact", int, _("Number of the contact.")),
    ("responsible", acting.Employee(), _("E-mail of who answers for it.")),
    ("amount", str, _("Sum in roubles.")),
    ("note", str, _("Note")),
)
_project = _options(
    ("title", str, _("What it is about.")),
    ("responsible", acting.Employee(), _("E-mail of who answers for it.")),
    ("note", str, _("Note")),
)
_companies = click.option("--company", "companies", type=int, multiple=True, help=_("Number of a company; several."))
_why = click.option("--why", default="", help=_("The reason; needed for a lost deal."))
_text = click.option("--query", "-q", "text", default="", help=_("Words of the title or of the company's name."))


@click.group(cls=Group, help=_("Deals with companies."))
def deal() -> None:
    pass


@deal.command("list", help=_("Deals, newest first."))
@acting.perhaps_acting
@_text
@click.option("--state", type=click.Choice([one.value for one in DealState]))
@click.option("--stage", default=None, help=_("Key of a stage."))
@as_json
def list_deals(actor: Actor, text: str, state: str | None, stage: str | None, *, raw: bool) -> None:
    found = queries.search_deals(actor, text, 100, state=state, stage=stage)
    if raw:
        say_json([asdict(one) for one in found])
        return
    chart, titles = org.chart(), queries.stage_titles()
    head = [_("No."), _("What"), _("Company"), _("Stage"), _("Who"), _("Sum")]
    rows = [
        [
            one.id,
            one.title,
            one.company_name,
            titles.get(one.stage, one.stage),
            chart.name(one.responsible),
            money(one.amount),
        ]
        for one in found
    ]
    table(head, rows)


@deal.command("add", help=_("Open a deal."))
@acting.perhaps_acting
@_deal
def add_deal(actor: Actor, **given: Any) -> None:
    made = commands.add_deal(actor, **{"title": "", **_sent(given)})
    click.echo(_("Added: {number}").format(number=made["id"]))


@deal.command("edit", help=_("Change what is given."))
@click.argument("number", type=int)
@acting.perhaps_acting
@_deal
def edit_deal(number: int, actor: Actor, **given: Any) -> None:
    commands.edit_deal(actor, deal=number, **_sent(given))
    click.echo(_("Saved."))


@deal.command("state", help=_("Won, lost, or open again."))
@click.argument("number", type=int)
@click.argument("state", type=click.Choice([one.value for one in DealState]))
@_why
@acting.perhaps_acting
def set_deal_state(number: int, state: str, actor: Actor, why: str) -> None:
    commands.set_deal_state(actor, deal=number, state=state, why=why)
    click.echo(_("Saved."))


@deal.command("stages", help=_("Stages of deals, in their order."))
@acting.perhaps_acting
@as_json
def list_stages(actor: Actor, *, raw: bool) -> None:
    found = queries.deal_stages()
    if raw:
        say_json([asdict(one) for one in found])
        return
    table([_("Key"), _("Name"), _("State")], [[one.key, one.title, one.kind_title] for one in found])


@deal.command("move", help=_("Put a deal on a stage."))
@click.argument("number", type=int)
@click.argument("stage")
@_why
@acting.perhaps_acting
def move_deal(number: int, stage: str, actor: Actor, why: str) -> None:
    moved = commands.move_deal(actor, deal=number, stage=stage, why=why)["moved"]
    click.echo(_("Saved.") if moved else _("It stands there already."))


_place = click.option("--position", type=click.IntRange(1, 100), default=None, help=_("Place in the order, from 1."))


@deal.command("add-stage", help=_("Add a stage."))
@click.argument("title")
@click.option("--kind", type=click.Choice([one.value for one in DealState]), default="open")
@_place
@acting.perhaps_acting
def add_deal_stage(title: str, kind: str, actor: Actor, position: int | None) -> None:
    made = commands.add_deal_stage(actor, title=title, kind=kind, position=position)
    click.echo(_("Added: {number}").format(number=made["stage"]))


@deal.command("edit-stage", help=_("Rename a stage, or give it another place."))
@click.argument("stage")
@click.option("--title", default=None)
@_place
@acting.perhaps_acting
def edit_deal_stage(stage: str, actor: Actor, title: str | None, position: int | None) -> None:
    commands.edit_deal_stage(actor, stage=stage, title=title, position=position)
    click.echo(_("Saved."))


@deal.command("remove-stage", help=_("Remove a stage on which no deal stands."))
@click.argument("stage")
@acting.perhaps_acting
def remove_deal_stage(stage: str, actor: Actor) -> None:
    commands.remove_deal_stage(actor, stage=stage)
    click.echo(_("Removed."))


@click.group(cls=Group, help=_("Projects that join companies."))
def project() -> None:
    pass


@project.command("list", help=_("Projects, newest first."))
@acting.perhaps_acting
@_text
@click.option("--state", type=click.Choice([one.value for one in ProjectState]))
@as_json
def list_projects(actor: Actor, text: str, state: str | None, *, raw: bool) -> None:
    found = queries.search_projects(actor, text, 100, state=state)
    if raw:
        say_json([asdict(one) for one in found])
        return
    chart = org.chart()
    head = [_("No."), _("What"), _("Companies"), _("State"), _("Who")]
    rows = [[one.id, one.title, _joined(one), one.state_title, chart.name(one.responsible)] for one in found]
    table(head, rows)


def _joined(one: queries.ProjectInfo) -> str:
    return ", ".join(name for _id, name in one.companies)


@project.command("add", help=_("Open a project."))
@acting.perhaps_acting
@_project
@_companies
def add_project(actor: Actor, companies: tuple[int, ...], **given: Any) -> None:
    made = commands.add_project(actor, **{"title": "", **_sent(given)}, companies=companies)
    click.echo(_("Added: {number}").format(number=made["id"]))


@project.command("edit", help=_("Change what is given; companies given are all there are."))
@click.argument("number", type=int)
@acting.perhaps_acting
@_project
@_companies
def edit_project(number: int, actor: Actor, companies: tuple[int, ...], **given: Any) -> None:
    joined: dict[str, Any] = {"companies": companies} if companies else {}
    commands.edit_project(actor, project=number, **_sent(given), **joined)
    click.echo(_("Saved."))


@project.command("state", help=_("Close it, or open it again."))
@click.argument("number", type=int)
@click.argument("state", type=click.Choice([one.value for one in ProjectState]))
@_why
@acting.perhaps_acting
def set_project_state(number: int, state: str, actor: Actor, why: str) -> None:
    commands.set_project_state(actor, project=number, state=state, why=why)
    click.echo(_("Saved."))
