"""The one clock of business time. SQL `now()` and `datetime.now()` are for leases and logs only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

Source = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


def from_file(path: Path) -> Source:
    """A clock for training installations: the file holds one ISO time, read at every call."""

    last: list[datetime] = []

    def read() -> datetime:
        text = path.read_text(encoding="utf-8").strip()
        if not text and last:
            return last[0]  # somebody is writing it this very moment
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError(f"{path} must hold an ISO time with its zone, like 2026-11-20T10:00:00+03:00")
        last[:] = [at.astimezone(UTC)]
        return last[0]

    return read


_source: Source = _system


def now() -> datetime:
    """The current instant in UTC."""
    return _source()


def set_source(source: Source) -> None:
    """Replace the clock of the whole process (start-up only; tests use `running`)."""
    global _source
    _source = source


@contextmanager
def running(source: Source) -> Iterator[None]:
    """Run a block on another clock, e.g. `running(lambda: at)`."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
