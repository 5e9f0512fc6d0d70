"""Approving one's own card: whether, up to which sum, and whether it is marked (A4.8).

The policy is frozen in a task when it opens: a changed setting never freezes cards on their way.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshrut.definitions.schema.pack import Outcome, Task

from .decision import Refusal
from .run import Run
from .state import TaskState

#: where a task keeps it, among its explanations
FROZEN = "self_approval"
UNTOLD = {"policy": "marked"}


def policy(run: Run) -> dict[str, Any]:
    """As the settings are now: {"policy": off | marked | second_above | forbidden, "above": roubles}."""
    rule = run.definition.card_type.self_approval
    if rule is None:
        return UNTOLD
    named = run.definition.text(rule.policy)
    above = {"above": run.definition.amount(rule.above)} if named == "second_above" and rule.above is not None else {}
    return {"policy": named, **above}


def field(run: Run) -> str | None:
    """The sum that the policy looks at."""
    card_type = run.definition.card_type
    return (card_type.self_approval.field if card_type.self_approval else None) or card_type.amount_field


def forbidden(run: Run, frozen: dict[str, Any] | None = None) -> bool:
    """Whether the author may not approve the card with the sum it has."""
    found = frozen or policy(run)
    if found["policy"] != "second_above":
        return bool(found["policy"] == "forbidden")
    amount = run.fields.get(field(run) or "")
    return amount is not None and Decimal(amount) > found.get("above", 0)


def out(run: Run, rule: Task) -> frozenset[int]:
    """The author, where their own approval is not enough."""
    return frozenset({run.author} if rule.kind == "approve" and forbidden(run) else ())


def freeze(run: Run, rule: Task) -> dict[str, Any]:
    """What an opening task keeps."""
    return {FROZEN: policy(run)} if rule.kind == "approve" and run.definition.card_type.self_approval else {}


def check(run: Run, task: TaskState, rule: Task, outcome: Outcome) -> None:
    """By the sum as this decision leaves it. Refusing one's own card is always free."""
    if run.actor != run.author or rule.kind != "approve" or outcome.style == "negative":
        return
    if forbidden(run, task.why.get(FROZEN, UNTOLD)):
        raise Refusal("forbidden", "over_self_limit")


def mark(run: Run, task: TaskState, rule: Task) -> dict[str, Any]:
    """What history says beside the author's own approval."""
    own = run.actor == run.author and rule.kind == "approve"
    return {"self": True} if own and task.why.get(FROZEN, UNTOLD)["policy"] != "off" else {}
