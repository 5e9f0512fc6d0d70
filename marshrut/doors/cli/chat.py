"""`marshrut chat …`"""

from __future__ import annotations

from typing import Any

import click
from django.utils.translation import gettext as _

from marshrut.automation import queries
from marshrut.kernel.actor import Actor
from marshrut.kernel.wording import DASH
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from . import acting, showing
from .saying import Group, as_json, at, say_json, table


@click.group(cls=Group, help=_("The chat of a person: tasks, notices and what colleagues write."))
def chat() -> None:
    pass


@chat.command("list", help=_("Messages, oldest first. Answer with `marshrut card comment CARD TEXT --mention E-MAIL`."))
@click.option("--before", default="", help=_("What was before this place; `older` of the page before."))
@click.option("--limit", type=click.IntRange(1, 100), default=30, show_default=True, help=_("Messages at most."))
@acting.acting
@as_json
def list_messages(before: str, limit: int, actor: Actor, *, raw: bool) -> None:
    room = queries.room(actor, queries.Place.parse(before), limit)
    chart = org.chart()
    if raw:
        older = str(room.older) if room.older else None
        say_json({"items": [_values(one) for one in room.messages], "older": older})
        return
    table([_("When"), _("Who"), _("Card"), _("Message")], [_cells(one, chart) for one in room.messages])


def _cells(one: queries.Message, chart: OrgChart) -> list[str]:
    if one.card is None and not one.title:
        return [at(one.at), DASH, DASH, _("About a card that is closed to you now.")]
    who = chart.name(one.who) if one.who else _("Administrator")
    said = ". ".join(filter(None, (one.title, _("[erased]") if one.erased else one.text)))
    number = f"{showing.type_of(one.card).prefix}{one.card.id}" if one.card else DASH
    return [at(one.at), who, number, said if one.read else f"* {said}"]


def _values(one: queries.Message) -> dict[str, Any]:
    names = ("notice", "about", "at", "read", "who", "title", "text", "erased", "comment", "mentions")
    task = one.task
    return {
        **{name: getattr(one, name) for name in names},
        "card": one.card.id if one.card else None,
        "task": {"id": task.id, "key": task.key, "state": task.state, "outcome": task.outcome} if task else None,
    }
