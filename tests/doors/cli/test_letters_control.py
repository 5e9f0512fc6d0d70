"""`marshrut letters prove` and its neighbours: for cron, for scripts, for whoever sits at the server."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from marshrut.documents import tables
from tests.doors.cli.program import Program
from tests.support.mailroom import Mailroom


@pytest.fixture
def marshrut(room: Mailroom) -> Program:
    return Program()


def test_the_proof_ends_with_a_code_for_cron(room: Mailroom, marshrut: Program) -> None:
    card = room.incoming()
    assert "Зарегистрировано: 1, в работе: 1, завершено: 0, вне учёта: 0." in marshrut.done("letters", "prove")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cards_card SET stage = 'gone' WHERE id = %s", [card])
    found = marshrut.run("letters", "prove")
    assert found.exit_code == 1
    assert "ВХ-0001/26  no_stage" in found.stdout
    assert marshrut.run("letters", "prove", "--json").exit_code == 1
    marshrut.refused("letters", "prove", by="alisa")


def test_a_journal_is_written_to_a_file(room: Mailroom, marshrut: Program, tmp_path: Path) -> None:
    room.incoming("О браке")
    for name in ("journal.xlsx", "journal.csv", "journal.pdf"):
        said = marshrut.done("letters", "journal", "letter_in", tmp_path / name, "--since", "2026-07-01")
        assert "Записано строк: 1" in said
    assert tables.read((tmp_path / "journal.xlsx").read_bytes())[1][5] == "О браке"
    assert (tmp_path / "journal.pdf").read_bytes().startswith(b"%PDF-")
    assert "Такого журнала нет" in marshrut.refused("letters", "journal", "nothing", tmp_path / "no.csv")
    assert not (tmp_path / "no.csv").exists()


def test_control_and_promises(room: Mailroom, marshrut: Program) -> None:
    card = room.incoming("О браке")
    room.assign(card)
    room.answer(card)
    assert marshrut.json("letters", "control", by="vera")["unanswered"] == 1
    assert "О браке" in marshrut.done("letters", "control", "--list", "unanswered", by="vera")
    alisa = marshrut.done("letters", "control", "--list", "open", "--person", "boris@example.ru", by="vera")
    assert "ИСХ" not in alisa
    marshrut.done("letters", "baseline", "--answered", 40, "--note", "Журнал", by="admin")
    found = marshrut.json("letters", "measure")
    assert (found["baseline"]["answered"], found["baseline"]["note"]) == (40, "Журнал")
    assert "2026-07" in marshrut.done("letters", "measure", by="director")
    assert "4000" in marshrut.refused("letters", "baseline", "--done", 5000, by="admin")
