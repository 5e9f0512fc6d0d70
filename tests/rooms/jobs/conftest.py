"""An empty registry with room for the test's own handlers, and ways to look at the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from marshrut.jobs import registry
from marshrut.kernel import clock

MONDAY = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "effects", {})
    monkeypatch.setattr(registry, "duties", {})
    monkeypatch.setattr(registry, "_timer_handler", [])
    monkeypatch.setattr(registry, "_group_handler", [])
    with clock.running(lambda: MONDAY):
        yield
