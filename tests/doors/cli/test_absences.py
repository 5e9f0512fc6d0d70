"""Absences from the console."""

from __future__ import annotations

from pathlib import Path

from tests.support.office import MovingClock, Office

from .program import Program


def test_absence_is_set_listed_and_ended(marshrut: Program, office: Office, now: MovingClock) -> None:
    days = ("2026-07-06", "2026-07-19")
    who = "alisa@example.ru"
    made = marshrut.json("absence", "set", who, *days, "--substitute", "boris@example.ru", "--note", "Сочи")
    (found,) = marshrut.json("absence", "list")
    assert (found["id"], found["person"], found["reason"]) == (made["absence"], office.id("alisa"), "vacation")
    text = marshrut.done("absence", "list", "--of", who)
    assert "2026-07-19" in text
    assert "Борисов" in text
    assert "уже оформлено" in marshrut.refused("absence", "set", who, *days)
    marshrut.refused("absence", "set", who, "2026-08-01", "2026-08-02", by="viktor")
    marshrut.refused("absence", "end", made["absence"], by="viktor")
    marshrut.done("absence", "end", made["absence"], by="alisa")
    assert marshrut.json("absence", "list", "--over") == []  # taken back before it began


def test_calendar_is_shown_and_written(marshrut: Program, office: Office, now: MovingClock, tmp_path: Path) -> None:
    file = tmp_path / "rota.csv"
    file.write_text("email;first day;last day\nalisa@example.ru;06.07.2026;19.07.2026\n", encoding="utf-8")
    assert "2026-07-19" in marshrut.done("absence", "import", file)
    assert marshrut.json("absence", "list") == []
    assert marshrut.json("absence", "import", file, "--apply")["applied"] == {"added": 1, "changed": 0}
    assert len(marshrut.json("absence", "list")) == 1
    file.write_text("email;first day;last day\nnobody@example.ru;06.07.2026;19.07.2026\n", encoding="utf-8")
    result = marshrut.run("absence", "import", file, "--apply")
    assert result.exit_code == 1
    assert "nobody@example.ru" in result.stdout
    marshrut.refused("absence", "import", file, by="alisa")
