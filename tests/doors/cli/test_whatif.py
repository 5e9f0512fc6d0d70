"""What if at the console."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.support.office import Office

from .program import Program


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def test_a_table_with_the_error_of_the_model(marshrut: Program, office: Office) -> None:
    ask = ("whatif", "payments", "payment_request", "--set", "remind_after=1", "--months", 3)
    assert "ни одна карточка" in marshrut.done(*ask, by="admin")
    office.request()
    said = marshrut.done(*ask, by="admin")
    assert "Сыграно снова" in said
    assert "Ошибка модели: неизвестна" in said
    found = marshrut.json(*ask, "--approver", "finance=director", by="admin")
    assert found["answer"]["real"]["cards"] == 1


def test_refusals(marshrut: Program, office: Office) -> None:
    assert marshrut.refused("whatif", "payments", "payment_request", by="alisa")
    assert marshrut.refused("whatif", "letters", "payment_request", by="admin")
    assert marshrut.refused("whatif", "payments", "payment_request", "--absent", "boris@example.ru", by="admin")
