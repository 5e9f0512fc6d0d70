"""Does the engine's decision say what stands in the notebook?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.engine.decision import Decision
from marshrut.engine.state import TaskState
from tests.support.reference import Notebook


def same(what: str, one: Any, other: Any) -> None:
    assert one == other, f"{what} differ:\n  {one}\n  {other}"


def compare(decision: Decision, book: Notebook) -> None:
    """The engine and the clerk agree on the card and on what was sent."""
    card = decision.card
    for name in ("stage", "visit", "round", "edition", "locked"):
        same(name, getattr(card, name), getattr(book, name))
    same("fields", _filled(card.fields), _filled(book.fields))
    same("tasks", [_task(task) for task in card.tasks], [_slip(s) for s in book.slips if s["round"] == book.round])
    timers = sorted((t.key, t.task or 0, t.ordinal, t.due_at) for t in card.timers)
    same("timers", timers, sorted((a["key"], a["task"] or 0, a["ordinal"], a["due"]) for a in book.alarms))
    same("children", {(child.key, child.visit): child.state for child in card.children}, book.children)
    same("effects", sorted(map(repr, _sent(decision))), sorted(map(repr, book.sent)))


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _task(task: TaskState) -> dict[str, Any]:
    until = task.paused.until if task.paused else None
    return {
        "n": task.n, "key": task.key, "stage": task.stage, "visit": task.visit, "group": task.group,
        "people": [task.assignee, *task.co], "rest": list(task.chain), "need": task.quorum, "state": task.state,
        "outcome": task.outcome, "skipped": task.skipped, "because": task.because,
        "by": task.decided_by, "taken": task.taken_at is not None,
        "helpers": list(task.escalated), "until": until, "pauses": task.pauses, "parent": task.parent,
        "due": task.due_at, "amounts": dict(task.amounts), "asked_by": task.asked_by,
        "ways": {p: [(a.of, a.to, a.because, a.by) for a in way] for p, way in task.behalf.items()},
    }  # fmt: skip


def _slip(slip: dict[str, Any]) -> dict[str, Any]:
    inner = ("round", "turn", "sleep", "delegated", "opened", "taker", "added", "at", "undo", "own", "lent")
    until = slip["sleep"]["until"] if slip["sleep"] else None
    return {key: value for key, value in slip.items() if key not in inner} | {"until": until}


def _sent(decision: Decision) -> list[tuple[Any, ...]]:
    sent: list[tuple[Any, ...]] = []
    for effect in decision.effects:
        told = effect.payload
        if effect.kind == "create_card":
            sent.append(("create_card", told["key"], *([told["author"]] if "author" in told else [])))
        elif effect.kind == "child_finished":
            sent.append(("child_finished", told["kind"]))
        elif effect.kind == "child_left":
            sent.append((effect.kind, told["key"], told["signal"]))
        elif effect.kind == "child_corrected":
            sent.append((effect.kind, told["key"], *told["fields"]))
        elif effect.kind == "shipment_changed":
            sent.append((effect.kind, told["visit"], told["edition"]))
        elif effect.kind == "letter_send":
            sent.append((effect.kind, told["visit"]))
        elif effect.kind in ("card_documents", "letter_changed", "card_shared"):
            sent.append((effect.kind, told["edition"]))
        elif effect.kind == "document_status":
            sent.append((effect.kind, told["field"], told["visit"]))
        elif effect.kind == "register_document":
            sent.append((effect.kind, told["field"]))
        elif "task" in told:
            sent.append((told["notice"], told["person"], told["task"]))
        else:
            sent.append((told["notice"], told["person"]))
    return sent
