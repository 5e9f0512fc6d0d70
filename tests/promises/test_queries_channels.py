"""Pages of channels cost as few queries with many deliveries and people as with few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.channels.models import Delivery
from marshrut.kernel import clock
from tests.support import pigeons as support
from tests.support.office import MovingClock, Office, build
from tests.support.pigeons import Pigeons

#: address -> queries at most, for an administrator
LIMITS = {
    "/channels/": 18,
    "/channels/pigeon/": 18,
    "/channels/pigeon/edit/": 18,
    "/channels/rules/": 15,
    "/channels/log/": 21,
    "/channels/log/?state=failed": 21,
    "/profile/notifications/": 17,
    "/notifications/?tab=all": 17,
    "/org/people/{boris}/channels/": 13,
}


@pytest.fixture
def busy(db: None) -> Iterator[Office]:
    with clock.running(MovingClock("2026-07-02 10:00")), support.flying(Pigeons(), Pigeons("crow", "Ворона")):
        office = build()
        support.connect(office)
        support.connect(office, "crow")
        yield office


def more(office: Office) -> None:
    """Each person hears once more, half in vain."""
    for number, name in enumerate(office.people):
        Delivery.objects.create(
            notice=Delivery.objects.count() + 1, person_id=office.id(name), channel="pigeon",
            address=support.found(office, name), state="failed" if number % 2 else "held", why="silent",
            group="decisions", at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("url", LIMITS)
def test_they_cost_no_more_when_there_are_many(busy: Office, client: Client, url: str) -> None:
    client.force_login(busy.people["admin"])
    limit, url = LIMITS[url], url.replace("{boris}", str(busy.id("boris")))

    def cost() -> int:
        client.get(url)  # caches of the process are warm
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    more(busy)
    few = cost()
    for _time in range(4):
        more(busy)
    assert cost() == few <= limit
