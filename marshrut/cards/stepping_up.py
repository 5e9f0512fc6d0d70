"""Decisions above the sum of the process ask who decides once more (ASVS 7.5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

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
        if rule and above and max(_sum(seen.state.fields.get(rule.field)), _sum(given.get(rule.field))) > above:
            proof.require(actor)
        return then(seen) if then else ""

    return look


def _sum(value: Any) -> Decimal:
    """Anything that is no sum counts as nothing: it is refused elsewhere."""
    try:
        return Decimal(str(value or 0).replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return Decimal(0)
