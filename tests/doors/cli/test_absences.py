"""Absences from the console."""

from __future__ import annotations

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
    assert "Overlap" not in marshrut.refused("absence", "set", who, *days)
    marshrut.refused("absence", "set", who, "2026-08-01", "2026-08-02", by="viktor")
    marshrut.refused("absence", "end", made["absence"], by="viktor")
    marshrut.done("absence", "end", made["absence"], by="alisa")
    assert marshrut.json("absence", "list", "--over") == []  # taken back before it began
