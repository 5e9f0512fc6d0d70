"""Documents from the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import kinds
from tests.support.office import PDF, Office

from .program import Program


@pytest.fixture(autouse=True)
def _kinds(office: Office) -> None:
    kinds.shipped()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "Договор поставки.pdf"
    file.write_bytes(PDF)
    return file


def test_a_document_is_added_registered_found_and_voided(marshrut: Program, paper: Path, tmp_path: Path) -> None:
    made = marshrut.json("document", "add", "contract", paper, "--date", "2026-03-01", by="alisa")
    one = made["id"]
    marshrut.refused("document", "register", one, by="viktor")
    assert "01-05/001-2026" in marshrut.done("document", "register", one, by="ops")
    (found,) = marshrut.json("document", "list", "-q", "поставка", by="viktor")
    assert (found["id"], found["number"], found["status"]) == (one, "01-05/001-2026", "draft")
    assert "Договор поставки" in marshrut.done("document", "show", one, by="viktor")
    scan = tmp_path / "Скан.pdf"
    scan.write_bytes(PDF + b"\n")
    assert "Версия 2" in marshrut.done("document", "version", one, scan, "--note", "скан", by="ops")
    marshrut.refused("document", "rename", one, "Мой договор", by="alisa")
    marshrut.done("document", "rename", one, "Договор № 5", by="ops")
    marshrut.done("document", "status", one, "signed", by="ops")
    marshrut.done("document", "dates", one, "--signed", "2026-03-02", by="ops")
    assert "не удаляют" in marshrut.refused("document", "remove", one, "лишний", by="ops")
    marshrut.done("document", "void", one, "Ошибка", by="ops")
    shown = marshrut.json("document", "show", one, by="alisa")
    assert (shown["number"], shown["numbers"][0]["void"], len(shown["versions"])) == ("", "Ошибка", 2)
    book = marshrut.json("kind", "book", "contract", "--year", 2026)
    assert (book["lines"][0]["void_why"], book["preview"]) == ("Ошибка", "01-05/002-2026")


def test_kinds_numbers_and_folders_are_set(marshrut: Program, paper: Path, tmp_path: Path) -> None:
    assert "contract" in marshrut.done("kind", "list")
    marshrut.refused("kind", "add", "memo", "Служебная записка", by="alisa")
    marshrut.done("kind", "add", "memo", "Служебная записка", by="admin")
    marshrut.done("kind", "edit", "memo", "--keeper", "everyone", "--gaps", by="admin")
    assert "совпасть" in marshrut.refused("kind", "rule", "memo", "01-05/{n:3}-{yyyy}", by="admin")
    rule = marshrut.json("kind", "rule", "memo", "СЗ-{n}/{yyyy}", by="admin")["id"]
    assert "СЗ-1/" in marshrut.done("kind", "rules", "memo", by="admin")
    file = tmp_path / "statuses.yaml"
    file.write_text("- {key: draft, title: Черновик, color: '#5b6472', initial: true}\n", encoding="utf-8")
    marshrut.done("kind", "statuses", "memo", file, by="admin")
    file.write_text("что-то", encoding="utf-8")
    assert marshrut.run("kind", "statuses", "memo", file).exit_code != 0
    one = marshrut.json("document", "add", "memo", paper, by="alisa")["id"]
    assert "СЗ-7/2026" in marshrut.done("document", "register", one, "--number", "СЗ-7/2026", by="viktor")
    assert "141" in marshrut.done("kind", "counter", "contract", 2025, 141, by="ops")
    folder = marshrut.json("kind", "add-folder", "Разное", by="admin")["id"]
    marshrut.done("kind", "rename-folder", folder, "Прочие бумаги", by="admin")
    marshrut.done("kind", "remove-folder", folder, by="admin")
    assert "Договоры" in marshrut.done("kind", "folders", by="viktor")
    marshrut.done("kind", "remove-rule", rule, by="admin")
    marshrut.done("kind", "archive", "memo", by="admin")
    assert "memo" not in marshrut.done("kind", "list")
