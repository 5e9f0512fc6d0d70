from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.kernel import clock
from tests.support.mailroom import Mailroom, mailroom
from tests.support.office import MovingClock, Office, build


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def office(db: None, now: MovingClock) -> Office:
    return build()


@pytest.fixture
def room(db: None, now: MovingClock) -> Mailroom:
    return mailroom()
