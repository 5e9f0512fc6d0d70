"""Every test of this room has the small company, the pack of e-documents, and a base made of answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from marshrut.kernel import clock
from tests.support import bases
from tests.support import papers as support
from tests.support.bases import Answers
from tests.support.office import MovingClock
from tests.support.papers import Papers


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
def answers() -> Iterator[Answers]:
    with bases.answering() as made:
        yield made


@pytest.fixture
def heard() -> Iterator[list[int]]:
    with bases.hearing() as made:
        yield made


@pytest.fixture
def empty(db: None, now: MovingClock, answers: Answers, heard: list[int]) -> Papers:
    """Connected, and never read."""
    return support.build(now, answers)


@pytest.fixture
def papers(empty: Papers) -> Papers:
    return support.filled(empty)
