"""Cards made by cards. Both commands are called by the worker; a repeated call finds the first result."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from marshrut.definitions.schema.expressions import parse
from marshrut.engine import named
from marshrut.engine.fields import for_conditions
from marshrut.engine.happenings import ChildFinished, Create, Signal
from marshrut.engine.robots import THIS_CARD, robot_at
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict

from .. import step
from ..models import Card, Child


@command("card.create_child", own_transaction=True)
def create_child(
    actor: Actor,
    *,
    card: int,
    key: str,
    visit: int,
    place: str,
    index: int,
    author: int | None = None,
    known: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Create the card that a robot of `card` asked for, once per visit and key. Unless told its author is the parent's.

    `known`: who decided, why and when, as it was then (`engine.named`).
    What the fields point at was asked for where they were filled in; a colleague who left since hinders nothing.
    """
    seen = step.read(actor, card)
    robot = robot_at(seen.definition.card_type, place, index)
    content = for_conditions(seen.definition.card_type, seen.state.fields, seen.state.author)
    values = {**seen.definition.known, **named.read(known or {}), **content, THIS_CARD: Decimal(card)}
    fields = {name: parse(source).evaluate(values) for name, source in robot.fields.items()}
    made = step.create(
        actor,
        str(robot.card_type),
        author or seen.state.author,
        Create(fields, robot.start),
        key=f"child:{card}:{visit}:{key}",
        asked=[card, visit, key],
        parent_id=card,
        parent_visit=visit,
        parent_key=key,
    )
    waiting = Child.objects.system("the card was made by this very command")
    waiting = waiting.filter(card_id=card, visit=visit, key=key)
    waiting.update(child_id=made["card"])
    if robot.left and waiting.filter(state="left").exists():  # the card went on before there was anybody to tell
        _tell(actor, "card.child_left", made["card"], robot.left)
    return made


@command("card.child_left", own_transaction=True)
def child_left(actor: Actor, *, card: int, key: str, visit: int, signal: str) -> dict[str, Any]:
    """`card` went on without waiting for the card it made: that one is given the signal. Not heard: nothing."""
    waiting = Child.objects.system("an effect of the card names it").filter(card_id=card, visit=visit, key=key)
    child = waiting.values_list("child_id", flat=True).first()
    if child is None:
        return {}  # not made yet: told when it is
    return _tell(actor, "card.child_left", child, signal)


def _tell(actor: Actor, action: str, child: int, signal: str) -> dict[str, Any]:
    try:
        return step.run(actor, action, Signal(signal), card=child)
    except Conflict as refusal:
        if refusal.code != "signal_unknown":
            raise
        return {}


@command("card.child_finished", own_transaction=True)
def child_finished(actor: Actor, *, card: int, kind: Literal["success", "failure"]) -> dict[str, Any]:
    """A card that has a parent came to an end of this kind: the parent learns it, and goes on if it waited for that."""
    child = Card.objects.system("an effect of the card names it").get(pk=card)
    if child.parent_id is None or child.parent_visit is None:
        return {}
    happening = ChildFinished(child.parent_key, child.parent_visit, kind)
    try:
        return step.run(actor, "card.child_finished", happening, card=child.parent_id)
    except Conflict as refusal:
        if refusal.code != "child_unknown":  # nobody waits, or it was told before
            raise
        return {}
