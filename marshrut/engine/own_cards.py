"""Approving one's own card: whether, up to which sum, and whether it is marked (A4.8).

The policy is frozen in a task when it opens: a changed setting never freezes cards on their way. A task that is older
than this keeps the sum, or nothing: then today's policy counts for it.
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
#: where 1.0 kept the sum, among the amounts of a task
FORMER = "own limit"


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


def forbidden(run: Run, rule: dict[str, Any] | None = None) -> bool:
    """Whether the author may not approve the card with the sum it has."""
    found = rule or policy(run)
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


def frozen(run: Run, task: TaskState) -> dict[str, Any]:
    """The policy the task opened with; tasks of 1.0 know the sum only, others nothing: then today's counts."""
    if FROZEN not in task.why and FORMER in task.amounts:
        return {"policy": "second_above", "above": task.amounts[FORMER]}
    found: dict[str, Any] = task.why.get(FROZEN) or policy(run)
    return found


def voice(run: Run, task: TaskState, person: int) -> bool:
    """Whether it is the author who speaks: himself, somebody for him, or to whom he handed the task on."""
    if person == run.author:
        return True
    if person not in (task.assignee, *task.co):
        return False
    way, handed = task.behalf.get(person, ()), task.why.get("delegated", {})
    return (bool(way) and way[0].of == run.author) or handed.get("by") == run.author or bool(handed.get("author"))


def handing(run: Run, task: TaskState) -> dict[str, Any]:
    """What a task handed on for good keeps: the author's voice stays his, through however many hands."""
    assert run.actor is not None
    return {"by": run.actor, **({"author": True} if voice(run, task, run.actor) else {})}


def lent_above(run: Run, task: TaskState, rule: Task) -> bool:
    """The author handed on an approval that he may not give any more."""
    holders = (task.assignee, *task.co)
    return rule.kind == "approve" and forbidden(run) and any(voice(run, task, person) for person in holders)


def check(run: Run, task: TaskState, rule: Task, outcome: Outcome) -> None:
    """By the sum as this decision leaves it. Refusing one's own card is always free."""
    if rule.kind != "approve" or outcome.style == "negative" or not _own(run, task):
        return
    if forbidden(run, frozen(run, task)):
        raise Refusal("forbidden", "over_self_limit")


def mark(run: Run, task: TaskState, rule: Task) -> dict[str, Any]:
    """What history says beside the author's own approval."""
    own = rule.kind == "approve" and _own(run, task)
    return {"self": True} if own and frozen(run, task)["policy"] != "off" else {}


def _own(run: Run, task: TaskState) -> bool:
    return run.actor is not None and voice(run, task, run.actor)
