"""Real workers at once: no number is asked about twice; nothing is open in the database while the network is used."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection

from marshrut.integrations.carriers import polling
from marshrut.integrations.carriers.cdek import Cdek
from marshrut.kernel import clock
from marshrut.shipments.models import Shipment
from marshrut.shipments.tracking import FetchResult
from tests.support.carriers.shipping import Shipping

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
