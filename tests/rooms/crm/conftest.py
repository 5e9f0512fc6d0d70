from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import translation

from marshrut.crm import commands
from marshrut.kernel import clock
from tests.support import company
from tests.support.company import acting

#: 14:30 in Moscow
AT = datetime.fromisoformat("2026-11-20T11:30:00+00:00")


@pytest.fixture
def office(db: None) -> company.Company:
    return company.build()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with clock.running(lambda: AT), translation.override("ru"):
        yield


@pytest.fixture
def glass(office: company.Company) -> int:
    """A company added by Алиса."""
    return int(commands.add_company(acting(office.alice), name="Стеклозавод", inn="7707083893", kpp="770701001")["id"])
