"""So many calls a minute and no more, counted by each process for itself: enough to keep a loop gone wild off."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Final

MINUTE: Final = 60.0
#: callers that are remembered; beyond that the oldest is forgotten
CALLERS: Final = 1000


class Throttle:
    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self.most, self.clock = most, clock
        self._calls: dict[str, deque[float]] = {}
        self._lock = Lock()

    def wait(self, caller: str, weight: int = 1) -> int:
        """Seconds to wait before this call; 0: it may pass, and is counted, as `weight` of them."""
        now = self.clock()
        with self._lock:
            calls = self._calls.setdefault(caller, deque())
            while calls and calls[0] <= now - MINUTE:
                calls.popleft()
            if calls and len(calls) + weight > self.most:
                first = calls[min(len(calls) + weight - self.most, len(calls)) - 1]
                return max(1, int(first + MINUTE - now) + 1)
            calls.extend([now] * weight)
            if len(self._calls) > CALLERS:
                self._calls.pop(next(iter(self._calls)))
            return 0
