from __future__ import annotations

import pytest

from tests.support.office import Office

from .program import Program


@pytest.fixture
def marshrut(office: Office) -> Program:
    return Program()
