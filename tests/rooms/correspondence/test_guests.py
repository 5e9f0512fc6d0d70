"""Who was only shown a letter, by an errand or an acquaintance, passes it on to nobody and loses it with that."""

from __future__ import annotations

import pytest

from marshrut.cards import commands
from marshrut.kernel.errors import Invalid
from tests.support.letter_office import Letters


def strangers(letters: Letters, card: int) -> list[str]:
    return [who for who in letters.office.people if not letters.sees(who, card)]


def withdraw(letters: Letters, card: int, by: str) -> None:
    commands.withdraw_card(letters.office.actor(by), card=card, reason="Не тому")
    letters.settle()


def test_a_guest_passes_the_letter_on_to_nobody(letters: Letters) -> None:
    letter = letters.incoming()
    guest, other = strangers(letters, letter)[:2]
    letters.acquaintance(guest, by="sveta", about=letter)
    assert letters.sees(guest, letter)
    with pytest.raises(Invalid) as refused:
        letters.acquaintance(other, by=guest, about=letter)
    assert set(refused.value.fields) == {"about"}
    assert not letters.sees(other, letter)


def test_what_is_taken_back_is_seen_no_more(letters: Letters) -> None:
    letter = letters.incoming()
    guest, other = strangers(letters, letter)[:2]
    asked = letters.acquaintance(guest, by="sveta", about=letter)
    commands.comment_card(
        letters.office.actor(guest), card=letter, text="Смотрите", mentions=[letters.office.id(other)]
    )
    assert letters.sees(other, letter)
    withdraw(letters, asked, "sveta")
    assert not letters.sees(guest, letter)
    assert not letters.sees(other, letter), "whom a guest has mentioned goes with the guest"


def test_another_errand_still_shows_it(letters: Letters) -> None:
    letter = letters.incoming()
    guest = strangers(letters, letter)[0]
    asked = letters.acquaintance(guest, by="sveta", about=letter)
    errand = letters.errand(by="director", executor=letters.office.id(guest), about=letter)
    withdraw(letters, asked, "sveta")
    assert letters.sees(guest, letter)
    withdraw(letters, errand, "director")
    assert not letters.sees(guest, letter)


def test_a_part_of_ones_own_stays(letters: Letters) -> None:
    letter = letters.incoming()
    guest = strangers(letters, letter)[0]
    asked = letters.acquaintance(guest, by="sveta", about=letter)
    commands.comment_card(letters.office.actor("sveta"), card=letter, text="Ваше", mentions=[letters.office.id(guest)])
    withdraw(letters, asked, "sveta")
    assert letters.sees(guest, letter)


def test_who_is_named_executor_is_no_guest_any_more(letters: Letters) -> None:
    letter = letters.incoming()
    guest = strangers(letters, letter)[0]
    asked = letters.acquaintance(guest, by="sveta", about=letter)
    letters.assign(letter, executor=guest)
    withdraw(letters, asked, "sveta")
    assert letters.sees(guest, letter)
    letters.acquaintance("alisa", by=guest, about=letter)


def test_asked_again_it_is_shown_again(letters: Letters) -> None:
    letter = letters.incoming()
    guest = strangers(letters, letter)[0]
    asked = letters.acquaintance(guest, by="sveta", about=letter)
    withdraw(letters, asked, "sveta")
    commands.restart_card(letters.office.actor("sveta"), card=asked)
    letters.settle()
    assert letters.sees(guest, letter)
