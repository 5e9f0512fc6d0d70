"""How many SQL queries the pages of orders may cost, however many contacts and shipments there are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from marshrut.cards import commands
from marshrut.crm import commands as crm
from marshrut.kernel import clock
from tests.support.office import MovingClock, drain
from tests.support.orders import POST, Orders, furnish

from .test_queries import count

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(db: None) -> Iterator[Orders]:
    with clock.running(MovingClock("2026-07-02 10:00")):
        yield furnish()


def test_a_task_costs_no_more_with_many_contacts(orders: Orders, client: Client) -> None:
    card = orders.at("send_originals")
    address = f"/inbox/?task={orders.task(card, 'send_originals')}"
    client.force_login(orders.office.people["alisa"])
    few = count(client, address)
    for number in range(6):
        roles = ["accounting"] if number % 2 else ["other"]
        crm.add_contact(orders.office.actor("boris"), name=f"Петров {number}", company=orders.customer, roles=roles)
    assert count(client, address) == few <= 40, few


def test_shipments_of_an_order_cost_no_more_when_there_are_many(orders: Orders, client: Client) -> None:
    card = orders.order()
    client.force_login(orders.office.people["alisa"])

    def send() -> int:
        fields = {"title": "Оригиналы", "about": card, "way": "post", "track": POST, "direction": "from_us"}
        made = commands.create_card(orders.office.actor("alisa"), card_type="shipment", fields=fields)
        drain(clock.now())
        return int(made["card"])

    child = send()
    assert count(client, f"/cards/{child}/way/", part=True) <= 16
    few = count(client, f"/cards/{card}/shipments/", part=True)
    for _time in range(3):
        send()
    assert count(client, f"/cards/{card}/shipments/", part=True) == few <= 16, few
    assert count(client, "/track/check/?way-in=way&number-in=track&way=post&track=8", part=True) <= 4
