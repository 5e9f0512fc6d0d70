"""The company at the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from marshrut.org.models import Person
from tests.support.office import Office

from .program import Program

TABLE = "E-mail;Фамилия;Имя;Подразделение\noleg@example.ru;Новиков;Олег;Компания / Цех\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "люди.csv"
    made.write_text(TABLE, encoding="windows-1251")
    return made


def test_a_table_is_shown_and_then_applied(marshrut: Program, office: Office, file: Path) -> None:
    said = marshrut.done("org", "import", file)
    for words in ("Новиков Олег", "Новое подразделение: Компания / Цех", "Нет в таблице: Алиева Алиса", "--apply"):
        assert words in said
    assert not Person.objects.filter(email="oleg@example.ru").exists()
    assert "Новых сотрудников: 1" in marshrut.done("org", "import", file, "--apply", by="admin")
    assert Person.objects.get(email="oleg@example.ru").department is not None
    assert Person.objects.filter(is_active=True).count() == 10


def test_what_is_wrong_is_refused(marshrut: Program, office: Office, file: Path) -> None:
    file.write_text(f"{TABLE}не адрес;Х;Х;\n", encoding="utf-8")
    assert "ошибка" in marshrut.done("org", "import", file)
    assert "исправить" in marshrut.refused("org", "import", file, "--apply")
    file.write_text("Имя\n", encoding="utf-8")
    assert "E-mail" in marshrut.refused("org", "import", file)


def test_it_is_for_administrators(marshrut: Program, office: Office, file: Path, tmp_path: Path) -> None:
    marshrut.refused("org", "import", file, by="boris")
    marshrut.refused("org", "export", tmp_path / "out.csv", by="boris")
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_was_taken_away_comes_back(marshrut: Program, office: Office, tmp_path: Path, name: str) -> None:
    assert "9" in marshrut.done("org", "export", tmp_path / name)
    assert marshrut.json("org", "import", tmp_path / name)["lines"] == []


def test_people_who_are_missing_go_only_when_asked(marshrut: Program, office: Office, tmp_path: Path) -> None:
    table = tmp_path / "out.csv"
    marshrut.done("org", "export", table)
    kept = [line for line in table.read_text(encoding="utf-8-sig").splitlines() if "viktor@" not in line]
    table.write_text("\n".join(kept), encoding="utf-8")
    marshrut.done("org", "import", table, "--apply")
    assert Person.objects.get(pk=office.id("viktor")).is_active
    assert "уволено: 1" in marshrut.done("org", "import", table, "--apply", "--dismiss-missing")
    assert not Person.objects.get(pk=office.id("viktor")).is_active
