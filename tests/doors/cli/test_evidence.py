"""Archives of letters at the console."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pytest_django import Settings

from marshrut.kernel import clock
from tests.support.office import Office, drain

from .program import Program


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def test_from_asked_to_saved(marshrut: Program, office: Office, tmp_path: Path) -> None:
    card, out = office.request(), tmp_path / "архив.zip"
    assert "Архив №" in marshrut.done("evidence", "ask", "--card", card, by="alisa")
    which = marshrut.json("evidence", "list", by="alisa")[0]["id"]
    assert "собирается" in marshrut.refused("evidence", "save", which, out, by="alisa")
    drain(clock.now())
    marshrut.done("evidence", "save", which, out, by="alisa")
    with zipfile.ZipFile(out) as made:
        assert "check.py" in made.namelist()
    assert "1/1" in marshrut.done("evidence", "list", by="alisa")
    marshrut.done("evidence", "remove", which, by="alisa")
    assert marshrut.json("evidence", "list", by="alisa") == []


def test_refusals(marshrut: Program, office: Office, tmp_path: Path) -> None:
    card = office.request()
    assert marshrut.refused("evidence", "ask", "--card", card, by="viktor")
    assert marshrut.refused("evidence", "ask", "--thread", card, by="alisa")
    assert "нет" in marshrut.refused("evidence", "save", 99, tmp_path / "x.zip", by="alisa")
    assert "нет" in marshrut.refused("evidence", "remove", 99, by="alisa")
