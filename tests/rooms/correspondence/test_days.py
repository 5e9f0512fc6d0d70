"""Days of letters lie on their side of today; what could not be sent says why and gives no more time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marshrut.cards import leaving, queries
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.letters.leaving import why_not
from tests.support.letter_office import ACQUAINTANCE, Letters
from tests.support.office import MovingClock
from tests.support.toy import msk

BY_EMAIL = {"email": "office@steklo.example"}


def ready(letters: Letters) -> int:
    card = letters.outgoing(signatory=letters.office.id("director"))
    while letters.stage(card) == "approval":
        letters.approve(card, letters.holders(card)[0])
    return card


def test_a_letter_is_not_of_a_day_to_come(letters: Letters) -> None:
    letters.incoming(their_date="2026-06-01")
    letters.incoming(their_date="2026-07-02")
    with pytest.raises(Invalid) as refused:
        letters.incoming(their_date="2026-07-03")
    assert "ещё не наступил" in str(refused.value.fields["their_date"])


def test_what_a_mail_says_of_its_day_is_taken_as_it_is(letters: Letters) -> None:
    card = letters.from_mail(their_date="2026-07-09")
    assert letters.fields(card)["their_date"] == "2026-07-09"


def test_a_new_term_is_not_over_already(letters: Letters) -> None:
    card = letters.incoming()
    with pytest.raises(Invalid) as refused:
        letters.assign(card, term="2026-07-01")
    assert "уже прошёл" in str(refused.value.fields["term"])
    letters.assign(card, term="2026-07-02")


def test_a_term_that_passed_meanwhile_hinders_nobody(letters: Letters, now: MovingClock) -> None:
    card = letters.incoming()
    letters.assign(card, term="2026-07-02")
    now.at = msk("2026-07-06 10:00")
    letters.decide(card, "execute", "back", "alisa", reason="Не моё")
    letters.assign(card, executor="boris", term="2026-07-02")
    assert letters.holders(card) == ["boris"]


def test_nothing_was_sent_tomorrow(letters: Letters) -> None:
    card = ready(letters)
    with pytest.raises(Invalid) as refused:
        letters.send(card, "post", sent_on="2026-12-31")
    assert set(refused.value.fields) == {"sent_on"}


def test_what_did_not_leave_is_as_late_as_before_and_says_why(letters: Letters, now: MovingClock) -> None:
    card = ready(letters)
    due = letters.task(card, "send").due_at
    assert due is not None
    now.at = due + timedelta(days=5)
    letters.decide(card, "send", "by_email", "sveta", fields=BY_EMAIL)
    letters.signal(card, "send_failed", note="Такого адреса нет")
    assert letters.stage(card) == "dispatch"
    assert letters.task(card, "send").due_at == due
    assert letters.fields(card)["not_left"] == "Такого адреса нет"
    assert not letters.fields(card).get("way")
    letters.send(card, "post", sent_on="2026-07-02")
    assert not letters.fields(card).get("not_left")


def test_without_a_mailbox_nothing_happens(letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(leaving._asks, "send_letter", why_not)
    card = ready(letters)
    with pytest.raises(Conflict, match="нет ящика"):
        letters.decide(card, "send", "by_email", "sveta", fields=BY_EMAIL)
    assert (letters.stage(card), letters.open(card)) == ("dispatch", ["send"])
    letters.send(card, "post", sent_on="2026-07-02")


def test_who_asked_has_the_list_and_everybody_on_the_letter_sees_who_has_read(letters: Letters) -> None:
    card = letters.incoming(addressee=letters.office.id("director"))
    number = letters.fields(card)["reg_number"]
    letters.assign(card, readers=[letters.office.id("viktor")])
    asked = letters.child(card, ACQUAINTANCE)
    assert letters.state(asked).author == letters.office.id("director")
    assert letters.fields(asked)["number"] == number
    (seen,) = queries.about(letters.office.actor("alisa"), card)
    assert (seen.id, seen.open) == (asked, False)
    (seen,) = queries.about(letters.office.actor("director"), card)
    assert seen.open
