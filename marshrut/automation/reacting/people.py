"""Who a reaction turns to, and who of them may see the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from marshrut.cards import commands
from marshrut.cards import queries as cards
from marshrut.crm import queries as crm
from marshrut.edocs.queries import TurnInfo
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from . import rules

ROBOT: Final = Actor.robot("reactions")
#: field of the card of an e-document: who besides sees it
WATCHERS: Final = "watchers"


def manager_of(turn: TurnInfo) -> int | None:
    """The manager of the document, of its deal, whoever looks after the base: the first who still works here."""
    return next(_working(turn.manager_id, _of_deal(turn), turn.owner_id), None)


def author_of(turn: TurnInfo) -> int | None:
    """In whose name cards are made."""
    return manager_of(turn)


def told(whom: str, turn: TurnInfo) -> list[int]:
    """People who are to be told, in a steady order."""
    kind, rest = rules.whom_of(whom) or ("", "")
    chart, manager = org.chart(), manager_of(turn)
    if kind == "head":
        above = chart.head_above(manager) if manager is not None else None
        return list(_working(above if above is not None else manager))
    if kind == "role":
        return list(dict.fromkeys(chart.holders(rest)))
    named = {"manager": manager, "owner": turn.owner_id, "person": int(rest) if kind == "person" else None}
    return list(_working(named.get(kind)))


def seeing(people: Iterable[int], card: int) -> list[int]:
    """Those who may see the card: nobody learns of a document by being told."""
    return [one for one in people if card in cards.visible_among(Actor.person(one, "system"), {card})]


def let_in(people: Iterable[int], turn: TurnInfo, whom: str) -> list[int]:
    """Those of them who may see the document. The manager's head always may: the card lets them in, and says so."""
    named = list(people)
    seen = seeing(named, turn.card)
    late = [one for one in named if one not in seen]
    if whom != "head" or not late:
        return seen
    card = cards.seen(ROBOT, turn.card)
    if WATCHERS not in card.definition.card_type.fields:
        return seen
    watching = [*(card.state.fields.get(WATCHERS) or ()), *late]
    commands.note_card(ROBOT, card=turn.card, fields={WATCHERS: watching})
    return seeing(named, turn.card)


def _of_deal(turn: TurnInfo) -> int | None:
    if turn.deal_id is None:
        return None
    deal = crm.describe_deals([turn.deal_id]).get(turn.deal_id)
    return deal.responsible if deal else None


def _working(*people: int | None) -> Iterator[int]:
    chart = org.chart()
    return (one for one in people if one is not None and chart.active(one))
