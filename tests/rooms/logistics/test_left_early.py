"""A card that goes on before the card it made is there: that one learns it all the same, once."""

from __future__ import annotations

from marshrut.cards import commands
from marshrut.cards.models import Card, Child
from tests.support.desk import MAIL
from tests.support.logistics_office import NUMBER, SHIPMENT, Logistics


def left_early(logistics: Logistics) -> int:
    """Saved, and marked as received in the same breath: no worker came between."""
    card, alice = logistics.reach("scans_received"), logistics.office.actor("alisa")
    given = {"carrier_way": "post", "carrier_track": NUMBER}
    task = logistics.task(card, "track_carrier").pk
    commands.complete_task(alice, task=task, outcome="saved", fields=given)
    commands.move_card(alice, card=card, to="originals_received")
    assert not Card.objects.system("test").filter(parent_id=card).exists()
    return card


def test_it_is_made_and_told(logistics: Logistics) -> None:
    card = left_early(logistics)
    logistics.settle()
    assert logistics.stage(logistics.child(card, SHIPMENT)) == "stopped"
    assert (logistics.stage(card), logistics.open(card)) == ("originals_received", ["upload_scans"])
    assert Child.objects.system("test").get(card_id=card).state == "left"


def test_being_told_again_changes_nothing(logistics: Logistics) -> None:
    card = left_early(logistics)
    logistics.settle()
    shipment = logistics.child(card, SHIPMENT)
    visit = Child.objects.system("test").get(card_id=card).visit
    before = logistics.events(shipment, "card.moved")
    again = commands.child_left(MAIL, card=card, key="shipment", visit=visit, signal="not_needed")
    assert (again, logistics.events(shipment, "card.moved")) == ({}, before)


def test_of_a_child_that_never_was_nothing_is_said(logistics: Logistics) -> None:
    assert commands.child_left(MAIL, card=logistics.order(), key="shipment", visit=9, signal="not_needed") == {}
