"""One move of a running card to another version, under way (see `moving`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from marshrut.definitions.schema.pack import Stage

from .definition import Definition
from .run import Run
from .state import NOTHING, CardState, TaskState

NONE_FIRED: Final[Mapping[tuple[int, str], tuple[int, datetime]]] = {}


@dataclass(frozen=True, slots=True)
class How:
    """What the person chose. `stages`: from a stage of the old version to one of the new, where it is another one.

    `redate`: deadlines of the tasks that stay are those of the new version, counted from when they were opened.
    """

    stages: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    redate: bool = False
    #: in the words of whoever moves it
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What the state of a card does not tell: it knows what is armed, not what came due."""

    #: when the present visit began; None: now
    began: datetime | None = None
    #: timers of this visit that came due: (task or 0, name) -> (the last ordinal, when it was due)
    fired: Mapping[tuple[int, str], tuple[int, datetime]] = field(default_factory=lambda: NONE_FIRED)


@dataclass(slots=True)
class Way:
    """From the stage `here` of the version `old` to the stage `there` of the version of the run."""

    run: Run
    old: Definition
    here: Stage
    there: Stage
    how: How
    past: Past
    #: on the way back: how the card stood before it was moved
    then: CardState | None = None
    kept: list[TaskState] = field(default_factory=list)
    anew: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        return self.here.key == self.there.key
