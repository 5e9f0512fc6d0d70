from __future__ import annotations

import pytest

from tests.support.office import Office

from .client import Api


@pytest.fixture
def api(office: Office) -> Api:
    return Api(office)
