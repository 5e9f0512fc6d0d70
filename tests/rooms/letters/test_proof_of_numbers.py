"""The daily proof names letters that fell out of the books, too: a proof of numbers alone could never fail for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from marshrut.cards import commands
from marshrut.kernel import clock
from marshrut.letters import duties
from marshrut.letters.queries import proof
from tests.support import letter_office
from tests.support.letter_office import Letters
from tests.support.office import MovingClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def office(now: MovingClock) -> Letters:
    return letter_office.build(now)


def why(office: Letters) -> list[tuple[str, int | None]]:
    return [(one.why, one.card) for one in proof.counted().outside]


def unsettled(office: Letters) -> int:
    """A letter on the head's desk whose registration never happened."""
    actor = office.office.actor("sveta")
    made = commands.create_card(actor, card_type=letter_office.INCOMING, fields=office.incoming_fields())
    return int(made["card"])


def test_a_letter_whose_registration_never_happened_is_outside(office: Letters, now: MovingClock) -> None:
    card = unsettled(office)
    assert why(office) == []  # the number may be on its way
    now.at += timedelta(minutes=20)
    assert why(office) == [("no_number", card)]
    found = proof.counted()
    assert found.registered == found.live + found.final + len(found.outside)
    office.settle()
    assert why(office) == []


def test_a_letter_withdrawn_needs_no_number(office: Letters, now: MovingClock) -> None:
    commands.withdraw_card(office.office.actor("sveta"), card=unsettled(office), reason="Не нам")
    now.at += timedelta(minutes=20)
    assert why(office) == []


def test_who_looks_after_letters_hears_of_what_fell_out(office: Letters, now: MovingClock) -> None:
    card = unsettled(office)
    now.at += timedelta(minutes=20)
    # before the worker comes to the number, the day is proved
    duties.prove()
    office.settle()
    told = [who for who in ("sveta", "director", "ops", "alisa") if office.told(who, "Письмо выпало из процесса")]
    assert told == ["sveta", "director", "ops"]
    assert office.notices("sveta", "letter_outside").get().card_id == card
