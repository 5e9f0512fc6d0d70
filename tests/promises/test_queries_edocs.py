"""E-documents cost as few queries with many as with few, and no query reads all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.edocs.commands.telling import signal
from marshrut.edocs.models import EDoc
from marshrut.edocs.queries import of_about, programs
from marshrut.edocs.source import Party
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support import bases
from tests.support import papers as support
from tests.support.bases import paper
from tests.support.office import MovingClock
from tests.support.papers import Papers

#: address -> (who looks, queries at most)
LIMITS = {
    "/edocs/": ("director", 24),
    "/edocs/?tab=overdue&kind=act&q=15": ("director", 24),
    "/edocs/unmatched/": ("chief", 16),
    "/companies/{company}/e-documents/": ("director", 26),
    "/deals/{deal}/": ("director", 28),
    "/cards/{card}/": ("director", 40),
}


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def papers(db: None, now: MovingClock) -> Iterator[Papers]:
    with bases.answering() as made, bases.hearing():
        yield support.filled(support.build(now, made))


def more(papers: Papers, number: int) -> None:
    """One of the company and of the deal, one of nobody."""
    mine = paper(f"d{number}", number=f"15-{number}")
    nobody = Party(f"nobody-{number}", f"ООО «Лютик-{number}»")
    papers.read(mine, paper(f"x{number}", counterparty=nobody, number=f"15/{number}"))
    papers.work()


@pytest.mark.parametrize("url", LIMITS)
def test_they_cost_no_more_when_there_are_many(papers: Papers, client: Client, url: str) -> None:
    name, most = LIMITS[url]
    deal = papers.deal(responsible="director")
    client.force_login(papers.office.people[name])
    more(papers, 1)
    address = url.format(company=papers.company.pk, deal=deal.pk, card=papers.doc("d1").card)

    def cost() -> int:
        client.get(address)  # caches of the process are warm
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = cost()
    for number in range(2, 7):
        more(papers, number)
    assert cost() == few <= most


#: documents that are nobody's: as many as make reading all of them dearer than an index
CROWD = 4000
_CROWD = """
INSERT INTO edocs_edoc ({columns})
SELECT {values} FROM edocs_edoc AS one CROSS JOIN generate_series(1, %s) AS crowd(n) WHERE one.ref = 'd1'
"""
_OTHERS = {"card": "-n", "ref": "'crowd-' || n", "company_id": "-1 - mod(n, 300)", "deal_id": "-1 - mod(n, 300)",
           "about_id": "CASE WHEN mod(n, 10) = 0 THEN -n END"}  # fmt: skip


def _crowded() -> None:
    names = [str(one.column) for one in EDoc._meta.local_concrete_fields if not one.primary_key]
    values = ", ".join(_OTHERS.get(name, f"one.{name}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute(_CROWD.format(columns=", ".join(names), values=values), [CROWD])
        cursor.execute("ANALYZE edocs_edoc")


def _read_whole(queries: CaptureQueriesContext) -> list[str]:
    """Questions about documents for which the planner reads all of them."""
    found = []
    with connection.cursor() as cursor:
        for one in queries.captured_queries:
            if "edocs_edoc" in one["sql"] and "%s" not in one["sql"]:
                cursor.execute(f"EXPLAIN {one['sql']}")
                if any("Seq Scan on edocs_edoc" in line for (line,) in cursor.fetchall()):
                    found.append(one["sql"])
    return found


@pytest.mark.parametrize(
    "url", ["/cards/{card}/", "/companies/{company}/e-documents/", "/deals/{deal}/", "/cards/{about}/"]
)
def test_no_address_of_one_thing_reads_all_documents(papers: Papers, client: Client, url: str) -> None:
    deal = papers.deal(responsible="director")
    client.force_login(papers.office.people["director"])
    more(papers, 1)
    _crowded()
    card = papers.doc("d1").card
    address = url.format(company=papers.company.pk, deal=deal.pk, card=card, about=papers.doc("x1").card)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert any("edocs_edoc" in one["sql"] for one in queries)
    assert _read_whole(queries) == []


def test_no_signal_reads_all_documents(papers: Papers) -> None:
    more(papers, 1)
    _crowded()
    card = papers.doc("d1").card
    EDoc.objects.filter(card=card).update(about_id=card)
    with CaptureQueriesContext(connection) as queries:
        assert len(of_about(papers.office.actor("director"), card)) == 1
        signal(Actor.robot("edocs"), card=card)
        programs.unsignalled()
    assert len(queries) > 2
    assert _read_whole(queries) == []
