"""Cards made by cards. Both commands are called by the worker; a repeated call finds the first result."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from marshrut.definitions.schema.expressions import parse
from marshrut.engine.fields import for_conditions
from marshrut.engine.happenings import ChildFinished, Create
from marshrut.engine.robots import THIS_CARD, robot_at
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict

from .. import step
from ..models import Card, Child


@command("card.create_child", own_transaction=True)
def create_child(
    actor: Actor, *, card: int, key: str, visit: int, place: str, index: int, author: int | None = None
) -> dict[str, Any]:
    """Create the card that a robot of `card` asked for, once per visit and key. Unless told its author is the parent's.

    What the fields point at was asked for where they were filled in; a colleague who left since hinders nothing.
    """
    seen = step.read(actor, card)
    robot = robot_at(seen.definition.card_type, place, index)
    known = for_conditions(seen.definition.card_type, seen.state.fields, seen.state.author)
    values = {**seen.definition.numbers, **known, THIS_CARD: Decimal(card)}
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
    waiting.filter(card_id=card, visit=visit, key=key).update(child_id=made["card"])
    return made


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
