"""Pages of reactions cost as few queries with much that fired as with little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.automation.models import Reaction
from marshrut.kernel import clock
from marshrut.org import revision
from tests.support import bases
from tests.support import papers as support
from tests.support.office import MovingClock
from tests.support.papers import Papers
from tests.support.reacting import only, sign

#: address -> queries at most, for an administrator who sees the documents
LIMITS = {
    "/reactions/": 19,
    "/reactions/new/?do=notify": 18,
    "/reactions/new/?do=move_deal": 17,
    "/reactions/log/": 23,
    "/reactions/try/": 14,
    "/deals/stages/": 15,
    "/deals/stages/new/": 15,
}


@pytest.fixture
def papers(db: None) -> Iterator[Papers]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving), bases.answering() as answers:
        made = support.filled(support.build(moving, answers, "payments"))
        made.deal()
        director = made.office.people["director"]
        director.is_admin = True
        director.save()
        revision.bump()
        yield made


@pytest.mark.parametrize("url", LIMITS)
def test_they_cost_no_more_when_much_fired(papers: Papers, client: Client, url: str) -> None:
    client.force_login(papers.office.people["director"])
    only(papers, "invoice")
    only(papers, "move_deal", stage="contract_signed")
    only(papers, "notify", whom="manager", bases=["main"])

    def cost() -> int:
        client.get(url)  # caches of the process are warm
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def more(ref: str) -> None:
        Reaction.objects.filter(key=None).update(active=True)
        sign(papers, ref=ref, number=ref)

    more("1")
    few = cost()
    for ref in ("2", "3", "4"):
        more(ref)
    assert cost() == few <= LIMITS[url]
