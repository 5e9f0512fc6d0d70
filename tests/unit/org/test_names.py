"""How people are written and sorted."""

from __future__ import annotations

import pytest

from marshrut.org import rules


def test_a_short_name_stays_on_one_line() -> None:
    assert rules.short_name("Иванова", "Анна", "Петровна") == "Иванова\u00a0А.\u00a0П."
    assert rules.short_name("Ким", "Алиса") == "Ким\u00a0А."
    assert rules.short_name(" Ким ", " Алиса ", "  ") == "Ким\u00a0А."
    assert rules.short_name("", "Алиса") == "Алиса"
    assert rules.short_name("", "") == ""


def test_full_name_and_initials() -> None:
    assert rules.full_name("Иванова", "Анна", "Петровна") == "Иванова Анна Петровна"
    assert rules.full_name("Ким", "Алиса", "") == "Ким Алиса"
    assert rules.initials("Иванова", "Анна") == "АИ"
    assert rules.initials("", "анна") == "А"
    assert rules.initials("", "") == ""


def test_yo_stands_beside_ye_and_case_does_not_count() -> None:
    wanted = ["Ежов", "Елкин", "Ёлкин", "елкина", "Еремин", "Ерёмин", "Ерёмина", "Ершов", "Жуков", "яблоков", "Яковлев"]
    by_code_point = sorted(wanted)
    assert by_code_point != wanted
    assert sorted(by_code_point, key=rules.sort_key) == wanted


def test_yo_decides_only_when_all_else_is_equal() -> None:
    assert rules.sort_key("Ёлкин", "Борис") < rules.sort_key("Елкин", "Виктор")
    assert rules.sort_key("Елкин", "Борис") < rules.sort_key("Ёлкин", "Борис")


def test_the_same_letter_written_in_two_signs_is_one() -> None:
    assert rules.sort_key("Е\u0308лкин") == rules.sort_key("Ёлкин")
    assert rules.fold("  Е\u0308лкин\u00a0 Й ") == "елкин й"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ивано", ["ивано"]),
        ("Иванова\u00a0А. П.", ["иванова", "а", "п"]),
        ("  ", []),
        ("Ёл", ["ел"]),
        ("А.П.", ["а", "п"]),
    ],
)
def test_words_of_a_search(text: str, words: list[str]) -> None:
    assert rules.words(text) == words
