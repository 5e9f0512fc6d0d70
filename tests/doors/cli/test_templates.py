"""Word templates at the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.kinds import shipped
from tests.support.office import Office
from tests.support.word_files import paper, texts

from .program import Program


@pytest.fixture
def form(office: Office, tmp_path: Path) -> Path:
    shipped()
    path = tmp_path / "Договор.docx"
    path.write_bytes(paper("Договор с {{ counterparty.name }} {{ nothing }}"))
    return path


def test_from_added_to_filled(marshrut: Program, office: Office, form: Path, tmp_path: Path) -> None:
    made = marshrut.json("template", "add", form, "--title", "Договор поставки", "--kind", "contract", by="admin")
    template, card, out = made["id"], office.request(), tmp_path / "out.docx"
    assert marshrut.json("template", "fields", template) == ["counterparty.name", "nothing"]
    assert "Договор поставки" in marshrut.done("template", "list")
    told = marshrut.json("template", "fill", template, card, out, by="alisa")
    assert told["missing"] == ["nothing"]
    assert texts(out.read_bytes())[0] == "Договор с Стеклозавод «нет поля: nothing»"
    marshrut.done("template", "edit", template, "--title", "Иначе", by="admin")
    assert marshrut.json("template", "list")[0]["title"] == "Иначе"
    marshrut.done("template", "archive", template, by="admin")
    assert marshrut.done("template", "list") == "Пусто.\n"
    marshrut.done("template", "archive", template, "--back", by="admin")


def test_refusals(marshrut: Program, office: Office, form: Path, tmp_path: Path) -> None:
    form.write_bytes(paper("{% include 'x' %}"))
    assert "include" in marshrut.refused("template", "add", form, "--title", "т", by="admin")
    assert marshrut.refused("template", "add", form, "--title", "т", by="alisa")
    assert "нет" in marshrut.refused("template", "fill", 99, 1, tmp_path / "x.docx", by="alisa")
