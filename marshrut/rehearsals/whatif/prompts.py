"""What a reminder or an escalation does, measured: how many answer soon after it who otherwise would not have. Pure.

The model, in one sentence: of those who have not answered yet, so many more answer within eight working hours after
they were prompted than in the eight working hours before that. Nothing else is supposed of people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["remind", "escalate"]
#: "soon": so many working minutes after the prompt
SOON: Final = 480
#: tasks that were prompted, from which on anything is said of the effect
FEW: Final = 8
#: of all kinds of tasks together
ALL: Final = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A task of the past. Working minutes of the person: `took` from its opening to the answer, or (not `answered`) as
    long as it was seen open; `prompted` until the first prompt of each kind (only those before the answer). `heeded`:
    kinds of which that prompt told who answered."""

    key: str
    took: int
    prompted: Mapping[Kind, int] = field(default_factory=dict)
    heeded: frozenset[Kind] = frozenset()
    answered: bool = True

    def known(self, until: int) -> bool:
        """Whether it is known if it was answered by that minute."""
        return self.answered or self.took >= until


@dataclass(frozen=True, slots=True)
class Effect:
    """Of `prompted` tasks the share `after` was answered soon after; in a time as long before, `before` of the tasks
    open then. `delays`: working minutes from the prompt to those answers."""

    prompted: int = 0
    after: float = 0.0
    before: float = 0.0
    delays: tuple[int, ...] = ()

    @property
    def enough(self) -> bool:
        return self.prompted >= FEW

    @property
    def moves(self) -> float:
        """How likely somebody who has not answered does so because of the prompt."""
        return max(0.0, (self.after - self.before) / (1 - self.before)) if self.enough and self.before < 1 else 0.0

    @property
    def owed(self) -> float:
        """How likely an answer that came soon after the prompt came because of it. With too little data: always."""
        if not self.enough:
            return 1.0
        return max(0.0, (self.after - self.before) / self.after) if self.after else 0.0


@dataclass(frozen=True, slots=True)
class Effects:
    by_task: Mapping[tuple[Kind, str], Effect] = field(default_factory=dict)

    def of(self, kind: Kind, task: str) -> Effect:
        """Of such tasks when enough of them were prompted, else of all."""
        own = self.by_task.get((kind, task), Effect())
        return own if own.enough else self.by_task.get((kind, ALL), Effect())


def measured(seen: Iterable[Seen]) -> Effects:
    by_key: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_key[one.key].append(one)
        by_key[ALL].append(one)
    kinds: tuple[Kind, ...] = ("remind", "escalate")
    return Effects({(kind, key): _effect(kind, tasks) for key, tasks in by_key.items() for kind in kinds})


def _effect(kind: Kind, tasks: list[Seen]) -> Effect:
    prompted = [one for one in tasks if kind in one.prompted and one.known(one.prompted[kind] + SOON)]
    if not prompted:
        return Effect()
    waits = [one.took - one.prompted[kind] for one in prompted if kind in one.heeded]
    soon = sorted(wait for wait in waits if wait <= SOON)
    usual = sorted(one.prompted[kind] for one in prompted)[len(prompted) // 2]
    open_then = [one for one in tasks if one.took >= usual - SOON and one.known(usual)]
    answered = sum(one.took < usual for one in open_then)
    before = answered / len(open_then) if open_then else 0.0
    return Effect(len(prompted), len(soon) / len(prompted), before, tuple(soon))
