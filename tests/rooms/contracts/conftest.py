from __future__ import annotations

import pytest

from tests.support import contract_office, quiet
from tests.support.contract_office import Contracts
from tests.support.office import MovingClock


@pytest.fixture(autouse=True)
def _nobody_looks_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet.nobody_looks_into_files(monkeypatch)


@pytest.fixture
def contracts(db: None, now: MovingClock) -> Contracts:
    return contract_office.build(now)
