"""Reading by windows of time: a window is complete when it fits one page, else it is halved, down to a second.

Only inside a second is there paging, by the full key, until two passes agree: `$skip` sorts anew every time, and a row
that changes meanwhile would shift the rest. A server that does not filter is not believed at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from time import monotonic
from typing import Any, Final, Protocol

from .asking import SMALLER
from .transport import Refusal

log = logging.getLogger(__name__)
SECOND: Final = timedelta(seconds=1)
LEAST, MOST = 20, 1000
#: of the first window; the next ones are as wide as rows are rare
FIRST: Final = timedelta(days=1)
WIDEST: Final = timedelta(days=31)
#: failures in a row of a window that shrinks, passes over a second
STRIKES: Final = 3
PASSES: Final = 3
#: rows of one second that are believed in
CROWD: Final = 50_000

Rows = list[dict[str, Any]]


class Question(Protocol):
    def __call__(self, since: datetime, until: datetime, *, top: int, skip: int, ordered: bool) -> Rows: ...


class WindowFailed(Exception):
    """It could not be read: nothing after it counts as known."""

    def __init__(self, since: datetime, until: datetime, refusal: Refusal) -> None:
        super().__init__(f"{since:%Y-%m-%d %H:%M:%S}")
        self.since, self.until, self.refusal = since, until, refusal


@dataclass
class Walker:
    ask: Question
    stamp: Callable[[dict[str, Any]], datetime | None]
    key: Callable[[dict[str, Any]], Hashable]
    page: int = 200
    most: int = MOST
    ordered: bool = True
    #: of the first window
    width: timedelta = FIRST
    #: of the monotonic clock: no second is paged longer
    deadline: float = inf
    windows: int = 0
    _strikes: int = field(default=0)

    def walk(self, since: datetime, until: datetime) -> Iterator[tuple[Rows, datetime | None]]:
        """(rows, until when all is complete now or None). Raises WindowFailed, Refusal."""
        width = self.width
        while since < until:
            width = max(min(width, WIDEST, until - since), SECOND)
            end = min(since + width, until)
            try:
                rows = self._window(since, end, self.page + 1, 0)
            except Refusal as refusal:
                width = self._struck(since, end, refusal)
                continue
            self._strikes = 0
            if len(rows) <= self.page:
                self.windows += 1
                yield self._unique(rows, self.page), end
                since, width = end, self._wider(width, len(rows))
            elif end - since > SECOND:
                self._grow()
                width = _half(end - since)
            else:
                yield from self._second(since, end)
                since = end

    def after(self, since: datetime) -> Rows:
        """What is stamped later than a clock can show, at most a page of it."""
        rows = self._window(since, since + timedelta(days=36_500), self.page + 1, 0)
        return self._unique(rows, self.page + 1)

    def _window(self, since: datetime, until: datetime, top: int, skip: int) -> Rows:
        rows = self.ask(since, until, top=top, skip=skip, ordered=self.ordered)
        if any(at is None or not since <= at < until for at in map(self.stamp, rows)):
            raise Refusal("ignored", "filter")
        self._unique(rows, top)
        return rows

    def _unique(self, rows: Rows, most: int) -> Rows:
        """Of a row that came twice the newest counts."""
        newest: dict[Hashable, dict[str, Any]] = {}
        for row in sorted(rows, key=lambda row: self.stamp(row) or datetime.min):  # noqa: DTZ901 - walls have no zone
            newest[self.key(row)] = row
        if len(newest) > most:
            raise Refusal("ignored", "top")
        return list(newest.values())

    def _struck(self, since: datetime, end: datetime, refusal: Refusal) -> timedelta:
        """A failure that a smaller question may not have: how wide the next try is."""
        if refusal.word in ("autoorder", "where") and self.ordered:
            self.ordered = False
            return end - since
        self._strikes += 1
        if refusal.code not in SMALLER or self._strikes > STRIKES:
            raise WindowFailed(since, end, refusal) if refusal.code in SMALLER else refusal
        if end - since <= SECOND:
            self.page = max(self.page // 2, LEAST)
        log.info("a window is tried narrower: %s", refusal.code)
        return _half(end - since)

    def _second(self, since: datetime, until: datetime) -> Iterator[tuple[Rows, datetime | None]]:
        """More in one second than a page holds: a posting of thousands at once."""
        told: set[Hashable] = set()
        before: set[Hashable] | None = None
        for _pass in range(PASSES):
            seen: set[Hashable] = set()
            for rows in self._pages(since, until, seen):
                new = [row for row in rows if self.key(row) not in told]
                told.update(map(self.key, new))
                if new:
                    yield new, None
            if seen == before:
                self.windows += 1
                yield [], until
                return
            before = seen
        raise WindowFailed(since, until, Refusal("restless"))

    def _pages(self, since: datetime, until: datetime, seen: set[Hashable]) -> Iterator[Rows]:
        skip, first, idle = 0, frozenset[Hashable](), 0
        while len(seen) <= CROWD and monotonic() <= self.deadline:
            try:
                rows = self._window(since, until, self.page, skip)
            except Refusal as refusal:
                self._struck(since, until, refusal)
                continue
            self._strikes = 0
            keys = frozenset(map(self.key, rows))
            if not keys:  # a short page is no end: some servers give fewer rows than are asked for
                return
            idle = idle + 1 if keys <= seen else 0  # rows that shift bring one page again, not page after page
            if keys == first or idle > STRIKES:
                raise Refusal("ignored", "skip")
            first, skip = first or keys, skip + len(keys)
            seen |= keys
            yield self._unique(rows, self.page)
        raise WindowFailed(since, until, Refusal("restless"))

    def _grow(self) -> None:
        self.page = min(self.page * 2, self.most)

    def _wider(self, width: timedelta, rows: int) -> timedelta:
        """As wide as half a page is likely to fill."""
        if rows * 4 > self.page * 3:
            self._grow()
        more = min(self.page * 0.5 / rows, 8) if rows else 8
        seconds = int(width.total_seconds() * more)
        return max(min(timedelta(seconds=seconds), WIDEST), SECOND)


def _half(width: timedelta) -> timedelta:
    return max(timedelta(seconds=int(width.total_seconds()) // 2), SECOND)


__all__: Sequence[str] = ("Rows", "Walker", "WindowFailed")
