from __future__ import annotations

import pytest

from tests.support.mailroom import Mailroom, mailroom
from tests.support.office import MovingClock, Office, build


@pytest.fixture
def office(db: None, now: MovingClock) -> Office:
    return build()


@pytest.fixture
def room(db: None, now: MovingClock) -> Mailroom:
    return mailroom()
