"""Names inside an archive unpack everywhere, Windows first of all."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.evidence.rules import FILE, FOLDER, Scope, act_of, folder_of, restored, safe, unique

HOSTILE = [
    ("Договор.pdf", "Договор.pdf"),
    ('a<b>:c"d|e?f*g\\h/i.pdf', "a_b__c_d_e_f_g_h_i.pdf"),
    ("CON", "_CON"),
    ("nul.txt", "_nul.txt"),
    ("com1.pdf", "_com1.pdf"),
    ("отчёт. ", "отчёт"),
    ("  два   пробела .docx", "два пробела.docx"),
    ("стр\nока\x00\x1f.pdf", "стр_ока__.pdf"),
    ("../../etc/passwd", "_.._etc_passwd"),
    ("...", ""),
    ("файл.очень_длинное_расширение_не_расширение", "файл.очень_длинное_расширение_не_расширение"),
]


@pytest.mark.parametrize(("name", "kept"), HOSTILE)
def test_hostile_names(name: str, kept: str) -> None:
    assert safe(name) == kept


@given(st.text(max_size=400))
def test_any_name_becomes_one_for_windows(name: str) -> None:
    kept = safe(f"{name}.pdf")
    assert len(kept.encode("utf-16-le", "surrogatepass")) <= 2 * FILE
    assert not re.search(r'[<>:"|?*\\/\x00-\x1f]', kept)
    assert kept == kept.strip(". ")


def test_a_long_name_keeps_its_extension() -> None:
    kept = safe("Я" * 300 + ".docx")
    assert (len(kept), kept[-5:]) == (FILE, ".docx")
    assert len(safe("😀" * 200 + ".pdf").encode("utf-16-le")) <= 2 * FILE


def test_equal_names_get_numbers_whatever_their_case() -> None:
    taken: set[str] = set()
    names = [unique(name, taken) for name in ("П/Акт.pdf", "П/АКТ.pdf", "П/акт.pdf", "Б/акт.pdf", "П/акт", "П/акт")]
    assert names == ["П/Акт.pdf", "П/АКТ (2).pdf", "П/акт (3).pdf", "Б/акт.pdf", "П/акт", "П/акт (2)"]


def test_numbered_names_are_not_longer() -> None:
    taken: set[str] = set()
    name = safe("Я" * 300 + ".pdf")
    for _time in range(12):
        found = unique(f"П/{name}", taken).removeprefix("П/")
        assert len(found) <= FILE
        assert found.endswith(".pdf")


def test_the_longest_path_leaves_room_for_the_place_it_is_unpacked_to() -> None:
    """Of 260 signs on Windows at least 110 are left."""
    folder = folder_of(3000, date(2026, 12, 31), "ВХ/" * 100)
    assert len(folder.removeprefix("Материалы/")) <= FOLDER
    assert len(f"{folder}/Документы/{'Я' * FILE}") <= 150


def test_folders_stand_in_the_order_of_time() -> None:
    assert folder_of(7, date(2026, 1, 12), "ВХ-0012/26") == "Материалы/0007 2026-01-12 ВХ-0012_26"


def test_a_scope_comes_back_from_its_row() -> None:
    scope = Scope("company", 5, date(2026, 1, 1), None, others=True)
    assert restored(scope.stored()) == scope
    assert scope.holds(date(2026, 1, 1))
    assert not scope.holds(date(2025, 12, 31))


def test_whole_projects_need_the_right_to_take_lists_away() -> None:
    assert {kind: act_of(kind) for kind in ("thread", "cards", "project", "company")} == {
        "thread": "print",
        "cards": "print",
        "project": "export",
        "company": "export",
    }
