"""The shipments of the shipped pack: each stage hears what carriers say."""

from __future__ import annotations

from typing import Any

from marshrut.cards import commands as cards
from marshrut.shipments import commands, queries
from marshrut.shipments.rules.statuses import STATUSES
from marshrut.shipments.types import shipment_types
from tests.support.office import install
from tests.support.parcels import NUMBER, OTHER, ROBOT, Parcels


def shipment(parcels: Parcels, **changes: Any) -> int:
    install("logistics")
    fields = {"title": "Акты", "way": "cdek", "track": NUMBER, "direction": "to_us", **changes}
    made = cards.create_card(parcels.office.actor("alisa"), card_type="shipment", fields=fields)
    parcels.settle()
    return int(made["card"])


def test_it_comes_waits_and_is_received(parcels: Parcels) -> None:
    card = shipment(parcels)
    parcels.later(minutes=30)
    parcels.say("in_transit")
    parcels.poll()
    parcels.later(hours=4)
    parcels.say("arrived")
    parcels.poll()
    assert parcels.stage(card) == "arrived"
    assert parcels.office.task(card, "fetch").assignee_id == parcels.office.id("alisa")
    parcels.later(days=1)
    parcels.say("delivered")
    parcels.poll()
    assert (parcels.stage(card), parcels.fields(card)["delivered_on"]) == ("delivered", "2026-11-06")
    assert queries.shipment(parcels.office.actor("alisa"), card).line.state == "delivered"


def test_a_wrong_number_is_corrected_in_the_task(parcels: Parcels) -> None:
    card = shipment(parcels)
    for _time in range(20):
        parcels.later(hours=4)
        parcels.poll()
    assert (parcels.stage(card), parcels.row(card).trouble) == ("problem", "not_found")
    assert "номер" in parcels.fields(card)["trouble"]
    parcels.office.complete(card, "settle", "follow", "alisa", fields={"way": "cdek", "track": OTHER})
    parcels.settle()
    row = parcels.row(card)
    assert (parcels.stage(card), row.number, row.trouble, row.place) == ("tracking", OTHER, "", "")
    assert parcels.fields(card).get("trouble") is None
    parcels.later(minutes=30)
    parcels.say("delivered", number=OTHER)
    parcels.poll()
    assert parcels.stage(card) == "delivered"


def test_seen_to_without_another_number_it_is_not_told_again(parcels: Parcels) -> None:
    card = shipment(parcels)
    parcels.later(minutes=30)
    parcels.say("delivery_failed")
    parcels.poll()
    parcels.office.complete(card, "settle", "follow", "alisa")
    parcels.settle()
    parcels.later(hours=5)
    parcels.poll()
    assert (parcels.stage(card), queries.troubles(parcels.office.actor("alisa"))) == ("tracking", 0)


def test_news_that_come_late_do_not_take_back_what_a_person_said(parcels: Parcels) -> None:
    card = shipment(parcels)
    parcels.later(minutes=30)
    parcels.say("in_transit")
    taken = commands.take_due(ROBOT, carrier="cdek")
    parcels.answer(taken)
    cards.move_card(parcels.office.actor("alisa"), card=card, to="delivered")
    parcels.settle()
    assert (parcels.fields(card)["status"], parcels.fields(card)["delivered_on"]) == ("in_transit", "2026-11-05")


def test_it_knows_every_status(parcels: Parcels) -> None:
    install("logistics")
    for card_type in shipment_types().values():
        assert card_type.shipment is not None
        choices = {one.key for one in card_type.fields[card_type.shipment.status].choices}
        assert choices == set(STATUSES), card_type.key


def test_taken_up_again_after_sixty_days_it_is_asked_about_again(parcels: Parcels) -> None:
    card = shipment(parcels)
    parcels.later(minutes=30)
    parcels.say("in_transit")
    parcels.poll()
    for days in (59, 1):
        parcels.later(days=days)
        parcels.poll()
    assert (parcels.stage(card), parcels.row(card).trouble) == ("problem", "too_long")
    parcels.office.complete(card, "settle", "follow", "alisa")
    parcels.settle()
    assert parcels.stage(card) == "tracking"
    assert queries.shipment(parcels.office.actor("alisa"), card).line.silence == ""
    parcels.later(days=1)
    assert parcels.poll() == 1
    parcels.later(days=59)  # and said again when nothing comes of it
    parcels.poll()
    assert parcels.stage(card) == "problem"
    parcels.office.complete(card, "settle", "follow", "alisa")
    parcels.settle()
    parcels.later(days=1)
    parcels.say("delivered")
    parcels.poll()
    assert parcels.stage(card) == "delivered"


def test_a_number_nobody_knows_is_asked_about_for_three_days_more(parcels: Parcels) -> None:
    card = shipment(parcels)
    for _time in range(20):
        parcels.later(hours=4)
        parcels.poll()
    assert parcels.stage(card) == "problem"
    parcels.office.complete(card, "settle", "follow", "alisa")
    for _time in range(19):
        parcels.later(hours=4)
        parcels.poll()
    assert parcels.stage(card) == "problem"
    assert parcels.heard(card) == ["trouble", "trouble"]
