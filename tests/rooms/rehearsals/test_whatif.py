"""The past played again: exactly as it was by the old rules, and as it must be by new ones where that is known."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import Settings

from marshrut.definitions import queries as definitions
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from marshrut.rehearsals.whatif import asking, commands, queries, wording
from marshrut.rehearsals.whatif.asking import Question, Told
from marshrut.rehearsals.whatif.changes import EXTRA, Approver, BadChange, Changes, StandIn, with_approver
from tests.support.office import MovingClock, Office, build, drain

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


def test_as_it_was_and_with_a_sooner_reminder(office: Office, now: MovingClock) -> None:
    past.payments(office, now, 9)
    told = ask(now)
    assert told.real == told.unchanged == told.changed
    assert told.real.success == told.real.ended == told.real.cards == 9
    # two working days, two hours to decide, three and a half for the rest
    assert told.real.whole.took.median == 2 * 480 + 120 + 210
    assert (told.as_real, told.drawn, told.lost) == (36, 0, 0)
    # a reminder a day sooner shortens the way by a day
    told = ask(now, Changes({"remind_after": 1}))
    assert told.remind.prompted == 9
    assert (told.remind.moves, told.remind.owed) == (1.0, 1.0)
    assert told.unchanged.whole.took.median - told.changed.whole.took.median == 480
    assert told.unchanged.whole.took.most - told.changed.whole.took.most == 480
    assert told.changed.stages["unit_approval"].took.median == 480 + 120
    assert told.changed.stages["finance"] == told.unchanged.stages["finance"]


def test_with_one_more_approver_and_with_who_stands_in(office: Office, now: MovingClock) -> None:
    past.payments(office, now, 9, heeds=False)
    told = ask(now, Changes(approver=Approver("unit_approval", role="finance_manager")))
    assert told.unchanged.whole.took.median == 60 + 210
    # who has never had such a task answers as with the tasks they had: an hour after the opening
    assert told.changed.whole.took.median == 60 + 60 + 210
    assert told.changed.stages[EXTRA].took.median == 60
    assert (told.as_real, told.drawn, told.lost) == (36, 9, 0)
    # who stands in answers by habit
    away = StandIn(office.id("finance"), office.id("ops"), past.FIRST, now.at)
    told = ask(now, Changes(stand_ins=(away,)))
    assert told.drawn == 9
    assert told.changed.success == 9


def test_the_error_of_the_model_is_known_with_enough_cards(office: Office, now: MovingClock) -> None:
    past.payments(office, now, 12, heeds=False)
    with CaptureQueriesContext(connection) as captured:
        told = ask(now, Changes({"remind_after": 1}))
    # cards, facts (4), chart and shelf as they are kept, absences
    assert len(captured) <= 9
    assert (told.test.cards, told.test.median, told.test.most) == (4, 0, 0)
    assert (told.test.ended, told.test.foretold) == (100, 100)
    with override("ru"):
        assert wording.error(told.test).startswith("Ошибка модели: ±0 %")
        assert wording.verdict(told) == "По этим правилам всё шло бы так же, как шло."
    lead = commands.ask_whatif(office.actor("admin"), card_type="payment_request", months=6, changes=Changes())
    line = queries.whatif(office.actor("admin"), lead["id"])
    assert (line.state, line.told and line.told.real.cards) == ("done", 12)


def test_a_share_that_was_foretold_otherwise_is_said_in_words() -> None:
    with override("ru"):
        same, other = (wording.error(asking.Test(12, 3, 5, 100, share)) for share in (100, 75))
        few = wording.error(asking.Test(2, None, None, 50, 75))
    assert "предсказан" in same
    assert other == f"{same} Из карточек последней трети времени завершились 100 %, а предсказано было 75 %."
    assert few.endswith("Из карточек последней трети времени завершились 50 %, а предсказано было 75 %.")


def test_tasks_nobody_answered_are_seen(office: Office, now: MovingClock) -> None:
    past.payments(office, now, 9)
    now.at = past.FIRST + past.WEEK * 16
    office.request()
    now.to("2026-07-02 10:00")
    told = ask(now)
    assert told.remind.prompted == 10
    assert told.remind.after == 0.9
    assert (told.test.ended, told.test.foretold) == (None, None)


def test_an_empty_past_is_told(office: Office, now: MovingClock) -> None:
    now.to(past.END)
    made = commands.ask_whatif(office.actor("admin"), card_type="payment_request", changes=Changes())
    line = queries.whatif(office.actor("admin"), made["id"])
    assert (line.state, line.told) == ("done", None)


def test_many_cards_are_played_by_the_worker(office: Office, now: MovingClock, monkeypatch: pytest.MonkeyPatch) -> None:
    past.payments(office, now, 3, heeds=False)
    monkeypatch.setattr(commands, "AT_ONCE", 2)
    admin = office.actor("admin")
    made = commands.ask_whatif(admin, card_type="payment_request", months=6, changes=Changes({"remind_after": "1"}))
    assert made["state"] == "waiting"
    drain(now.at)
    line = queries.whatif(admin, made["id"])
    assert line.state == "done"
    assert line.told is not None
    assert line.told.real == line.told.unchanged
    assert line.question.changes.settings == {"remind_after": 1}


def test_only_who_sees_every_card_may_ask(office: Office, now: MovingClock) -> None:
    for name in ("alisa", "boris", "viktor"):
        with pytest.raises(Forbidden):
            commands.ask_whatif(office.actor(name), card_type="payment_request", changes=Changes())
    made = commands.ask_whatif(office.actor("director"), card_type="payment_request", changes=Changes())
    with pytest.raises(NotFound):
        queries.whatif(office.actor("boris"), made["id"])
    assert [one.kind.key for one in queries.routes(office.actor("ops"))] == ["payment_request"]
    assert queries.routes(office.actor("alisa")) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (Changes({"remind_after": "0"}), "remind_after"),
        (Changes({"no_such": "1"}), "no_such"),
        (Changes(approver=Approver("paid", role="director")), "stage"),
        (Changes(approver=Approver("finance", role="nobody")), "approver"),
        (Changes(stand_ins=(StandIn(1, 1),)), "deputy"),
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, now: MovingClock, changes: Changes, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        commands.ask_whatif(office.actor("admin"), card_type="payment_request", changes=changes)
    assert field in refused.value.fields


def test_cards_that_a_source_leads_are_refused_in_words(now: MovingClock) -> None:
    office = build("payments", "edocs")
    with pytest.raises(Invalid) as refused:
        commands.ask_whatif(office.actor("admin"), card_type="edoc", changes=Changes())
    assert "ведёт внешняя система, например 1С" in str(refused.value)


@pytest.mark.parametrize(
    ("card_type", "stage"),
    [("incoming_letter", "answering"), ("logistics", "originals_on_way"), ("logistics", "signed_on_way")],
)
def test_no_approver_stands_after_a_stage_without_tasks(now: MovingClock, card_type: str, stage: str) -> None:
    """Deadline and ladder are those of its task: there is none to take them from."""
    office = build("payments", "letters", "errands", "logistics")
    changes = Changes(approver=Approver(stage, role="director"))
    with pytest.raises(Invalid) as refused:
        commands.ask_whatif(office.actor("admin"), card_type=card_type, changes=changes)
    assert "stage" in refused.value.fields
    kind = definitions.active_for(card_type).pack.card_type(card_type)
    assert kind is not None
    assert changes.approver is not None
    with pytest.raises(BadChange):
        with_approver(kind, changes.approver)
