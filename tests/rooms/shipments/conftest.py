"""Every test of this room has the small company, a pack of parcels, and a carrier made of answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from pytest_django import Settings

from marshrut.kernel import clock
from marshrut.shipments import tracking
from tests.support import parcels as support
from tests.support.office import MovingClock
from tests.support.parcels import Answers, Parcels


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def cdek() -> Iterator[Answers]:
    made = Answers()
    with support.answering(made), patch.object(tracking, "_pollers", []):
        yield made


@pytest.fixture
def unconnected(db: None, now: MovingClock, cdek: Answers) -> Parcels:
    return support.build(now, cdek)


@pytest.fixture
def parcels(unconnected: Parcels) -> Parcels:
    support.connect(unconnected.office)
    return unconnected
