from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from marshrut.cards import leaving
from marshrut.jobs import registry
from tests.support import letter_office, quiet
from tests.support.letter_office import Letters
from tests.support.office import MovingClock


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.FILES = tmp_path / "files"


@pytest.fixture(autouse=True)
def _nobody_looks_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet.nobody_looks_into_files(monkeypatch)


@pytest.fixture(autouse=True)
def _no_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """What leaves by e-mail is tested where mail is; here a test says itself how it ended."""
    kind = registry.EffectKind("letter_send", lambda _payload, _effect: None, "letters", 10, 1, "retry")
    monkeypatch.setitem(registry.effects, "letter_send", kind)
    monkeypatch.setitem(leaving._asks, "send_letter", lambda _type, _fields: "")


@pytest.fixture
def letters(db: None, now: MovingClock) -> Letters:
    return letter_office.build(now)
