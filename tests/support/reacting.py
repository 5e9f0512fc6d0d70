"""Reactions on trial: one is laid, a document of the small office is signed, and what came of it is looked at."""

from __future__ import annotations

from typing import Any

from marshrut.automation import commands
from marshrut.automation.models import Fired, Notification, Reaction
from marshrut.cards.models import Card, CardContent
from marshrut.edocs import commands as edocs
from marshrut.kernel.actor import Actor
from tests.support.bases import paper, signed
from tests.support.papers import Papers


def only(papers: Papers, do: str, event: str = "signed", **given: Any) -> int:
    """The one reaction there is."""
    commands.lay_out_reactions(Actor.system())
    Reaction.objects.update(active=False)
    return int(commands.add_reaction(papers.office.actor("admin"), event=event, do=do, **given)["id"])


def sign(papers: Papers, **changes: Any) -> None:
    """Sent yesterday, signed now, and everything that follows."""
    first = paper(**changes)
    papers.read(first)
    papers.later(hours=1)
    papers.read(signed(first))
    papers.work()


def came() -> list[tuple[str, str]]:
    return list(Fired.objects.order_by("id").values_list("state", "code"))


def told() -> list[tuple[str, str]]:
    """(e-mail, title) of notices that reactions brought."""
    rows = Notification.objects.filter(about="reaction").order_by("id")
    return list(rows.values_list("person__email", "title"))


def cards(card_type: str) -> list[Card]:
    return list(Card.objects.system("test").filter(type=card_type).order_by("id"))


def fields(card: Card) -> dict[str, Any]:
    return dict(CardContent.objects.system("test").get(card_id=card.pk).fields)


def tick(papers: Papers, *, work: bool = True) -> None:
    """The clock of the signatures strikes."""
    while edocs.tick_overdue(Actor.system())["more"]:
        pass
    if work:
        papers.work()
