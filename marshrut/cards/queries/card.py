"""One card with everything its page shows, as the engine sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from marshrut.definitions.schema.pack import CardType, Outcome, Task
from marshrut.documents import queries as documents
from marshrut.engine import covering
from marshrut.engine.decide import decide
from marshrut.engine.decision import Refusal
from marshrut.engine.definition import OPINION, Definition
from marshrut.engine.happenings import Undo
from marshrut.engine.people import HOLDING, Right, binds, everyone, right
from marshrut.engine.run import Run
from marshrut.engine.state import CardState, TaskState
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org.rules import OrgChart

from .. import rights, step
from ..codec import task_state
from ..models import CardFile, StageVisit
from ..models import Task as TaskRow
from . import badges

#: why these rows may be read
READ = "of a card that was read"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task of this round. `right` says by what right the reader may decide it now; `outcomes` are then possible."""

    id: int
    state: TaskState
    rule: Task
    right: Right | None
    outcomes: tuple[Outcome, ...]
    #: acts of handing on, asking and adding that are the reader's now
    acts: frozenset[str] = frozenset()
    #: until when the reader may undo their decision
    undo_until: datetime | None = None

    @property
    def may(self) -> frozenset[str]:
        """What the reader may do with the task now."""
        held, asleep = self.right in HOLDING, self.state.paused is not None
        possible = {
            "complete": bool(self.outcomes),
            "take": self.right is not None and self.rule.take and self.state.taken_at is None and not asleep,
            "pause": held and self.rule.pause is not None and not asleep,
            "resume": held and asleep,
            "undo": self.undo_until is not None,
            **dict.fromkeys(self.acts, True),
        }
        return frozenset(act for act, allowed in possible.items() if allowed)

    def needs(self, outcome: Outcome) -> tuple[str, ...]:
        """Fields that must be filled for this decision."""
        asked = [one.field for one in self.rule.asked(outcome) if one.required]
        return tuple(dict.fromkeys((*outcome.needs, *asked)))


@dataclass(frozen=True, slots=True)
class Attached:
    file: documents.FileInfo
    field: str
    added_by: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    n: int
    stage: str
    round: int
    entered_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardView:
    """What the reader may know and do. `may` holds actions of grants that also make sense on this stage."""

    id: int
    version: int
    name: str
    created_at: datetime
    entered_at: datetime
    finished_at: datetime | None
    comments: int
    state: CardState
    definition: Definition
    chart: OrgChart
    tasks: tuple[OpenTask, ...]
    files: tuple[Attached, ...]
    may: frozenset[str]
    #: stages the reader may carry the card to
    moves: tuple[str, ...]
    parent: int | None
    #: fields the reader may edit; None: all of them
    editable: frozenset[str] | None = None

    @property
    def card_type(self) -> CardType:
        return self.definition.card_type

    @property
    def number(self) -> str:
        return f"{self.card_type.prefix}{self.id}"

    @property
    def badges(self) -> tuple[str, ...]:
        """Marks of the open tasks, in the reader's language."""
        return badges.said(self.card_type, (one.state.key for one in self.tasks if one.state.state == "open"))

    def opinions_on(self, task: OpenTask) -> tuple[OpenTask, ...]:
        """What was asked of colleagues about a task, oldest first; withdrawn questions are left out."""
        asked = (one for one in self.tasks if one.state.asked_by is not None and one.state.parent == task.state.n)
        return tuple(one for one in asked if one.state.state != "cancelled")


def card(actor: Actor, card_id: int) -> CardView:
    """Three queries. Raises NotFound for a missing card and for one the reader may not see alike."""
    return _view(actor, step.read(actor, card_id))


def card_of(actor: Actor, task: int) -> CardView:
    """The card of a task, named by the task's id. Raises NotFound."""
    return _view(actor, step.read_task(actor, task))


def _view(actor: Actor, seen: step.Seen) -> CardView:
    row = seen.row
    granted = (seen.allows(actor.person_id, "decide"), seen.allows(actor.person_id, "manage"))
    run = Run(seen.definition, seen.state, clock.now(), seen.chart, actor.person_id, *granted)
    ids = {task["n"]: task["id"] for task in row["tasks"] or ()}
    covering.cover(run)  # as every step would do first: who holds what at this minute
    state = run.decision().card
    tasks = tuple(_task(run, ids[task.n], task, actor) for task in state.tasks)
    may, at_start = _may(actor, seen), seen.state.stage == seen.definition.card_type.start.key
    return CardView(
        id=row["id"],
        version=row["version"],
        name=row["name"],
        created_at=datetime.fromisoformat(row["created_at"]),
        entered_at=datetime.fromisoformat(row["entered_at"]),
        finished_at=datetime.fromisoformat(row["finished_at"]) if row["finished_at"] else None,
        comments=row["comments"],
        state=state,
        definition=seen.definition,
        chart=seen.chart,
        tasks=tasks,
        files=_files(row["id"]),
        may=may,
        moves=_moves(run, tasks, actor) if "start" in may or not at_start else (),
        parent=row["parent_id"],
        editable=rights.editable(seen.grants, actor.person_id or 0, seen.chart, seen.facts),
    )


def _task(run: Run, task_id: int, task: TaskState, actor: Actor) -> OpenTask:
    rule = run.rule_of(task)
    granted = right(run, task, actor.person_id) if task.state == "open" and actor.person_id else None
    outcomes = tuple(outcome for outcome in rule.outcomes if run.holds(outcome.when)) if granted else ()
    managing = run.managing and task.state == "open" and actor.person_id != run.author
    acts = _acts(task, rule, granted, actor.person_id, managing)
    return OpenTask(task_id, task, rule, granted, outcomes, acts, _undo_until(run, task))


def _acts(
    task: TaskState, rule: Task, granted: Right | None, reader: int | None, managing: bool = False
) -> frozenset[str]:
    """Handing on, taking back, asking, adding: as the engine will allow them."""
    asked = task.key == OPINION
    delegated = any(way[-1].because == "delegation" and way[-1].of == reader for way in task.behalf.values() if way)
    possible = {
        "delegate": granted in ("own", "substitute") and rule.delegate,
        "forward": (granted == "own" and rule.delegate) or (managing and not asked),
        "take_back": task.state == "open" and delegated,
        "ask_opinion": granted is not None and not asked,
        "add_approver": granted in HOLDING and rule.kind == "approve" and not asked,
    }
    return frozenset(act for act, allowed in possible.items() if allowed)


def _undo_until(run: Run, task: TaskState) -> datetime | None:
    """Until when the reader may undo this decision of theirs; None when they may not."""
    if task.state != "done" or task.decided_at is None or run.actor is None or task.decided_by != run.actor:
        return None
    until = task.decided_at + timedelta(minutes=run.definition.undo_minutes)
    try:
        if run.now <= until:
            decide(run.definition, run.before, Undo(task.n), run.now, run.company, run.actor)
            return until
    except Refusal:
        pass
    return None


def _files(card_id: int) -> tuple[Attached, ...]:
    rows = list(CardFile.objects.system(READ).filter(card_id=card_id).order_by("id"))
    known = documents.describe(row.file_id for row in rows)
    on_field = {row.file_id for row in rows if row.field}
    return tuple(
        Attached(known[row.file_id], row.field, row.added_by, row.added_at)
        for row in rows
        if row.file_id in known and (row.field or row.file_id not in on_field)
    )


def visits(view: CardView) -> tuple[Visit, ...]:
    """Every stay of the card, oldest first. One query."""
    card_id = view.id
    rows = StageVisit.objects.system(READ).filter(card_id=card_id).order_by("n")
    return tuple(Visit(row.n, row.stage, row.round, row.entered_at, row.left_at) for row in rows)


def _may(actor: Actor, seen: step.Seen) -> frozenset[str]:
    if actor.person_id is None:
        return frozenset()
    card_type, stage = seen.definition.card_type, seen.definition.stages[seen.state.stage]
    definition, author = seen.definition, seen.state.author
    decided = any(binds(task, definition.task(task.stage, task.key), author) for task in seen.state.tasks)
    if card_type.withdraw is not None and seen.state.stage in card_type.withdraw.late:
        decided = False
    sensible = {
        "edit": stage.kind != "success" or card_type.edoc is not None,
        "comment": True,
        "attach": True,
        "start": stage.kind == "start",
        "withdraw": card_type.withdraw is not None and stage.kind == "work" and not decided,
        "restart": card_type.restart is not None and seen.state.stage in card_type.restart.from_,
        "print": True,
        "manage": True,
    }
    granted = {
        action
        for action, makes_sense in sensible.items()
        if makes_sense and access.may(actor, f"card.{action}", chart=seen.chart, grants=seen.grants, facts=seen.facts)
    }
    return frozenset(granted)


def _moves(run: Run, tasks: tuple[OpenTask, ...], actor: Actor) -> tuple[str, ...]:
    """Where a drag may end: hand moves of the route, and plain outcomes of the reader's tasks."""
    stage = run.definition.stages[run.stage]
    found = [
        move.to
        for move in stage.moves
        if run.holds(move.when) and any(one.person == actor.person_id for one in everyone(run, move.by))
    ]
    found += [outcome.to for task in tasks for outcome in task.outcomes if outcome.to]
    restart = run.definition.card_type.restart
    if restart and run.stage in restart.from_ and actor.person_id == run.author:
        found.append(restart.to)
    return tuple(dict.fromkeys(found))


def may_undo(actor: Actor, task_id: int) -> bool:
    """Whether the reader's decision on the task may still be undone."""
    return any(one.id == task_id and "undo" in one.may for one in card_of(actor, task_id).tasks)


def task(actor: Actor, task_id: int) -> tuple[CardView, OpenTask]:
    """A task of any round with its card as it is now; raises NotFound."""
    view = card_of(actor, task_id)
    found = next((one for one in view.tasks if one.id == task_id), None)
    return view, found or _earlier(view, task_id)


def _earlier(view: CardView, task_id: int) -> OpenTask:
    state = task_state(_as_json(TaskRow.objects.system(READ).filter(pk=task_id).values()[0]))
    return OpenTask(task_id, state, view.definition.task(state.stage, state.key), None, ())


def _as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
