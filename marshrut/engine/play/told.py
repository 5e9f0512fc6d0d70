"""How a story went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .played import Moment, Played


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a story goes otherwise than it is written. `step` counts from 1; 0: before its first step.

    `what` is the word of the story that is meant, as the key of a field; people stand here by their names in the story.
    """

    step: int
    code: str
    expected: Any = None
    found: Any = None
    what: str = ""


@dataclass(frozen=True)
class Told:
    """`names`: number -> the name of the person in the story; `cards`: those that were made, as they stand then."""

    failures: tuple[Failure, ...]
    log: tuple[Moment, ...]
    names: Mapping[int, str]
    cards: Mapping[int, Played] = field(default_factory=dict)
    #: how many moments of the log each step ended with
    marks: tuple[int, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.failures
