"""A card as the engine sees it: plain frozen values, no identity outside the card.

Tasks are numbered within their card (`n` = 1, 2, …), visits to stages and rounds likewise, so that a decision can name
rows that do not exist yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from marshrut.org.rules.absence import Link

NOTHING: Mapping[str, Any] = MappingProxyType({})
NOBODY: Mapping[int, tuple[Link, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Paused:
    """A sleeping task (A0.1). Remaining working minutes of its deadline and of each timer wait with it."""

    since: datetime
    until: datetime
    due_left: int | None
    #: (timer key, ordinal, working minutes left)
    timers: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TaskState:
    n: int
    key: str
    stage: str
    visit: int
    round: int
    #: number of the first task of the group that decides together
    group: int
    assignee: int
    opened_at: datetime
    #: others to whom it was given as well; the first to take or decide it has it
    co: tuple[int, ...] = ()
    state: Literal["open", "done", "cancelled"] = "open"
    #: votes needed for an outcome that is not decisive
    quorum: int = 1
    #: who comes after this one in a chain
    chain: tuple[int, ...] = ()
    parent: int | None = None
    taken_at: datetime | None = None
    taken_by: int | None = None
    due_at: datetime | None = None
    #: may decide instead since an escalation
    escalated: tuple[int, ...] = ()
    paused: Paused | None = None
    pauses: int = 0
    outcome: str | None = None
    reason: str = ""
    #: finished without being done, and the key of the listed reason
    skipped: bool = False
    because: str = ""
    decided_by: int | None = None
    decided_at: datetime | None = None
    #: amounts of the ladder's spans as they were when the task was opened, by rung
    amounts: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    #: explanation: {"who": {...}, "due": {...}}
    why: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    #: who holds it for somebody else -> the steps from that person (`links[0].of`) to the holder
    behalf: Mapping[int, tuple[Link, ...]] = field(default_factory=lambda: NOBODY)
    #: of an opinion: what was asked, and by whom
    question: str = ""
    asked_by: int | None = None

    @property
    def turn(self) -> int:
        """How many times its ladder began anew: timers and notices of each turn have names of their own."""
        turn: int = self.why.get("turn", 0)
        return turn


@dataclass(frozen=True, slots=True)
class TimerState:
    """An armed timer. `task` is a task number; a timer of the stage itself has none."""

    key: str
    visit: int
    due_at: datetime
    task: int | None = None
    ordinal: int = 1
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ChildState:
    """A card this card waits for, or made once for good (`made`). `left`: it is not waited for any more."""

    key: str
    visit: int
    state: Literal["awaited", "success", "failure", "left", "made"] = "awaited"


@dataclass(frozen=True, slots=True)
class CardState:
    """`stage` is empty before creation. `edition` counts changes of content: a decision is bound to what was seen."""

    author: int
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    stage: str = ""
    visit: int = 0
    round: int = 1
    edition: int = 1
    #: fields marked `locked_by_approval` cannot change any more in this round
    locked: bool = False
    #: tasks of this round, open and closed
    tasks: tuple[TaskState, ...] = ()
    timers: tuple[TimerState, ...] = ()
    children: tuple[ChildState, ...] = ()
    #: highest task number ever given
    last_task: int = 0
    #: tasks skipped in earlier rounds
    skipped_before: int = 0
    #: another card may be waiting for this one
    has_parent: bool = False

    def task(self, n: int) -> TaskState | None:
        return next((task for task in self.tasks if task.n == n), None)

    @property
    def open_tasks(self) -> tuple[TaskState, ...]:
        return tuple(task for task in self.tasks if task.state == "open")
