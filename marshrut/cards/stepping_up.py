"""Decisions above the sum of the process ask who decides once more (ASVS 7.5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from marshrut.definitions.schema.pack import Field
from marshrut.engine.fields import BadValue, clean
from marshrut.kernel.actor import Actor
from marshrut.org import proof

from .step import Check, Seen


def check(actor: Actor, given: Mapping[str, Any], then: Check | None = None) -> Check:
    """For `step`, before the decision; then the other check. `given` are values sent along with the decision.

    Raises Forbidden with the code "prove_identity".
    """

    def look(seen: Seen) -> str:
        rule = seen.definition.card_type.step_up
        above = seen.definition.amount(rule.above) if rule else 0
        if rule and above:
            field = seen.definition.card_type.fields[rule.field]
            sums = (seen.state.fields.get(rule.field), given.get(rule.field))
            if max(_sum(field, value) for value in sums) > above:
                proof.require(actor)
        return then(seen) if then else ""

    return look


def decides(seen: Seen, to: str) -> bool:
    """Whether carrying the card there may be the outcome of an open task."""
    rules = (seen.definition.task(task.stage, task.key) for task in seen.state.open_tasks)
    return any(outcome.to == to for rule in rules for outcome in rule.outcomes)


def _sum(field: Field, value: Any) -> Decimal:
    """As the engine reads it. Anything that is no sum counts as nothing: it is refused elsewhere."""
    try:
        return Decimal(clean(field, value) or 0)
    except (BadValue, InvalidOperation):
        return Decimal(0)
