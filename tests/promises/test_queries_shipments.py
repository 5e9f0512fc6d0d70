"""Shipments, carriers and skips cost as few queries with many as with few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.kernel import clock
from tests.support import parcels, skipping
from tests.support.office import MovingClock, install_pack
from tests.support.parcels import Parcels

#: address -> (who looks, queries at most)
LIMITS = {
    "/shipments/": ("director", 14),
    "/shipments/?state=transit&way=cdek&q=акты": ("director", 16),
    "/carriers/": ("admin", 16),
    "/carriers/cdek/": ("admin", 16),
    "/skips/": ("director", 9),
    "/skips/list/?what=skipped": ("director", 10),
}


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def busy(db: None, now: MovingClock) -> Iterator[Parcels]:
    with parcels.connected(now) as made:
        install_pack(skipping.pack())
        yield made


def more(office: Parcels) -> None:
    office.parcel(about=office.note())
    skipping.done(office.office)
    skipping.skipped(office.office, "viktor")


@pytest.mark.parametrize("url", LIMITS)
def test_they_cost_no_more_when_there_are_many(busy: Parcels, client: Client, url: str) -> None:
    name, most = LIMITS[url]
    client.force_login(busy.office.people[name])

    def cost() -> int:
        client.get(url)  # caches of the process are warm
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    more(busy)
    few = cost()
    for _number in range(5):
        more(busy)
    assert cost() == few <= most
