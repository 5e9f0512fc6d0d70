"""What one request has read already: a page asks for the revision of the company once, not ten times.

Only doors open a memory, for one request, and whoever composes a message, for that. Every command forgets it, so a page
shown after a change is true.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.db import transaction

R = TypeVar("R")
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("memory", default=None)
_commits = 0


@contextmanager
def of_one_request() -> Iterator[None]:
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def once(key: Hashable, read: Callable[[], R]) -> R:
    """`read()`, or what it answered before in this request."""
    known = _memory.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return cast("R", known[key])


def remember(key: Hashable, value: Any) -> None:
    """Keep what another statement has read on the way."""
    known = _memory.get()
    if known is not None:
        known[key] = value


def forget() -> None:
    """Something changed."""
    known = _memory.get()
    if known is not None:
        known.clear()


def changing() -> None:
    """A change of what processes keep for longer than a request has begun. See `commits`."""
    transaction.on_commit(_committed)


def commits() -> int:
    """Another number after every such change of this process.

    What was read in the middle of a change already bears its revision, without being the whole of it.
    """
    return _commits


def _committed() -> None:
    global _commits
    _commits += 1
