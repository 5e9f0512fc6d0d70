"""«Длится более 24 часов!»: on every stage, to author and responsible, once, in their working hours (S1.12, S1.13)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from marshrut.definitions import commands as definitions
from marshrut.jobs.models import Timer
from tests.support.contract_office import Contracts
from tests.support.office import SYSTEM, MovingClock
from tests.support.toy import msk

Way = Callable[[Contracts, int], None]


def checked(contracts: Contracts, card: int) -> None:
    contracts.decide(card, "check", "checked", "zina")


def reviewed(contracts: Contracts, card: int) -> None:
    checked(contracts, card)
    for key, person in (("lawyer", "lev"), ("finance", "finance"), ("security", "sergey")):
        contracts.decide(card, key, "approved", person)


def signed_by_us(contracts: Contracts, card: int) -> None:
    contracts.approve(card)
    contracts.decide(card, "sign", "signed", "director")


def sent_back(contracts: Contracts, card: int) -> None:
    contracts.decide(card, "check", "rework", "zina", reason="Нет спецификации")


STAGES: list[tuple[str, Way, str]] = [
    ("check", lambda _contracts, _card: None, "Процедура проверки договора длится более 24 часов!"),
    ("approval", checked, "Процедура согласования договора длится более 24 часов!"),
    ("heads", reviewed, "Процедура согласования договора руководителями длится более 24 часов!"),
    (
        "signing",
        lambda contracts, card: contracts.approve(card),
        "Процедура подписания договора длится более 24 часов!",
    ),
    ("countersigning", signed_by_us, "Процедура подписания договора контрагентом длится более 24 часов!"),
    ("rework", sent_back, "Доработка договора длится более 24 часов!"),
]
each_stage = pytest.mark.parametrize(("stage", "way", "said"), STAGES, ids=[stage for stage, _way, _said in STAGES])


@each_stage
def test_24_hours_on_a_stage_remind_author_and_responsible(
    contracts: Contracts, now: MovingClock, stage: str, way: Way, said: str
) -> None:
    card = contracts.card(responsible=contracts.office.id("viktor"))
    way(contracts, card)
    assert contracts.state(card).stage == stage
    now.to("2026-07-03 09:59")
    assert contracts.reminded("alisa") == []
    now.to("2026-07-03 10:01")
    for who in ("alisa", "viktor"):
        assert contracts.reminded(who) == [(said, msk("2026-07-03 10:00"))]
    assert contracts.reminded("zina") == contracts.reminded("boris") == []


@each_stage
def test_each_stage_has_a_switch_of_its_own(
    contracts: Contracts, now: MovingClock, stage: str, way: Way, said: str
) -> None:
    definitions.change_settings(SYSTEM, pack="contracts", values={f"slow_{stage}": "0"})
    card = contracts.card()
    way(contracts, card)
    assert not Timer.objects.filter(subject=card, state="armed", key="stage/slow").exists()
    now.to("2026-07-03 18:00")
    assert said not in [text for text, _at in contracts.reminded("alisa")]


def test_the_hours_are_those_of_the_setting(contracts: Contracts, now: MovingClock) -> None:
    definitions.change_settings(SYSTEM, pack="contracts", values={"slow_check": "48"})
    contracts.card()
    now.to("2026-07-03 18:00")
    assert contracts.reminded("alisa") == []
    now.to("2026-07-06 09:00")
    assert [text for text, _at in contracts.reminded("alisa")] == ["Процедура проверки договора длится более 48 часов!"]


def test_author_and_responsible_in_one_person_get_one_notice(contracts: Contracts, now: MovingClock) -> None:
    """A1.3: unless somebody is named, the author is responsible."""
    card = contracts.card()
    assert contracts.state(card).fields["responsible"] == contracts.office.id("alisa")
    now.to("2026-07-03 10:30")
    assert len(contracts.reminded("alisa")) == 1


def test_over_a_weekend_there_is_one_notice_on_monday(contracts: Contracts, now: MovingClock) -> None:
    """D18: due on Saturday and on Sunday, told when the working day begins."""
    now.to("2026-07-03 12:00")
    contracts.card()
    now.to("2026-07-06 08:59")
    assert contracts.reminded("alisa") == []
    now.to("2026-07-06 11:59")
    assert [at for _text, at in contracts.reminded("alisa")] == [msk("2026-07-06 09:00")]
    now.to("2026-07-06 12:30")  # and again: every 24 hours
    assert [at for _text, at in contracts.reminded("alisa")] == [msk("2026-07-06 09:00"), msk("2026-07-06 12:00")]


def test_a_stage_that_is_left_reminds_no_more(contracts: Contracts, now: MovingClock) -> None:
    now.to("2026-07-02 19:00")
    card = contracts.card()
    now.to("2026-07-03 19:30")  # waits for Monday morning
    assert Timer.objects.filter(subject=card, state="armed", key__startswith="tell/slow/").count() == 1
    contracts.decide(card, "check", "checked", "zina")
    now.to("2026-07-06 09:30")
    assert "проверки" not in " ".join(text for text, _at in contracts.reminded("alisa"))


def test_silence_goes_up_the_same_ladder_as_payments(contracts: Contracts, now: MovingClock) -> None:
    """S4.9–S4.12, S4.2: two working days, an hour, the operations manager decides instead."""
    card = contracts.card()
    now.to("2026-07-06 09:59")
    assert not contracts.notices("zina", "reminder").exists()
    now.to("2026-07-06 11:00")
    assert contracts.notices("zina", "reminder").count() == 1
    assert contracts.task(card, "check").also == [contracts.office.id("ops")]
    contracts.decide(card, "check", "checked", "ops")
    assert contracts.state(card).stage == "approval"
