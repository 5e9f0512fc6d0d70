"""Registration journals: what the book says, what the card knows, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from marshrut.kernel import clock
from marshrut.letters.queries import journals
from tests.support.mailroom import Mailroom, mailroom
from tests.support.office import MovingClock


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def room(db: None, now: MovingClock) -> Mailroom:
    return mailroom()


def test_the_incoming_journal_says_what_became_of_a_letter(room: Mailroom) -> None:
    card = room.incoming("О переносе срока")
    room.assign(card, term="2026-07-10")
    answer = room.answer(card)
    room.approve(answer)
    room.send(answer)
    (line,) = journals.page(room.actor("vera"), "letter_in", journals.Wanted()).lines
    assert (line.number, line.on) == ("ВХ-0001/26", date(2026, 7, 2))
    assert (line.partner, line.their_number, line.their_date) == ("Стеклозавод", "117-и", date(2026, 7, 1))
    assert (line.subject, line.executor, line.term) == ("О переносе срока", room.id("alisa"), date(2026, 7, 10))
    assert (line.stage, line.stage_kind, line.answers) == ("Исполнено", "success", ("ИСХ-0001/26",))
    (sent,) = journals.page(room.actor("vera"), "letter_out", journals.Wanted()).lines
    assert (sent.number, sent.partner, sent.answers) == ("ИСХ-0001/26", "Стеклозавод", ("ВХ-0001/26",))
    assert (sent.way, sent.track, sent.sent_on) == ("Почта", "80081234567890", date(2026, 7, 2))
