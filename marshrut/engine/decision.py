"""What the engine answers: the new state of the card and everything that must be written with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .state import NOTHING, CardState, ChildState, TaskState, TimerState


@dataclass(frozen=True, slots=True)
class Line:
    """A line of history. `values` may hold personal data and can be erased; `body` holds keys, numbers and ids."""

    kind: str
    body: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    #: done by the system itself as a consequence
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What must still happen after commit. `dedup` is computed, so a replay cannot create a twin; ids only."""

    kind: Literal[
        "notify",
        "create_card",
        "child_finished",
        "card_documents",
        "document_status",
        "register_document",
        "letter_send",
        "letter_changed",
        "card_shared",
        "child_left",
        "child_corrected",
        "shipment_changed",
        "edoc_changed",
    ]
    dedup: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """The card entered a stage."""

    n: int
    stage: str
    round: int


@dataclass(frozen=True, slots=True)
class Decision:
    card: CardState
    lines: tuple[Line, ...] = ()
    #: tasks opened or changed, in their new state
    tasks: tuple[TaskState, ...] = ()
    visits: tuple[Visit, ...] = ()
    armed: tuple[TimerState, ...] = ()
    #: armed timers that must not fire any more
    cancelled: tuple[TimerState, ...] = ()
    #: the timer that fired, and how it ended
    settled: tuple[TimerState, Literal["fired", "stale"]] | None = None
    effects: tuple[Effect, ...] = ()
    children: tuple[ChildState, ...] = ()
    #: when the card reached a final stage
    finished_at: datetime | None = None


class Refusal(Exception):
    """The engine refuses; nothing changes. `code` names the sentence, `details` fill it, `fields` point at inputs."""

    def __init__(
        self,
        kind: Literal["invalid", "forbidden", "conflict", "not_found"],
        code: str,
        fields: Mapping[str, str] = NOTHING,
        **details: Any,
    ) -> None:
        super().__init__(code)
        self.kind = kind
        self.code = code
        self.fields = fields
        self.details = details
