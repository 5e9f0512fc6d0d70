"""Cards made by cards. Both commands are called by the worker; a repeated call finds the first result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Literal

from django.db import transaction

from marshrut.definitions.schema.expressions import parse
from marshrut.engine import named
from marshrut.engine.fields import for_conditions
from marshrut.engine.happenings import ChildFinished, Create, Note, Signal
from marshrut.engine.robots import THIS_CARD, robot_at
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict

from .. import refusals, step
from ..models import Card, Child

#: the card it was made for is read first, and nobody changes that one till the child is written
HELD: Final = "read and kept as it is for the card made of it"
#: the child is finished, what it says was approved, or this correction was made before
STANDS: Final = ("card_finished", "locked", "key_reused")


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
    with transaction.atomic():
        seen = _held(actor, card)
        robot = robot_at(seen.definition.card_type, place, index)
        made = step.create(
            actor,
            str(robot.card_type),
            author or seen.state.author,
            Create(_values(seen, card, robot.fields, known), robot.start),
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


def _held(actor: Actor, card: int) -> step.Seen:
    """Till the end of the transaction. Others may point at the card meanwhile, nobody may write it."""
    list(Card.objects.system(HELD).select_for_update(no_key=True).filter(pk=card).values_list("id"))
    return step.read(actor, card)


def _values(seen: step.Seen, card: int, fields: Mapping[str, str], known: Mapping[str, Any] | None) -> dict[str, Any]:
    content = for_conditions(seen.definition.card_type, seen.state.fields, seen.state.author)
    values = {**seen.definition.known, **named.read(known or {}), **content, THIS_CARD: Decimal(card)}
    return {name: parse(source).evaluate(values) for name, source in fields.items()}


@command("card.child_corrected", own_transaction=True)
def child_corrected(
    actor: Actor,
    *,
    card: int,
    key: str,
    visit: int,
    place: str,
    index: int,
    edition: int,
    fields: Sequence[str],
    known: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """`card` says something else now than the card it waits for was made of: that one gets `fields` as they are now.

    Once per edition: what a person corrects in the child afterwards stays till `card` is changed again.
    """
    with transaction.atomic():
        seen = _held(actor, card)
        made = Card.objects.system("made of the card that is corrected")
        child = made.filter(parent_id=card, parent_visit=visit, parent_key=key).values_list("id", flat=True).first()
        if child is None or seen.state.visit != visit:
            return {}  # will be made of what stands here now; or is waited for no more
        said = robot_at(seen.definition.card_type, place, index).fields
        happening = Note(_values(seen, card, {name: said[name] for name in fields}, known))
        once = f"corrected:{card}:{visit}:{key}:{edition}"
        try:
            return step.run(actor, "card.child_corrected", happening, card=child, key=once, check=_goes_on)
        except Conflict as refusal:
            if refusal.code not in STANDS:
                raise
            return {}


def _goes_on(child: step.Seen) -> str:
    if child.row["finished_at"]:
        raise Conflict(refusals.SENTENCES["card_finished"], code="card_finished")
    return ""


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
