"""A rehearsal tells what would happen, without anything happening."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from marshrut.definitions import queries as definitions
from marshrut.engine.definition import Definition
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
