"""Every test of this room starts with the small company, which has the people for payments."""

from __future__ import annotations

import pytest

from marshrut.definitions import loading
from tests.support import company
from tests.support.packs import PACKS


@pytest.fixture
def office(db: None) -> company.Company:
    built = company.build()
    company.role("operations_manager", built.victor)
    company.role("finance_manager", built.boris)
    company.role("chief_accountant", built.alice)
    company.role("junior_accountant", built.alice)
    company.role("director", built.director)
    return built


@pytest.fixture
def files() -> dict[str, str]:
    """The pack of payments as texts by file name."""
    return {name: text.decode() for name, text in loading.folder(PACKS / "payments").items()}
