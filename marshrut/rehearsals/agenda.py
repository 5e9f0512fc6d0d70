"""What people will do in a world, in the order of time. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

from marshrut.engine.play.world import World

Act = Callable[[], None]


@dataclass(slots=True)
class Agenda:
    """Acts of one moment go in the order in which they were entered."""

    world: World
    _heap: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _entered: int = 0

    def enter(self, at: datetime, act: Act) -> None:
        """Not before now."""
        self._entered += 1
        heappush(self._heap, (max(at, self.world.now), self._entered, act))

    def run(self, until: datetime) -> None:
        """To that moment, inclusively; what the clock brings goes before what people do at the same moment.

        What comes due may bring an act forward, so time goes step by step.
        """
        while True:
            due, at = self.world.next_due(), self._heap[0][0] if self._heap else None
            if due is not None and due <= until and (at is None or due <= at):
                self.world.until(due)
            elif at is not None and at <= until:
                self.world.until(at)
                heappop(self._heap)[2]()
            else:
                return
