"""What is on its way is a card of its own: it moves the order or gives its task back, and may be ended by hand."""

from __future__ import annotations

import pytest

from marshrut.cards import commands, reconcile
from marshrut.kernel.errors import Conflict, Invalid
from tests.support.desk import MAIL
from tests.support.logistics_office import NUMBER, SHIPMENT, WRONG, Logistics
from tests.support.office import MovingClock


def test_arrived_it_is_fetched_and_the_order_goes_on(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    shipment = logistics.track(card)
    logistics.signal(shipment, "arrived", fields={"status": "arrived", "last_event": "Прибыло в отделение"})
    assert (logistics.open(shipment), logistics.holders(shipment)) == (["fetch"], ["alisa"])
    assert logistics.stage(card) == "originals_on_way"
    logistics.decide(shipment, "fetch", "received", "alisa")
    assert (logistics.stage(shipment), logistics.fields(shipment)["delivered_on"]) == ("delivered", "2026-07-02")
    assert (logistics.stage(card), logistics.open(card)) == ("originals_received", ["upload_scans"])


def test_what_we_sent_nobody_of_ours_fetches(logistics: Logistics) -> None:
    shipment = logistics.parcel(direction="from_us")
    logistics.signal(shipment, "arrived")
    assert (logistics.stage(shipment), logistics.open(shipment)) == ("arrived", [])
    assert reconcile.findings() == []
    logistics.move(shipment, "delivered")
    assert logistics.stage(shipment) == "delivered"


def test_news_change_nothing_but_what_is_known(logistics: Logistics) -> None:
    shipment = logistics.parcel()
    logistics.signal(shipment, "moved", fields={"status": "in_transit", "last_event": "Покинуло сортировочный центр"})
    assert (logistics.stage(shipment), logistics.fields(shipment)["status"]) == ("tracking", "in_transit")


def test_trouble_is_somebodys_task(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    shipment = logistics.track(card)
    logistics.signal(shipment, "trouble", note="Возвращается отправителю")
    assert (logistics.stage(shipment), logistics.open(shipment)) == ("problem", ["settle"])
    assert logistics.fields(shipment)["trouble"] == "Возвращается отправителю"
    with pytest.raises(Invalid) as refusal:
        logistics.decide(shipment, "settle", "follow", "alisa", fields={"track": WRONG})
    assert set(refusal.value.fields) == {"track"}
    logistics.decide(shipment, "settle", "follow", "alisa", fields={"way": "cdek", "track": "1234567890"})
    known = logistics.fields(shipment)
    assert (logistics.stage(shipment), known["track"], known.get("trouble")) == ("tracking", "1234567890", None)
    assert logistics.stage(card) == "originals_on_way"


def test_what_will_not_come_gives_the_task_back(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    shipment = logistics.track(card)
    logistics.signal(shipment, "trouble", note="Утрачено")
    with pytest.raises(Invalid):
        logistics.decide(shipment, "settle", "stop", "alisa")
    logistics.decide(shipment, "settle", "stop", "alisa", reason="Перевозчик потерял")
    assert (logistics.stage(shipment), logistics.stage(card)) == ("stopped", "scans_received")
    assert logistics.open(card) == ["track_carrier"]
    second = logistics.track(card, "by_hand", None)
    assert (second != shipment, logistics.stage(second)) == (True, "tracking")


def test_sixty_days_without_an_end_are_looked_at(logistics: Logistics, now: MovingClock) -> None:
    shipment = logistics.parcel(way="by_hand", track=None)
    now.to("2026-08-30 10:00")
    assert logistics.stage(shipment) == "tracking"
    assert logistics.told("alisa", "Отправление ещё в пути")
    now.to("2026-09-01 10:00")
    assert (logistics.stage(shipment), logistics.open(shipment)) == ("problem", ["settle"])


@pytest.mark.parametrize("how", ["by_hand", "withdraw", "edo"])
def test_a_shipment_that_is_left_behind_is_followed_no_more(logistics: Logistics, how: str) -> None:
    card = logistics.reach("originals_sent")
    back = logistics.track_back(card)
    if how == "by_hand":
        logistics.move(card, "originals_sent")
        assert logistics.open(card) == ["get_signed"]
    elif how == "withdraw":
        commands.withdraw_card(logistics.office.actor("alisa"), card=card)
        logistics.settle()
    else:
        logistics.signal(card, "signed_edo")
        assert logistics.stage(card) == "done"
    assert logistics.stage(back) == "stopped"
    assert logistics.stage(card) != "signed_on_way"


def test_received_by_hand_is_enough(logistics: Logistics) -> None:
    """A0.8."""
    card = logistics.reach("scans_received")
    shipment = logistics.track(card, "pek", "АРМВКОИ-12/2303")
    logistics.move(shipment, "delivered")
    assert logistics.stage(card) == "originals_received"


def test_whoever_takes_the_task_over_sees_the_order(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    shipment = logistics.track(card)
    logistics.signal(shipment, "arrived")
    task = logistics.task(shipment, "fetch").pk
    commands.forward_task(logistics.office.actor("alisa"), task=task, to=logistics.office.id("viktor"), reason="Рядом")
    logistics.settle()
    assert logistics.sees("viktor", shipment)
    logistics.decide(shipment, "fetch", "received", "viktor")
    assert logistics.stage(card) == "originals_received"


def test_a_late_word_of_a_carrier_is_not_heard(logistics: Logistics) -> None:
    shipment = logistics.parcel()
    logistics.move(shipment, "delivered")
    with pytest.raises(Conflict):
        commands.signal_card(MAIL, card=shipment, key="trouble", note="Возвращается")
    assert logistics.stage(shipment) == "delivered"


def test_several_orders_have_shipments_of_their_own(logistics: Logistics) -> None:
    first, second = logistics.reach("originals_on_way"), logistics.reach("originals_on_way", order_number="1255")
    mine, other = logistics.child(first, SHIPMENT), logistics.child(second, SHIPMENT)
    assert (mine != other, logistics.fields(other)["track"]) == (True, NUMBER)
    logistics.signal(other, "delivered")
    assert (logistics.stage(first), logistics.stage(second)) == ("originals_on_way", "originals_received")
