"""Rehearsals are asked for, kept, read and tidied; who may is asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.cards.models import Card
from marshrut.jobs.registry import TakenEffect, effects
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from marshrut.rehearsals import commands, queries, working
from marshrut.rehearsals.queries import Narrowed
from tests.support.office import MovingClock, Office, build
from tests.support.toy import MOSCOW

pytestmark = pytest.mark.django_db
SINCE = datetime(2026, 7, 2, 10, tzinfo=MOSCOW)


@pytest.fixture
def office(now: MovingClock) -> Office:
    now.at = SINCE
    return build()


def rehearse(office: Office, by: str = "admin", **how: object) -> int:
    asked = {"hours": 1, "author": office.id("alisa"), **({} if "card" in how else {"card_type": "payment_request"})}
    return int(commands.rehearse(office.actor(by), **{**asked, **how})["rehearsal"])  # type: ignore[arg-type]


def kinds(office: Office, rehearsal: int, by: str = "admin", **narrowed: object) -> list[str]:
    found = queries.lines(office.actor(by), rehearsal, Narrowed(**narrowed))  # type: ignore[arg-type]
    return [one.kind for one in found.rows]


def test_a_short_one_is_there_at_once_and_no_card_is_made(office: Office) -> None:
    number = rehearse(office)
    found = queries.rehearsal(office.actor("admin"), number)
    assert (found.state, found.figures["success"]) == ("done", 1)
    assert not Card.objects.system("test").exists()
    assert "message" in kinds(office, number)
    assert set(kinds(office, number, kind="decision")) == {"decision"}
    assert kinds(office, number, person=office.id("boris"))
    assert not kinds(office, number, card=2)


def test_a_long_one_is_played_by_the_worker(office: Office) -> None:
    number = rehearse(office, cards=60, days=5)
    assert queries.rehearsal(office.actor("admin"), number).state == "waiting"
    effect = TakenEffect(1, "rehearse", "rehearsals", "x", None, {"rehearsal": number}, 1, 1, 2)
    working.play(effect.payload, effect)
    found = queries.rehearsal(office.actor("admin"), number)
    assert (found.state, found.figures["cards"]) == ("done", 60)
    assert "rehearse" in effects


def test_a_real_card_goes_on_with_somebody_silent(office: Office) -> None:
    card = office.request()
    number = rehearse(office, by="alisa", card=card, silent=[office.id("boris")], author=None)
    assert "escalation" in kinds(office, number, by="alisa")
    assert queries.rehearsal(office.actor("alisa"), number).name.endswith("Флаконы 50 мл")
    with pytest.raises(NotFound):  # it quotes a card that administrators do not see
        queries.rehearsal(office.actor("admin"), number)
    assert office.task(card, "approve").state == "open"


def test_who_may_not_is_refused(office: Office) -> None:
    with pytest.raises(Forbidden):
        rehearse(office, by="boris")
    number = rehearse(office)
    with pytest.raises(NotFound):
        queries.rehearsal(office.actor("boris"), number)
    with pytest.raises(NotFound):
        commands.remove_rehearsal(office.actor("boris"), rehearsal=number)
    commands.remove_rehearsal(office.actor("admin"), rehearsal=number)
    assert not queries.rehearsals(office.actor("admin"))


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"cards": 10_001}, "cards"),
        ({"silent": [10**9]}, "silent"),
        ({"hours": -1}, "hours"),
        ({"away": [(10**9, date(2026, 7, 1), date(2026, 7, 2))]}, "away"),
    ],
)
def test_what_cannot_be_played_is_said(office: Office, how: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        rehearse(office, **how)
    assert field in refused.value.fields


def test_old_ones_go(office: Office, now: MovingClock) -> None:
    rehearse(office)
    now.at = SINCE + timedelta(days=91)
    assert commands.tidy_rehearsals(Actor.system()) == 1


def test_a_list_is_one_query(office: Office) -> None:
    for _number in range(3):
        rehearse(office)
    queries.rehearsals(office.actor("admin"))
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert len(queries.rehearsals(office.actor("admin"))) == 3
    assert len(caught) <= 3
