from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.kernel import clock
from tests.support import contract_office, quiet
from tests.support.contract_office import Contracts
from tests.support.office import MovingClock


@pytest.fixture
def now() -> Iterator[MovingClock]:
    """Thursday."""
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture(autouse=True)
def _nobody_looks_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet.nobody_looks_into_files(monkeypatch)


@pytest.fixture
def contracts(db: None, now: MovingClock) -> Contracts:
    return contract_office.build(now)
