"""Pages of bases cost as few queries with many documents and readings as with few."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support import bases
from tests.support.desk import Desk
from tests.support.edocs import office_of_edocs
from tests.support.office import MovingClock

#: address -> queries at most, for an administrator
LIMITS = {
    "/onec/": 17,
    "/onec/new/": 14,
    "/onec/main/": 19,
    "/onec/main/edit/": 17,
    "/onec/main/terms/": 17,
    "/onec/main/mapping/": 17,
    "/onec/main/oddities/": 21,
}


@pytest.fixture
def busy(db: None, now: MovingClock) -> Iterator[Desk]:
    with bases.answering():
        desk = office_of_edocs(now)
        bases.connect(desk.office)
        yield desk


def more(desk: Desk, number: int) -> None:
    odd = {"status": "unknown", "raw_status": "Новое", "oddities": ("странно",)}
    bases.say(bases.found(str(number), **odd), lane="first", desk=desk)


@pytest.mark.parametrize("url", LIMITS)
def test_they_cost_no_more_when_there_are_many(busy: Desk, client: Client, url: str) -> None:
    client.force_login(busy.office.people["admin"])
    numbers = count(1)

    def cost() -> int:
        client.get(url)  # caches of the process are warm
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    more(busy, next(numbers))
    few = cost()
    for _time in range(4):
        more(busy, next(numbers))
    assert cost() == few <= LIMITS[url]
