"""Every test of this room starts with the small company."""

from __future__ import annotations

import pytest

from tests.support import company


@pytest.fixture
def office(db: None) -> company.Company:
    return company.build()
