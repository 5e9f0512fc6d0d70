"""The company leads its orders by hand: no tasks, the same stages and demands (S0.1)."""

from __future__ import annotations

import pytest

from marshrut.cards import queries, reconcile
from marshrut.kernel.errors import Conflict, Invalid
from tests.support.logistics_office import NUMBER, SHIPMENT, WRONG, Logistics
from tests.support.office import MovingClock


@pytest.fixture
def by_hand(logistics: Logistics) -> Logistics:
    logistics.settings(mode="manual")
    return logistics


def test_the_whole_way(by_hand: Logistics) -> None:
    card = by_hand.order()
    for stage in ("scans_sent", "scans_received"):
        by_hand.move(card, stage)
    by_hand.edit(card, carrier_way="post", carrier_track=NUMBER)
    by_hand.move(card, "originals_on_way")
    by_hand.signal(by_hand.child(card, SHIPMENT), "delivered")
    assert by_hand.stage(card) == "originals_received"
    by_hand.move(card, "sending")
    by_hand.edit(card, way="by_hand", sent_on="2026-07-02")
    by_hand.move(card, "originals_sent")
    by_hand.edit(card, channel="paper", signed_scan=[by_hand.file()])
    by_hand.move(card, "done")
    assert (by_hand.stage(card), by_hand.open(card), by_hand.events(card, "task.opened")) == ("done", [], [])


def test_stages_demand_what_they_demand(by_hand: Logistics) -> None:
    card = by_hand.order()
    for stage in ("scans_sent", "scans_received"):
        by_hand.move(card, stage)
    with pytest.raises(Invalid) as refusal:
        by_hand.move(card, "originals_on_way")
    assert set(refusal.value.fields) == {"carrier_way"}
    with pytest.raises(Invalid) as refusal:
        by_hand.edit(card, carrier_way="post", carrier_track=WRONG)
    assert set(refusal.value.fields) == {"carrier_track"}
    by_hand.move(card, "originals_received")
    by_hand.move(card, "sending")
    with pytest.raises(Invalid) as refusal:
        by_hand.move(card, "originals_sent")
    assert set(refusal.value.fields) == {"way", "sent_on"}
    with pytest.raises(Invalid) as refusal:
        by_hand.edit(card, way="by_hand", sent_on="2026-07-03")
    assert set(refusal.value.fields) == {"sent_on"}
    by_hand.edit(card, direct=True)
    by_hand.move(card, "originals_sent")
    by_hand.edit(card, channel="paper")
    with pytest.raises(Invalid) as refusal:
        by_hand.move(card, "done")
    assert set(refusal.value.fields) == {"signed_scan"}
    by_hand.edit(card, channel="edo")
    by_hand.move(card, "done")


def test_a_step_back(by_hand: Logistics) -> None:
    card = by_hand.order()
    by_hand.move(card, "scans_sent")
    by_hand.move(card, "scans")
    assert by_hand.stage(card) == "scans"


def test_who_forgets_a_card_is_reminded_and_then_the_manager_too(by_hand: Logistics, now: MovingClock) -> None:
    by_hand.order()
    now.to("2026-07-07 18:00")
    assert len(by_hand.told("alisa", "стоит на месте")) == 1
    assert by_hand.told("ops", "давно стоят на одной стадии") == []
    now.to("2026-07-24 18:00")
    assert by_hand.told("ops", "давно стоят на одной стадии")
    assert reconcile.findings() == []


def test_by_tasks_the_author_takes_no_step_back(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    for to in ("scans_sent", "originals_received"):
        with pytest.raises((Conflict, Invalid)):
            logistics.move(card, to)
    logistics.move(card, "scans_sent", by="ops")
    assert logistics.stage(card) == "scans_sent"


def test_when_the_company_changes_its_mind_nothing_is_stuck(logistics: Logistics) -> None:
    """A task that is open stays; a card without one gets it when the manager carries it back a step."""
    with_task, without = logistics.reach("scans_received"), logistics.reach("scans_sent", order_number="1255")
    logistics.settings(mode="manual")
    logistics.move(without, "scans_received")
    assert (logistics.open(with_task), logistics.open(without)) == (["track_carrier"], [])
    logistics.decide(with_task, "track_carrier", "skip", "alisa", because="have_originals")
    assert (logistics.stage(with_task), logistics.open(with_task)) == ("originals_received", [])
    logistics.settings(mode="auto")
    logistics.move(without, "scans_sent", by="ops")
    logistics.move(without, "scans_received")
    assert logistics.open(without) == ["track_carrier"]
    assert reconcile.findings() == []


@pytest.mark.parametrize("stage", ["scans", "scans_received", "originals_received", "sending", "originals_sent"])
def test_a_card_led_by_hand_goes_on_by_hand_when_tasks_are_back(by_hand: Logistics, stage: str) -> None:
    """Whoever made it can carry it on; the next stage has its task."""
    card = by_hand.order()
    further = {
        "scans": [], "scans_received": ["scans_sent", "scans_received"],
        "originals_received": ["scans_sent", "scans_received", "originals_received"],
        "sending": ["scans_sent", "scans_received", "originals_received", "sending"],
        "originals_sent": ["scans_sent", "scans_received", "originals_received", "sending", "originals_sent"],
    }  # fmt: skip
    for there in further[stage]:
        if there == "originals_sent":
            by_hand.edit(card, way="by_hand", sent_on="2026-07-02")
        by_hand.move(card, there)
    assert (by_hand.stage(card), by_hand.open(card)) == (stage, [])
    by_hand.settings(mode="auto")
    seen = queries.card(by_hand.office.actor("alisa"), card)
    forward = {"scans": "scans_sent", "originals_sent": "signed_on_way", "sending": "originals_sent"}
    assert forward.get(stage, "originals_received" if stage == "scans_received" else "sending") in seen.moves


def test_by_tasks_no_move_jumps_over_a_task(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    assert "originals_received" not in queries.card(logistics.office.actor("ops"), card).moves
