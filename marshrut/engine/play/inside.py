"""What a card asks for and the house does by itself: cards made of cards, what those tell each other, numbers.

As the commands of production do it. Messages, letters, papers and programs outside are only noted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from marshrut.definitions.schema.expressions import parse

from .. import named
from ..decision import Refusal
from ..fields import for_conditions
from ..happenings import ChildFinished, Happening, Note, Signal
from ..robots import THIS_CARD, robot_at
from .played import Origin, Played

if TYPE_CHECKING:
    from .world import World

Payload = Mapping[str, Any]
#: the child is finished, or what it says was approved: it stays as it is
STANDS: Final = ("card_finished", "locked")


def create_card(world: World, card: Played, payload: Payload) -> None:
    """The card that a robot asked for. Unless told its author is that of the parent."""
    robot = robot_at(card.definition.card_type, payload["place"], payload["index"])
    if robot.card_type is None or robot.card_type not in world.definitions:
        return
    fields = _values(card, robot.fields, payload.get("known"))
    origin = Origin(card.id, payload["visit"], payload["key"])
    author = payload.get("author") or card.state.author
    child = world.create(robot.card_type, author, fields, start=robot.start, parent=origin)
    if robot.left and any(_named(one, payload) and one.state == "left" for one in card.state.children):
        _told(world, child, Signal(robot.left), "signal_unknown")


def child_finished(world: World, card: Played, payload: Payload) -> None:
    if card.parent is not None:
        what = ChildFinished(card.parent.key, card.parent.visit, payload["kind"])
        _told(world, card.parent.card, what, "child_unknown")


def child_left(world: World, card: Played, payload: Payload) -> None:
    child = world.made.get((card.id, payload["visit"], payload["key"]))
    if child is not None:
        _told(world, child, Signal(payload["signal"]), "signal_unknown")


def child_corrected(world: World, card: Played, payload: Payload) -> None:
    child = world.made.get((card.id, payload["visit"], payload["key"]))
    if child is None or card.state.visit != payload["visit"] or world.cards[child].finished_at is not None:
        return
    said = robot_at(card.definition.card_type, payload["place"], payload["index"]).fields
    fields = {name: said[name] for name in payload["fields"]}
    _told(world, child, Note(_values(card, fields, payload.get("known"))), *STANDS)


def register_document(world: World, card: Played, payload: Payload) -> None:
    """Registered once; what has a number keeps it. The card is told, where it has fields for that."""
    robot = robot_at(card.definition.card_type, payload["place"], payload["index"])
    field = robot.field or ""
    if not card.state.fields.get(field):
        return
    if field not in card.registered:
        world.numbers += 1
        today = world.company.work_time(None).local(world.now).date().isoformat()
        day = (card.state.fields.get(robot.on) if robot.on else None) or today
        card.registered[field] = (f"{world.numbers:04}/{day[2:4]}", day)
    given = zip((robot.number_field, robot.date_field), card.registered[field], strict=True)
    fields = {key: value for key, value in given if key}
    if fields:
        world.do(card.id, Note(fields))


def _values(card: Played, fields: Mapping[str, str], known: Payload | None) -> dict[str, Any]:
    content = for_conditions(card.definition.card_type, card.state.fields, card.state.author)
    values = {**card.definition.known, **named.read(known or {}), **content, THIS_CARD: Decimal(card.id)}
    return {name: parse(source).evaluate(values) for name, source in fields.items()}


def _named(child: Any, payload: Payload) -> bool:
    return bool((child.key, child.visit) == (payload["key"], payload["visit"]))


def _told(world: World, card: int, what: Happening, *unheard: str) -> None:
    """Something that may come too late: then it is nothing."""
    try:
        world.do(card, what)
    except Refusal as refusal:
        if refusal.code not in unheard:
            raise


DONE: Final[Mapping[str, Callable[[World, Played, Payload], None]]] = {
    "create_card": create_card,
    "child_finished": child_finished,
    "child_left": child_left,
    "child_corrected": child_corrected,
    "register_document": register_document,
}
