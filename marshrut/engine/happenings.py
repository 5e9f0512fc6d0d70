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
    """A press of an outcome's button; `edition` is the content the person saw, `because` the key of a listed reason."""

    task: int
    outcome: str
    reason: str = ""
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    edition: int | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """Somebody came or went: open tasks go to who stands in, and back. Every happening begins with it."""


@dataclass(frozen=True, slots=True)
class Delegate:
    """A colleague decides on my behalf; I may take the task back."""

    task: int
    to: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """What I delegated is mine again."""

    task: int


@dataclass(frozen=True, slots=True)
class Forward:
    """Hand the task over for good."""

    task: int
    to: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a colleague's opinion; the task does not wait for it."""

    task: int
    person: int
    question: str


@dataclass(frozen=True, slots=True)
class AddApprover:
    """The running round needs this person, too; in a chain right after the present one."""

    task: int
    person: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take one's own decision back while nobody has acted on it."""

    task: int


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


@dataclass(frozen=True, slots=True)
class Signal:
    """The outside tells something that the stage of the card waits for; `visit`: to which visit it belongs, if to one.

    `fields`: raw values that came with it. Only from programs.
    """

    key: str
    visit: int | None = None
    note: str = ""
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Note:
    """A program writes down what it learned, on any stage, finished cards as well. Raw values."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Adopt:
    """A source has a card that we do not know yet: it begins on that stage, with raw values.

    `quiet`: it was there before we came, so no robot works, no task opens and nobody is told. Only from programs, only
    of types with `edoc`.
    """

    fields: Mapping[str, Any]
    stage: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The source says where its card is now, and raw values that changed. `note`: why, in its words."""

    stage: str
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    note: str = ""


Happening = (
    Create
    | Start
    | Restart
    | Withdraw
    | Edit
    | Move
    | Take
    | Complete
    | Cover
    | Delegate
    | TakeBack
    | Forward
    | Ask
    | AddApprover
    | Undo
    | Pause
    | Resume
    | Fire
    | ChildFinished
    | Signal
    | Note
    | Adopt
    | Place
)
