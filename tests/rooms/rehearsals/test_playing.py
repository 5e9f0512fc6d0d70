"""A rehearsal tells what would happen, without anything happening."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from marshrut.cards import queries as cards
from marshrut.definitions import queries as definitions
from marshrut.engine.definition import Definition
from marshrut.engine.state import CardState, ChildState
from marshrut.org import queries as org
from marshrut.rehearsals.playing.asked import Asked, of_json
from marshrut.rehearsals.playing.play import Outcome, Stage, play
from tests.support.office import MovingClock, Office, build
from tests.support.toy import MOSCOW

SINCE = datetime(2026, 7, 2, 10, tzinfo=MOSCOW)


pytestmark = pytest.mark.django_db


@pytest.fixture
def office(now: MovingClock) -> Office:
    now.at = SINCE
    return build()


def stage(card_type: str = "payment_request") -> Stage:
    shelf = definitions.current()
    known = {
        kind.key: Definition(one.pack.key, one.pack.version, kind, shelf.settings_of(one))
        for one in shelf.active
        for kind in one.pack.card_types
    }
    return Stage(card_type, known, org.chart(), shelf.grants)


def told(outcome: Outcome, kind: str) -> list[str]:
    return [f"{one.who}: {one.text}" for one in outcome.lines if one.kind == kind]


def test_a_card_is_played_to_its_end(office: Office) -> None:
    outcome = play(stage(), Asked(SINCE, hours=1))
    assert outcome.figures["cards"] == outcome.figures["success"] == 1
    assert outcome.figures["stuck"] == outcome.figures["late"] == 0
    assert any("Новое задание" in one for one in told(outcome, "message")), outcome.lines


def test_same_question_same_answer(office: Office) -> None:
    asked = Asked(SINCE, cards=20, days=5, seed=7)
    first = play(stage(), asked)
    assert play(stage(), of_json(asked.as_json())) == first
    assert play(stage(), replace(asked, seed=8)) != first


def test_who_is_silent_is_reminded_and_gone_past(office: Office) -> None:
    boris = office.id("boris")
    outcome = play(stage(), Asked(SINCE, hours=1, silent=(boris,), author=office.id("alisa")))
    assert told(outcome, "reminder")
    assert told(outcome, "escalation")
    assert not any(one.kind == "decision" and boris in one.people for one in outcome.lines)


def test_a_real_card_of_somebody_dismissed_is_addressed_anew_at_once(office: Office) -> None:
    card, boris = office.request(), office.id("boris")
    seen = cards.seen(office.actor("alisa"), card)
    asked = Asked(SINCE, hours=1, dismissed=(boris,), card=card)
    outcome = play(replace(stage(), card=(seen.state, SINCE)), asked)
    passed = [one for one in outcome.lines if one.kind == "task" and one.at == SINCE]
    assert passed, outcome.lines
    assert outcome.figures["success"] == 1
    assert not any(one.kind == "decision" and boris in one.people for one in outcome.lines)


def test_a_real_card_that_waits_for_word_from_outside_gets_it(now: MovingClock) -> None:
    now.at = SINCE
    office = build("letters")
    state = CardState(office.id("alisa"), stage="sending", visit=3)
    outcome = play(replace(stage("outgoing_letter"), card=(state, SINCE)), Asked(SINCE, hours=1, card=1))
    assert told(outcome, "stage"), outcome.lines


def test_cards_that_a_real_card_waits_for_are_said_not_to_be_played(now: MovingClock) -> None:
    now.at = SINCE
    office = build("logistics")
    known = (ChildState("shipment", 3), ChildState("shipment", 2, "success"))
    state = CardState(office.id("alisa"), stage="originals_on_way", visit=3, children=known)
    outcome = play(replace(stage("logistics"), card=(state, SINCE)), Asked(SINCE, hours=1, card=1))
    said = "Карточка ждёт другую, которую сама создала. Её ход здесь не сыгран: вестей от неё не будет."
    assert [one.text for one in outcome.lines if said in one.text] == [said]
