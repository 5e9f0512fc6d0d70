"""What can happen to a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .state import NOTHING


@dataclass(frozen=True, slots=True)
class Create:
    """A new card with raw field values; `start` sends it on its route at once (S4.15)."""

    fields: Mapping[str, Any]
    start: bool = True


@dataclass(frozen=True, slots=True)
class Start:
    """A draft sets out."""


@dataclass(frozen=True, slots=True)
class Restart:
    """A new round after a refusal or a withdrawal (S4.21)."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Raw values of the fields that change; `edition` is the one the editor saw."""

    fields: Mapping[str, Any]
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody carries the card to a stage by hand; `edition` is the content they saw."""

    to: str
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """«Взять в работу» (A4.5)."""

    task: int


@dataclass(frozen=True, slots=True)
class Complete:
    """A press of an outcome's button; `edition` is the content the person saw."""

    task: int
    outcome: str
    reason: str = ""
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Delegate:
    task: int
    to: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    task: int
    until: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    task: int


@dataclass(frozen=True, slots=True)
class Fire:
    """A timer came due."""

    key: str
    visit: int
    due_at: datetime
    task: int | None = None
    ordinal: int = 1
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ChildFinished:
    key: str
    visit: int
    kind: Literal["success", "failure"]


Happening = (
    Create
    | Start
    | Restart
    | Withdraw
    | Edit
    | Move
    | Take
    | Complete
    | Delegate
    | Pause
    | Resume
    | Fire
    | ChildFinished
)
