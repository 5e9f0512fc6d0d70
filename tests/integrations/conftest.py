"""A clock of one's own, as in the tests of doors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.kernel import clock
from tests.support.office import MovingClock


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving
