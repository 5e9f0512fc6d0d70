"""Reactions are tried in the small company with a base made of answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
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
def moving() -> Iterator[MovingClock]:
    clocked = MovingClock("2026-11-05 10:00")
    with clock.running(clocked), translation.override("ru"):
        yield clocked


@pytest.fixture
def answers() -> Iterator[Answers]:
    with bases.answering() as made:
        yield made


@pytest.fixture
def papers(db: None, moving: MovingClock, answers: Answers) -> Papers:
    """The base was read once, so what comes now is news; Алиса answers for the deal."""
    made = support.filled(support.build(moving, answers, "payments"))
    made.deal("Поставка по договору Д-7", note="Д-7")
    return made
