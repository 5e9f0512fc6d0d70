from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.support import logistics_office, quiet
from tests.support.logistics_office import Logistics
from tests.support.office import MovingClock


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.FILES = tmp_path / "files"


@pytest.fixture(autouse=True)
def _nobody_looks_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet.nobody_looks_into_files(monkeypatch)


@pytest.fixture
def logistics(db: None, now: MovingClock) -> Logistics:
    return logistics_office.build(now)
