"""What a proof finds, without sentences: a code, the place in the card type, and the way the card got there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..state import NOTHING

Code = Literal[
    "stuck",
    "endless",
    "nobody",
    "robot_value",
    "robots_in_circle",
    "stage_reserved",
    "unreached",
    "dead_button",
    "dead_task",
    "hole",
    "empty_skips",
    "never_filled",
    "child_ignored",
    "long_sleep",
    "alone",
    "no_ladder",
    "few_voices",
    "unfinished",
]
#: what happens on the way
Kind = Literal[
    "start",
    "adopt",
    "decide",
    "move",
    "signal",
    "timer",
    "child",
    "place",
    "edit",
    "note",
    "withdraw",
    "restart",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens to the card on `stage`. `key`: of the task, signal, timer or child; the stage of a move.

    `value`: the outcome, or how the child ended. `fields`: what is filled in with it. `by`: who acts.
    """

    kind: Kind
    stage: str
    key: str = ""
    value: str = ""
    fields: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    by: int | None = None

    @property
    def name(self) -> tuple[str, str, str]:
        """The same act, whoever does it and whatever is filled in."""
        return self.kind, self.key, self.value


@dataclass(frozen=True, slots=True)
class Flaw:
    """`steps` lead into the card type; `path` is the shortest way found; `names` fill the sentence."""

    code: Code
    steps: tuple[str | int, ...]
    path: tuple[Step, ...] = ()
    names: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    #: doubtful, not wrong: told, but nothing is refused
    warning: bool = False
