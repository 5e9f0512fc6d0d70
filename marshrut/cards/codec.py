"""Between rows and the engine: JSON of the read statement -> CardState, Decision -> the write statement. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshrut.definitions.schema.pack import CardType
from marshrut.engine.decision import Decision, Effect
from marshrut.engine.definition import Definition
from marshrut.engine.fields import taking_part
from marshrut.engine.people import concerned
from marshrut.engine.state import CardState, ChildState, Paused, TaskState, TimerState
from marshrut.history import record
from marshrut.kernel.actor import Actor
from marshrut.org.rules import Link

from .captions import name_of, search_text

#: where effects of a kind wait, so that slow ones hold up no others
LANES = {"notify": "notify", "letter_send": "letters"}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


# -- reading -----------------------------------------------------------------------------------------------------------


def card_state(row: Mapping[str, Any]) -> CardState:
    """`row` is the JSON that `step.READ` makes of a card."""
    return CardState(
        author=row["author_id"],
        fields=row["fields"],
        stage=row["stage"],
        visit=row["visit"],
        round=row["round"],
        edition=row["edition"],
        locked=row["locked"],
        tasks=tuple(map(task_state, row["tasks"] or ())),
        timers=tuple(
            TimerState(t["key"], t["visit"], _moment(t["due_at"]), t["task"], t["ordinal"], t["id"])
            for t in row["timers"] or ()
        ),
        children=tuple(ChildState(c["key"], c["visit"], c["state"]) for c in row["children"] or ()),
        last_task=row["last_task"],
        skipped_before=row["skipped_before"],
        has_parent=row["parent_id"] is not None,
    )


def task_state(row: Mapping[str, Any]) -> TaskState:
    detail = row["detail"]
    return TaskState(
        n=row["n"],
        key=row["key"],
        stage=row["stage"],
        visit=row["visit"],
        round=row["round"],
        group=detail.get("group", row["n"]),
        assignee=row["assignee_id"],
        opened_at=_moment(row["opened_at"]),
        co=tuple(detail.get("co", ())),
        state=row["state"],
        quorum=detail.get("quorum", 1),
        chain=tuple(detail.get("chain", ())),
        parent=detail.get("parent"),
        taken_at=_time(row["taken_at"]),
        taken_by=detail.get("taken_by"),
        due_at=_time(row["due_at"]),
        escalated=tuple(detail.get("escalated", ())),
        paused=_paused(detail.get("paused")),
        pauses=detail.get("pauses", 0),
        outcome=row["outcome"] or None,
        reason=row["reason"],
        skipped=row["skipped"],
        because=row["because"],
        decided_by=row["decided_by_id"],
        decided_at=_time(row["decided_at"]),
        amounts=detail.get("amounts", {}),
        why=detail.get("why", {}),
        behalf={int(holder): tuple(map(_link, links)) for holder, links in detail.get("behalf", {}).items()},
        question=detail.get("question", ""),
        asked_by=detail.get("asked_by"),
    )


def _link(detail: Mapping[str, Any]) -> Link:
    return Link(detail["of"], detail["to"], detail["because"], detail.get("by", "substitute"), detail.get("absence"))


def _paused(detail: Mapping[str, Any] | None) -> Paused | None:
    if detail is None:
        return None
    timers = tuple((key, ordinal, left) for key, ordinal, left in detail["timers"])
    return Paused(_moment(detail["since"]), _moment(detail["until"]), detail["due_left"], timers)


# -- writing -----------------------------------------------------------------------------------------------------------


def plan(
    definition: Definition,
    before: CardState,
    decision: Decision,
    actor: Actor,
    at: datetime,
    *,
    content: bool = False,
) -> dict[str, Any]:
    """What `cards_apply` takes, without the card's id, version and client key. Absent keys mean nothing to write.

    `content`: also what stands on the card is written, though nobody changed it.
    """
    card, card_type = decision.card, definition.card_type
    edited = content or card.edition != before.edition or not before.stage
    row = _row(card_type, decision)
    found: dict[str, Any] = {"at": at.isoformat(), "row": row, "lines": _lines(decision, definition, actor, at)}
    if edited:
        row.update(_content_columns(card_type, card.fields))
        found["fields"] = dict(card.fields)
        found["search"] = search_text(card_type, row["name"], card.fields)
        found["files"] = _files(card_type, card.fields)
    if actor.person_id is not None:
        found["person"] = actor.person_id
    if decision.visits:
        found["visits"] = [{"n": v.n, "stage": v.stage, "round": v.round} for v in decision.visits]
    if decision.tasks:
        found["tasks"] = [_task(task) for task in decision.tasks]
        found["participants"] = _participants(decision, card.author if not before.stage else None)
    elif not before.stage:
        found["participants"] = [card.author]
    if edited and (people := taking_part(card_type, card.fields)):
        found["participants"] = sorted({*found.get("participants", ()), *people})
    if decision.armed:
        found["timers"] = [_timer(timer) for timer in decision.armed]
    if cancelled := [timer.id for timer in decision.cancelled if timer.id is not None]:
        found["cancelled"] = cancelled
    if decision.settled is not None and decision.settled[0].id is not None:
        found["settled"] = decision.settled[0].id
    if decision.effects:
        found["effects"] = [_effect(effect) for effect in decision.effects]
    if decision.children:
        found["children"] = [{"key": c.key, "visit": c.visit, "state": c.state} for c in decision.children]
    return found


def _row(card_type: CardType, decision: Decision) -> dict[str, Any]:
    card = decision.card
    due = [task.due_at for task in card.open_tasks if task.due_at is not None and task.paused is None]
    stage = card_type.by_stage[card.stage]
    finished = decision.finished_at.isoformat() if decision.finished_at else None
    return {
        "stage": card.stage,
        "stage_kind": stage.kind,
        "visit": card.visit,
        "round": card.round,
        "edition": card.edition,
        "locked": card.locked,
        "last_task": card.last_task,
        "due_at": min(due).isoformat() if due else None,
        "holders": list(dict.fromkeys(task.assignee for task in card.open_tasks if task.asked_by is None)),
        "finished_at": finished,
    }


def _content_columns(card_type: CardType, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name_of(card_type, fields),
        "company_id": fields.get(card_type.company_field) if card_type.company_field else None,
        "amount": fields.get(card_type.amount_field) if card_type.amount_field else None,
    }


def _files(card_type: CardType, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"file": file, "field": key}
        for key, field in card_type.fields.items()
        if field.kind == "file"
        for file in fields.get(key) or ()
    ]


def _participants(decision: Decision, author: int | None) -> list[int]:
    people = {person for task in decision.tasks for person in concerned(task)}
    return sorted({*people, author} if author else people)


def _task(task: TaskState) -> dict[str, Any]:
    return {
        "n": task.n,
        "key": task.key,
        "stage": task.stage,
        "visit": task.visit,
        "round": task.round,
        "state": task.state,
        "assignee": task.assignee,
        "also": list(dict.fromkeys((*task.co, *task.escalated))),
        "opened_at": task.opened_at.isoformat(),
        "taken_at": _iso(task.taken_at),
        "due_at": _iso(task.due_at),
        "paused_until": _iso(task.paused.until if task.paused else None),
        "outcome": task.outcome or "",
        "reason": task.reason,
        "skipped": task.skipped,
        "because": task.because,
        "decided_by": task.decided_by,
        "decided_at": _iso(task.decided_at),
        "detail": task_detail(task),
    }


def task_detail(task: TaskState) -> dict[str, Any]:
    """What only the engine reads; values that say nothing are left out."""
    paused = task.paused and {
        "since": task.paused.since.isoformat(),
        "until": task.paused.until.isoformat(),
        "due_left": task.paused.due_left,
        "timers": task.paused.timers,
    }
    detail = {
        "group": task.group if task.group != task.n else None,
        "co": task.co,
        "quorum": task.quorum if task.quorum != 1 else None,
        "chain": task.chain,
        "parent": task.parent,
        "taken_by": task.taken_by,
        "escalated": task.escalated,
        "paused": paused,
        "pauses": task.pauses,
        "amounts": task.amounts,
        "why": task.why,
        "behalf": {str(holder): [_link_detail(link) for link in links] for holder, links in task.behalf.items()},
        "question": task.question,
        "asked_by": task.asked_by,
    }
    return {key: value for key, value in detail.items() if value}


def _link_detail(link: Link) -> dict[str, Any]:
    made = {"of": link.of, "to": link.to, "because": link.because, "by": link.by, "absence": link.absence}
    return {key: value for key, value in made.items() if value is not None}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _timer(timer: TimerState) -> dict[str, Any]:
    made = {"key": timer.key, "visit": timer.visit, "task": timer.task, "ordinal": timer.ordinal}
    return {**made, "due_at": timer.due_at.isoformat()}


def _effect(effect: Effect) -> dict[str, Any]:
    lane = LANES.get(effect.kind, "main")
    return {"dedup": effect.dedup, "kind": effect.kind, "lane": lane, "payload": dict(effect.payload)}


def _lines(decision: Decision, definition: Definition, actor: Actor, at: datetime) -> list[record.Line]:
    robot = Actor.robot(definition.rule(), "timer" if decision.settled else "robot")
    return [
        record.line(
            line.kind,
            actor=robot if line.automatic else actor,
            at=at,
            body=line.body,
            values=line.values,
            on_behalf_of=_on_behalf_of(line.body, actor),
        )
        for line in decision.lines
    ]


def _on_behalf_of(body: Mapping[str, Any], actor: Actor) -> int | None:
    """Deciding somebody else's task is written down as such (S4.12)."""
    owner = body.get("for")
    return owner if body.get("how") not in (None, "own") and owner != actor.person_id else None
