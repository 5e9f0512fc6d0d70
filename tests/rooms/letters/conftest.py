"""Every test of this room has the small company with the pack of letters, and a store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from marshrut.kernel import clock
from tests.support import post as support
from tests.support.office import MovingClock, build
from tests.support.post import Post


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
def post(db: None, now: MovingClock) -> Post:
    return support.build(build("payments"))
