"""Real connections side by side: one reader wins, one document becomes one card, one turn is one turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from marshrut.edocs import commands
from marshrut.edocs.models import EDoc, Turn
from marshrut.kernel import clock
from marshrut.kernel.errors import Conflict
from tests.support import bases
from tests.support import papers as support
from tests.support.bases import ROBOT, paper
from tests.support.office import MovingClock
from tests.support.papers import Papers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def papers(transactional_db: None) -> Iterator[Papers]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving), bases.answering() as made, bases.hearing():
        yield support.filled(support.build(moving, made))


def _together(*works: Callable[[], Any]) -> list[Any]:
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(n: int, work: Callable[[], Any]) -> None:
        gate.wait()
        try:
            found[n] = work()
        except Conflict as why:
            found[n] = why.code  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, work)) for n, work in enumerate(works)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_one_of_many_readers_gets_the_base(papers: Papers) -> None:
    found = _together(*[lambda: commands.take_base(ROBOT, base="main", lane="changes")] * 4)
    assert sum(one is not None for one in found) == 1


def test_the_same_answer_twice_at_once_is_one_document(papers: Papers) -> None:
    taken = commands.take_base(ROBOT, base="main", lane="changes")
    assert taken is not None
    said = [paper(f"d{n}") for n in range(5)]
    found = _together(
        *[lambda: commands.record_documents(ROBOT, base="main", lease=taken["lease"], documents=said)] * 3
    )
    assert sorted(one["new"] for one in found) == [0, 0, 5]
    assert (EDoc.objects.count(), Turn.objects.count()) == (5, 5)


def test_two_clocks_strike_once(papers: Papers) -> None:
    papers.read(*[paper(f"d{n}") for n in range(5)])
    papers.later(days=30)
    _together(*[lambda: commands.tick_overdue(ROBOT)] * 3)
    assert Turn.objects.filter(event="overdue").count() == 5
    assert Turn.objects.filter(event="critical").count() == 5


def test_a_card_is_told_once_by_two_workers(papers: Papers) -> None:
    papers.read(paper())
    papers.read(paper(version="2", status="viewed"))
    card = papers.doc().card
    found = _together(*[lambda: commands.tell(ROBOT, documents=[card])] * 3)
    assert sorted(one["told"] for one in found) == [0, 0, 1]
