"""The past played again: exactly as it was by the old rules, and as it must be by new ones where that is known."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from marshrut.rehearsals.whatif import asking
from marshrut.rehearsals.whatif.asking import Question, Told
from marshrut.rehearsals.whatif.changes import Approver, Changes, StandIn
from tests.support.office import MovingClock, Office, build

from . import past

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> None:
    settings.FILES = tmp_path / "files"


@pytest.fixture
def office(now: MovingClock) -> Office:
    now.at = past.FIRST - timedelta(days=3)
    return build()


def ask(now: MovingClock, changes: Changes | None = None) -> Told:
    told = asking.ask(Question("payment_request", past.SINCE, now.at, changes or Changes()))
    assert told is not None
    return told


def test_by_the_same_rules_everything_is_as_it_was(office: Office, now: MovingClock) -> None:
    past.payments(office, now, 9)
    told = ask(now)
    assert told.real == told.unchanged == told.changed
    assert told.real.success == told.real.ended == told.real.cards == 9
    # two working days, two hours to decide, three and a half for the rest
    assert told.real.whole.took.median == 2 * 480 + 120 + 210
    assert (told.as_real, told.drawn, told.lost) == (36, 0, 0)


def test_a_reminder_a_day_sooner_shortens_the_way_by_a_day(office: Office, now: MovingClock) -> None:
    past.payments(office, now, 9)
    told = ask(now, Changes({"remind_after": 1}))
    assert told.remind.prompted == 9
    assert (told.remind.moves, told.remind.owed) == (1.0, 1.0)
    assert told.unchanged.whole.took.median - told.changed.whole.took.median == 480
    assert told.unchanged.whole.took.most - told.changed.whole.took.most == 480
    assert told.changed.stages["unit_approval"].took.median == 480 + 120
    assert told.changed.stages["finance"] == told.unchanged.stages["finance"]
