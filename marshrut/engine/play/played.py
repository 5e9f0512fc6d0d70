"""What a world remembers: its cards, and one after another what happened to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ..decision import Decision, Effect, Refusal
from ..definition import Definition
from ..happenings import Happening
from ..state import CardState


@dataclass(frozen=True, slots=True)
class Origin:
    """The card that made this one, in which visit, and the key of the robot."""

    card: int
    visit: int
    key: str


@dataclass(slots=True)
class Played:
    """A card of the world, as it is now."""

    id: int
    card_type: str
    definition: Definition
    state: CardState
    started_at: datetime
    parent: Origin | None = None
    finished_at: datetime | None = None
    #: whoever ever had to do with it
    participants: set[int] = field(default_factory=set)
    #: number and day of the papers in a field that are registered
    registered: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """One decision: what happened to which card, and what came of it. `actor`: None for the system."""

    at: datetime
    card: int
    happening: Happening
    actor: int | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class Broken:
    """What the system was to do and could not: in production it would wait for an administrator."""

    at: datetime
    card: int
    effect: Effect
    refusal: Refusal
