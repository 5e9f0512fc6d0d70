"""Limits that are really kept, and bad days: what a call is answered with instead of the truth."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Literal

from .things import Refusal

#: "limit", "blocked", "token", "500", "502": refused so · "html": a page of a proxy, with a good status · "reset": the
#: connection breaks before anything was done · "cut": it breaks after everything was done · "slow": done, answered late
Trouble = Literal["limit", "blocked", "no_chat", "token", "500", "502", "html", "reset", "cut", "slow", "not_ready"]


@dataclass
class Fault:
    """`at`: of which call on, counted from when it was set; `times`: how many; `only`: name of the method.

    `seconds`: how long to wait for a "limit", how late a "slow" answer is.
    """

    kind: Trouble
    at: int = 1
    times: int = 1
    only: str = ""
    seconds: float = 5.0
    seen: int = 0

    def due(self, method: str) -> bool:
        if self.only and self.only != method:
            return False
        self.seen += 1
        return self.at <= self.seen < self.at + self.times

    @property
    def over(self) -> bool:
        return self.seen >= self.at + self.times - 1


@dataclass
class Limits:
    """Messages a second in all; in a chat one a second with a short burst. By the clock of the world."""

    now: Callable[[], datetime]
    a_second: int
    chat_pause: float = 1.0
    burst: int = 3
    kept: bool = True
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def spend(self, chat: int) -> None:
        """Raises Refusal("limit")."""
        if not self.kept:
            return
        at = self.now().timestamp()
        while self._all and self._all[0] <= at - 1:
            self._all.popleft()
        if len(self._all) >= self.a_second:
            raise Refusal("limit", max(1, ceil(self._all[0] + 1 - at)))
        free = max(self._chats[chat], at - self.burst * self.chat_pause) + self.chat_pause
        if free > at + 1e-6:
            raise Refusal("limit", max(1, ceil(free - at)))
        self._chats[chat] = free
        self._all.append(at)


@dataclass
class Weather:
    faults: list[Fault] = field(default_factory=list)

    def fault(self, method: str) -> Fault | None:
        found = [one for one in self.faults if one.due(method)]
        self.faults[:] = [one for one in self.faults if not one.over]
        return found[0] if found else None
