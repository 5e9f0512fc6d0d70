"""Threads of the shipped letters, as the secretary and the executor make them."""

from __future__ import annotations

import pytest

from marshrut.letters import queries
from marshrut.letters.models import Letter
from tests.support import letter_office
from tests.support.letter_office import Letters
from tests.support.office import MovingClock


@pytest.fixture
def letters(db: None, now: MovingClock) -> Letters:
    return letter_office.build(now)


def test_an_answer_stands_in_the_thread_of_its_letter(letters: Letters) -> None:
    incoming = letters.incoming()
    letters.assign(incoming)
    outgoing = letters.reply(incoming)
    thread = queries.thread(letters.office.actor("sveta"), incoming)
    assert [one.card for one in thread.letters] == [incoming, outgoing]
    first, answer = thread.letters
    assert (first.direction, answer.direction) == ("in", "out")
    assert first.number
    assert first.dated is not None
    assert (first.their_number, first.subject) == ("17/08", "О переносе срока поставки")
    assert [(one.kind, one.because, one.other) for one in answer.links if one.outward] == [("reply", "field", incoming)]
    assert letters.office.id("alisa") in first.people
    assert [one.name for one in first.files] == ["Входящее.pdf"]  # the draft of our answer is not theirs


def test_their_answer_by_mail_finds_our_letter_by_its_number(letters: Letters) -> None:
    outgoing = letters.outgoing()
    letters.approve(outgoing)
    letters.send(outgoing)
    number = Letter.objects.get(card=outgoing).number
    assert number
    mailed = letters.from_mail(body=f"На Ваш исх. № {number} сообщаем, что оплата прошла.")
    told = queries.letter_of(letters.office.actor("sveta"), mailed)
    assert told is not None
    assert [(one.kind, one.because, one.other) for one in told.links] == [("reply", "number", outgoing)]
    sent = queries.letter_of(letters.office.actor("sveta"), outgoing)
    assert sent is not None
    assert sent.lacks_their_number
    lacking = queries.listing(letters.office.actor("sveta"), queries.Filter(no_their_number=True)).lines
    assert [one.card for one in lacking] == [outgoing]


def test_a_stranger_sees_none_of_it(letters: Letters) -> None:
    incoming = letters.incoming()
    viktor = letters.office.actor("viktor")
    assert queries.letter_of(viktor, incoming) is None
    assert queries.listing(viktor, queries.Filter()).lines == ()
    assert queries.of_project(viktor, letters.project).heads == ()
