"""How people answer in a rehearsal: when, and with which button. Pure; chance is seeded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from marshrut.definitions.schema.pack import Outcome, Task
from marshrut.engine.play.chance import SplitMix64
from marshrut.rehearsals.habits import FEW, Habits

#: working minutes of an answer of people who have no habits yet
QUICK: Final = 15
SLOW: Final = 8 * 60
#: how often buttons are pressed by people who have no habits yet, by their style
WEIGHTS: Final[Mapping[str, int]] = {"positive": 16, "neutral": 3, "negative": 1}


@dataclass(frozen=True, slots=True)
class Manner:
    """`hours`: everybody answers after so many working hours and says yes; else as in `habits`, else as by default."""

    habits: Habits | None = None
    hours: int | None = None

    def delay(self, person: int, task: str, chance: SplitMix64) -> int:
        """Working minutes until the answer."""
        share = chance.unit()
        if self.hours is not None:
            return self.hours * 60
        known = self.habits.of(person, task) if self.habits else None
        if known is not None and known.delays:
            return known.delay(share)
        return QUICK + round((SLOW - QUICK) * share * share)

    def buttons(self, person: int, rule: Task, chance: SplitMix64) -> list[Outcome]:
        """Every button, the one that is pressed first, then those tried when it is refused."""
        ordered = sorted(rule.outcomes, key=lambda one: -WEIGHTS[one.style])
        if self.hours is not None:
            return ordered
        weights = self._weights(person, rule)
        place = chance.below(sum(weights.values()) or 1)
        for outcome in rule.outcomes:
            place -= weights.get(outcome.key, 0)
            if place < 0:
                return [outcome, *(one for one in ordered if one is not outcome)]
        return ordered

    def _weights(self, person: int, rule: Task) -> Mapping[str, int]:
        known = self.habits.of(person, rule.key) if self.habits else None
        if known is not None and known.answers >= FEW:
            real = {one.key: known.outcomes.get(one.key, 0) for one in rule.outcomes}
            if any(real.values()):
                return real
        return {one.key: WEIGHTS[one.style] for one in rule.outcomes}
