"""Two versions side by side: lines, words inside of lines, folded stretches, bounded time."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marshrut.documents.comparing import Row, compare, differs

WORDS = [f"слово{number}" for number in range(400)]


def kinds(rows: tuple[Row, ...]) -> list[str]:
    return [row.kind for row in rows]


def test_equal_texts_have_no_places() -> None:
    rows = compare(["Договор", "", "  1.  Предмет "], ["Договор", "1. Предмет"])
    assert kinds(rows) == ["same", "same"]
    assert differs(rows) == 0


def test_a_changed_word_is_marked_inside_of_its_line() -> None:
    (row,) = compare(["Срок оплаты 10 дней с даты акта"], ["Срок оплаты 15 рабочих дней с даты акта"])
    assert row.kind == "changed"
    assert [text for text, mark in row.left if mark == "gone"] == ["10 "]
    assert [text for text, mark in row.right if mark == "new"] == ["15 рабочих "]
    assert "".join(text for text, _mark in row.left) == "Срок оплаты 10 дней с даты акта"


def test_lines_that_are_not_alike_are_removed_and_added() -> None:
    rows = compare(["А", "Поставщик отвечает за сроки", "Я"], ["А", "Город Москва, 5 ноября", "Я"])
    assert kinds(rows) == ["same", "removed", "added", "same"]
    assert rows[1].left_n == 2
    assert rows[2].right_n == 2
    assert differs(rows) == 1


def test_an_inserted_line_does_not_shift_its_neighbours() -> None:
    left = ["Цена договора 100 рублей", "Срок договора 1 год", "Споры решает суд Москвы"]
    right = ["Цена договора 200 рублей", "Новый пункт о гарантии", "Срок договора 2 года", "Споры решает суд Москвы"]
    assert kinds(compare(left, right)) == ["changed", "added", "changed", "same"]


def test_long_equal_stretches_are_folded() -> None:
    left = [f"Пункт {number}" for number in range(100)]
    right = [*left[:50], "Вставка", *left[50:]]
    rows = compare(left, right)
    assert kinds(rows) == ["folded", *["same"] * 3, "added", *["same"] * 3, "folded"]
    assert rows[0].count + rows[-1].count == 94
    assert sum(row.count or 1 for row in rows) == 101


def test_nothing_on_one_side() -> None:
    assert kinds(compare([], ["а", "б"])) == ["added", "added"]
    assert kinds(compare(["а"], [])) == ["removed"]
    assert compare([], [" "]) == ()


@given(st.lists(st.sampled_from(["а", "б б", "в г", "г 1", "г 2", ""]), max_size=12), st.data())
def test_both_texts_can_be_read_off_the_rows(left: list[str], data: st.DataObject) -> None:
    right = data.draw(st.lists(st.sampled_from(["а", "б б", "в г", "г 1", "г 3", ""]), max_size=12))
    assume([line for line in left if line] != [line for line in right if line])
    rows = compare(left, right, around=100)
    one = ["".join(text for text, _mark in row.left) for row in rows if row.left]
    other = ["".join(text for text, _mark in row.right) for row in rows if row.right]
    assert one == [line for line in left if line]
    assert other == [line for line in right if line]


def long_lines(dice: random.Random) -> list[str]:
    return [" ".join(dice.choices("аб", k=600)) for _ in range(200)]


def texts() -> dict[str, tuple[list[str], list[str]]]:
    dice = random.Random(7)
    lines = [" ".join(dice.choices(WORDS, k=20)) for _ in range(3000)]
    edited = [line.replace("слово1", "дело1") if number % 7 == 0 else line for number, line in enumerate(lines)]
    return {
        "edited": (lines, edited),
        "other": (lines, [" ".join(dice.choices(WORDS, k=20)) for _ in range(3000)]),
        "two signs": (dice.choices("аб", k=3000), dice.choices("аб", k=3000)),
        "few lines": (dice.choices(WORDS[:120], k=3000), dice.choices(WORDS[:120], k=3000)),
        "endless lines": ([" ".join(dice.choices("аб", k=30_000))], [" ".join(dice.choices("аб", k=30_000))]),
        "long lines": (long_lines(dice), long_lines(dice)),
        "punctuation": (["." * 20_000] * 20, ["." * 19_999 + "!"] * 20),
    }


@pytest.mark.parametrize("case", texts())
def test_three_thousand_lines_take_a_moment(case: str) -> None:
    left, right = texts()[case]
    started = time.process_time()
    assert compare(left, right)
    assert time.process_time() - started < 3


def long_texts() -> dict[str, tuple[list[str], list[str]]]:
    """As long as a text that was read may be."""
    dice = random.Random(5)
    lines = [" ".join(dice.choices(WORDS, k=12)) for _ in range(20_000)]
    wide = [[" ".join(dice.choices(WORDS, k=400)) for _ in range(300)] for _ in range(2)]
    return {
        "every second": (lines, [line if n % 2 else f"{line} ещё" for n, line in enumerate(lines)]),
        "in turn": ([str(n % 150) for n in range(20_000)], [str(n * 7 % 150) for n in range(20_000)]),
        "wide": (wide[0], wide[1]),
    }


@pytest.mark.parametrize("case", ["every second", "in turn", "wide"])
def test_the_longest_texts_take_seconds_and_lose_nothing(case: str) -> None:
    left, right = long_texts()[case]
    started = time.process_time()
    rows = compare(left, right, 50_000)
    assert time.process_time() - started < 8
    assert [row.left_n for row in rows if row.left_n] == list(range(1, len(left) + 1))
    assert [row.right_n for row in rows if row.right_n] == list(range(1, len(right) + 1))


def test_lines_found_once_are_landmarks() -> None:
    assert [row.kind for row in compare(["a", "x", "a", "a"], ["a", "a", "x", "a"], 9)] == [
        "same",
        "added",
        "same",
        "same",
        "removed",
    ]
