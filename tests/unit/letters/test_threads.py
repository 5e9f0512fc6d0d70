"""Threads from ties: whatever the ties and their order, letters of two projects never stand together."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from marshrut.letters.rules.threads import Tie, threads

LETTERS = st.dictionaries(st.integers(1, 12), st.sampled_from([None, None, 7, 8]), max_size=12)
TIES = st.lists(
    st.builds(Tie, st.integers(1, 13), st.integers(1, 13), st.sampled_from(["hand", "field", "header", "number"])),
    max_size=20,
)


@given(LETTERS, TIES)
def test_every_letter_stands_in_one_thread_named_by_its_first(letters: dict[int, int | None], ties: list[Tie]) -> None:
    found = threads(letters, ties)
    assert set(found) == set(letters)
    for thread in set(found.values()):
        assert thread == min(card for card, it in found.items() if it == thread)


@given(LETTERS, TIES)
def test_a_thread_has_one_project_at_most(letters: dict[int, int | None], ties: list[Tie]) -> None:
    found = threads(letters, ties)
    for thread in set(found.values()):
        assert len({letters[card] for card, it in found.items() if it == thread} - {None}) <= 1


@given(LETTERS, TIES, st.randoms())
def test_the_order_of_ties_makes_no_difference(
    letters: dict[int, int | None], ties: list[Tie], chance: random.Random
) -> None:
    mixed = ties[:]
    chance.shuffle(mixed)
    turned = [Tie(one.other, one.card, one.because) for one in mixed]
    assert threads(letters, ties) == threads(letters, mixed)
    assert threads(letters, ties) == threads(letters, turned)


@given(LETTERS, TIES)
def test_without_projects_what_is_tied_stands_together(letters: dict[int, int | None], ties: list[Tie]) -> None:
    free = dict.fromkeys(letters)
    found = threads(free, ties)
    for tie in ties:
        if tie.card in free and tie.other in free:
            assert found[tie.card] == found[tie.other]


@given(LETTERS, TIES)
def test_letters_of_one_project_that_are_tied_stand_together(letters: dict[int, int | None], ties: list[Tie]) -> None:
    found = threads(letters, ties)
    for tie in ties:
        if tie.card in letters and tie.other in letters and letters[tie.card] == letters[tie.other] != None:  # noqa: E711
            assert found[tie.card] == found[tie.other]


def test_a_letter_without_a_project_goes_with_the_surer_tie() -> None:
    letters = {1: 7, 2: 8, 3: None}
    assert threads(letters, [Tie(3, 1, "number"), Tie(3, 2, "field")])[3] == 2


def test_ten_thousand_letters_in_a_row() -> None:
    letters = dict.fromkeys(range(10_000))
    found = threads(letters, [Tie(n + 1, n, "number") for n in range(9_999)])
    assert set(found.values()) == {0}
