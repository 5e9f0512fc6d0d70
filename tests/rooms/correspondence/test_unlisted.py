"""A reader taken off the list for acquaintance loses what the list gave, and nothing else."""

from __future__ import annotations

import pytest

from marshrut.cards import commands
from marshrut.kernel.actor import Actor
from tests.support.letter_office import Letters


def listed(letters: Letters, *readers: str) -> tuple[int, int]:
    """A letter, and the list by which these readers see it."""
    letter = letters.incoming()
    return letter, letters.acquaintance(*readers, by="sveta", about=letter)


def relist(letters: Letters, card: int, *readers: str) -> None:
    fields = {"readers": [letters.office.id(one) for one in readers]}
    commands.edit_card(letters.office.actor("sveta"), card=card, fields=fields)
    letters.settle()


def test_a_reader_taken_off_the_list_sees_neither_it_nor_the_letter(letters: Letters) -> None:
    letter, card = listed(letters, "viktor", "junior")
    assert (letters.sees("viktor", card), letters.sees("viktor", letter)) == (True, True)
    relist(letters, card, "junior")
    assert (letters.sees("viktor", card), letters.sees("viktor", letter)) == (False, False)
    assert (letters.sees("junior", card), letters.sees("junior", letter)) == (True, True)
    relist(letters, card, "junior", "viktor")
    assert (letters.sees("viktor", card), letters.sees("viktor", letter)) == (True, True)


def test_a_list_about_no_card_closes_too(letters: Letters) -> None:
    card = letters.acquaintance("viktor", "junior")
    relist_by = letters.office.actor("director")
    commands.edit_card(relist_by, card=card, fields={"readers": [letters.office.id("junior")]})
    letters.settle()
    assert not letters.sees("viktor", card)


def test_whoever_has_read_it_goes_on_seeing_it(letters: Letters) -> None:
    letter, card = listed(letters, "viktor", "junior")
    letters.decide(card, "read", "read", "viktor")
    relist(letters, card, "junior")
    assert (letters.sees("viktor", card), letters.sees("viktor", letter)) == (True, True)


def test_it_is_closed_after_others_have_read_too(letters: Letters) -> None:
    letter, card = listed(letters, "viktor", "junior", "alisa")
    letters.decide(card, "read", "read", "alisa")
    relist(letters, card, "alisa", "junior")
    assert (letters.sees("viktor", card), letters.sees("viktor", letter)) == (False, False)
    assert letters.holders(card) == ["junior"]
    relist(letters, card, "alisa")
    assert letters.stage(card) == "done"
    assert not letters.sees("junior", letter)


@pytest.mark.parametrize("how", ["said", "mentioned"])
def test_whoever_spoke_or_was_spoken_to_goes_on_seeing_it(letters: Letters, how: str) -> None:
    _letter, card = listed(letters, "viktor", "junior")
    by, mentions = ("viktor", []) if how == "said" else ("sveta", [letters.office.id("viktor")])
    commands.comment_card(letters.office.actor(by), card=card, text="Вопрос", mentions=mentions)
    relist(letters, card, "junior")
    assert letters.sees("viktor", card)


def test_another_list_still_shows_the_letter(letters: Letters) -> None:
    letter, card = listed(letters, "viktor", "junior")
    letters.acquaintance("viktor", by="sveta", about=letter)
    relist(letters, card, "junior")
    assert (letters.sees("viktor", card), letters.sees("viktor", letter)) == (False, True)


def test_repeating_it_changes_nothing(letters: Letters) -> None:
    letter, card = listed(letters, "viktor", "junior")
    relist(letters, card, "junior")
    for _time in range(2):
        commands.share_card(Actor.robot("cards"), card=card)
    assert [letters.sees(who, letter) for who in ("viktor", "junior")] == [False, True]
