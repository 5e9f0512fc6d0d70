"""Several workers, killed and late ones: no number is asked about twice, nothing said is lost or counted twice."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models.functions import Now

from marshrut.integrations.carriers import polling
from marshrut.integrations.carriers.cdek import Cdek
from marshrut.kernel import clock
from marshrut.shipments import commands, tracking
from marshrut.shipments.models import Shipment, ShipmentEvent
from marshrut.shipments.tracking import FetchResult
from tests.support.carriers.accounts import CDEK, known
from tests.support.carriers.shipping import Shipping
from tests.support.parcels import ROBOT

NUMBERS = [f"10{at:08}" for at in range(40)]


@pytest.mark.django_db(transaction=True)
def test_four_workers_share_what_is_due(shipping: Shipping) -> None:
    row = shipping.row(shipping.ship("cdek", NUMBERS[0]))
    columns = [one.attname for one in Shipment._meta.concrete_fields if one.attname != "id"]
    same = {name: getattr(row, name) for name in columns}
    others = [Shipment(**{**same, "card": 900_000 + at, "number": number}) for at, number in enumerate(NUMBERS[1:])]
    Shipment.objects.bulk_create(others)
    shipping.parcels.now.at = shipping.parcels.now.at.replace(hour=23)
    asked: list[str] = []
    open_ones: list[bool] = []
    together = Barrier(4)

    def answer(_self: Any, numbers: Any, _account: Any) -> FetchResult:
        open_ones.append(connection.in_atomic_block)
        asked.extend(numbers)
        return FetchResult(not_found=list(numbers))

    def work() -> None:
        try:
            together.wait(10)
            polling.poll("cdek")
        finally:
            connection.close()

    with clock.running(shipping.parcels.now), patch.object(Cdek, "fetch", answer), patch.object(Cdek, "batch", 7):
        workers = [Thread(target=work) for _ in range(4)]
        for one in workers:
            one.start()
        for one in workers:
            one.join(30)
    assert sorted(asked) == sorted(NUMBERS)
    assert not any(open_ones)
    assert not Shipment.objects.filter(polls=0).exists()


def test_two_workers_do_not_ask_about_one_shipment(shipping: Shipping) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek"))
    shipping.ship("cdek")
    shipping.parcels.later(minutes=30)
    provider = tracking.provider("cdek")
    assert provider is not None
    real, asked = provider.fetch, []

    def slowly(numbers: Any, account: Any) -> Any:
        asked.append(polling.poll("cdek"))  # the other worker, while this one waits for the carrier
        return real(numbers, account)

    with patch.object(type(provider), "fetch", side_effect=slowly):
        assert polling.poll("cdek") == 1
    assert asked == [0]


def test_a_worker_killed_between_the_answer_and_its_record(shipping: Shipping) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek", "arrived"))
    card = shipping.ship("cdek")
    shipping.parcels.later(minutes=30)
    with patch.object(commands, "record_poll", side_effect=SystemExit), pytest.raises(SystemExit):
        polling.poll("cdek")
    assert polling.poll("cdek") == 0  # whoever took it may still be at work
    Shipment.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert polling.poll("cdek") == 1
    shipping.parcels.settle()
    assert (shipping.stage(card), shipping.said(card)) == ("arrived", ["accepted", "arrived"])
    assert shipping.parcels.heard(card).count("arrived") == 1


def test_an_answer_that_came_too_late_changes_nothing(shipping: Shipping) -> None:
    """Its lease was over and somebody else has asked since."""
    shipping.carriers["cdek"].knows(CDEK, known("cdek", "arrived"))
    card = shipping.ship("cdek")
    shipping.parcels.later(minutes=30)
    late = commands.take_due(ROBOT, carrier="cdek")
    Shipment.objects.update(lease_until=Now() - timedelta(seconds=1))
    polling.poll("cdek")
    gone = tracking.FetchResult(not_found=[CDEK])
    assert commands.record_poll(ROBOT, carrier="cdek", lease=late["lease"], result=gone)["recorded"] == 0
    assert (shipping.row(card).note, ShipmentEvent.objects.count()) == ("", 2)


def test_a_number_corrected_while_the_carrier_was_asked(shipping: Shipping) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek", "delivered"))
    card = shipping.ship("cdek")
    shipping.parcels.later(minutes=30)
    provider = tracking.provider("cdek")
    assert provider is not None
    real = provider.fetch

    def meanwhile(numbers: Any, account: Any) -> Any:
        shipping.parcels.edit(card, track="1077777777")
        return real(numbers, account)

    with patch.object(type(provider), "fetch", side_effect=meanwhile):
        polling.poll("cdek")
    shipping.parcels.settle()
    assert (shipping.stage(card), shipping.said(card)) == ("tracking", [])
