"""The player: moves the clock through the month, lets timers fire and notices arrive, and has people act."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from marshrut.jobs import effects, timers

#: previews are left to the worker: drawing them takes longer than the whole story
LANES = ("main", "notify")
BATCH = 100


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    happen: Callable[[], None]


@dataclass(slots=True)
class Clock:
    """The time of the story; give it to `kernel.clock.running`."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def go(self, until: datetime) -> None:
        """Let everything due until then happen, in order and at its time."""
        while (due := timers.next_due()) is not None and due <= until:
            self.at = max(self.at, due)
            timers.fire(timers.due(self.at, 1), strict=True)
            deliver()
        self.at = max(self.at, until)


def play(events: Iterable[Event], clock: Clock, end: datetime) -> None:
    """Events in the order of time (of their list when at one moment), then on to `end`."""
    for event in sorted(events, key=lambda event: event.at):
        clock.go(event.at)
        event.happen()
        deliver()
    clock.go(end)


def deliver() -> None:
    """Do what must happen after a change."""
    while any(effects.perform(effects.take(lane, BATCH), strict=True) for lane in LANES):
        pass
