"""Paperwork that waits for a signature is told once, when all of its documents are signed (A0.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from marshrut.cards.models import Card, CardContent
from marshrut.edocs import commands, working
from marshrut.edocs.queries import of_about
from marshrut.history.models import Event
from tests.support import papers as support
from tests.support.bases import ROBOT, Answers, paper, signed
from tests.support.office import MovingClock
from tests.support.papers import Papers

ORDER = "П-1205"


@pytest.fixture
def papers(db: None, now: MovingClock, answers: Answers, heard: list[int]) -> Papers:
    return support.filled(support.build(now, answers, "logistics"))


def _order(papers: Papers, number: str = ORDER, stage: str = "originals_sent", **fields: Any) -> int:
    """An order whose originals are under way: a row of its own, however it came there."""
    from marshrut.cards import commands as cards

    made = cards.create_card(
        papers.office.actor("alisa"),
        card_type="logistics",
        fields={"order_number": number, "customer": papers.company.pk, "direct": True, **fields},
    )
    card = int(made["card"])
    row = Card.objects.system("test").get(pk=card)
    _stand(card, stage, row.visit)
    return card


def _stand(card: int, stage: str, visit: int) -> None:
    Card.objects.system("test").filter(pk=card).update(stage=stage, stage_kind="work", visit=visit)


def _stage(card: int) -> str:
    return Card.objects.system("test").get(pk=card).stage


def test_signed_documents_end_the_paperwork(papers: Papers) -> None:
    order = _order(papers)
    sent = paper(comment=f"по заявке {ORDER}")
    papers.read(sent)
    assert papers.doc().about_id == order
    papers.read(signed(sent))
    papers.work()
    assert _stage(order) == "done"
    assert f"/cards/{papers.doc().card}/" in CardContent.objects.system("test").get(card_id=order).fields["edo_link"]
    assert [one.card for one in of_about(papers.office.actor("chief"), order)] == [papers.doc().card]
    papers.read(signed(sent, version="9", comment="другое"))
    working.reconcile()
    papers.work()
    assert Event.objects.filter(subject=f"card:{order}", kind="card.signalled").count() <= 1


def test_all_of_them_must_be_signed(papers: Papers) -> None:
    order = _order(papers)
    first, second = paper("a", contract=ORDER), paper("b", contract=ORDER, kind="upd")
    papers.read(first, second)
    papers.read(signed(first))
    papers.work()
    assert _stage(order) == "originals_sent"
    papers.read(signed(second))
    papers.work()
    assert _stage(order) == "done"


def test_two_that_fit_are_none(papers: Papers) -> None:
    _order(papers, "П-1", deal=papers.deal().pk)
    _order(papers, "П-2", deal=papers.deal().pk)
    papers.read(paper())
    assert papers.doc().about_id is None


def test_a_stage_that_does_not_listen_yet_hears_it_later(papers: Papers) -> None:
    order = _order(papers)
    sent = paper(comment=ORDER)
    papers.read(sent)
    _stand(order, "sending", Card.objects.system("test").get(pk=order).visit)
    papers.read(signed(sent))
    papers.work()
    working.reconcile()
    assert not papers.doc().signal_told
    _stand(order, "originals_sent", Card.objects.system("test").get(pk=order).visit)
    working.reconcile()
    assert papers.doc().signal_told
    assert _stage(order) == "done"


def test_what_came_with_the_first_filling_tells_nobody(db: None, now: MovingClock, answers: Answers) -> None:
    papers = support.build(now, answers, "logistics")
    order = _order(papers)
    papers.read(signed(paper(comment=ORDER)))
    working.reconcile()
    papers.work()
    assert papers.doc().about_id is None
    assert _stage(order) == "originals_sent"


def test_a_person_puts_it_there(papers: Papers) -> None:
    order = _order(papers)
    done = signed(paper(kind="waybill"))
    papers.read(done)
    assert papers.doc().about_id is None
    commands.link_edoc(papers.office.actor("ops"), card=papers.doc().card, about=order)
    papers.work()
    assert _stage(order) == "done"


def test_revoked_later_nothing_is_undone(papers: Papers) -> None:
    order = _order(papers)
    sent = paper(comment=ORDER)
    papers.read(sent)
    papers.read(signed(sent))
    papers.work()
    papers.read(replace(signed(sent), version="r", status="revoked"))
    papers.work()
    assert _stage(order) == "done"
    assert commands.signal(ROBOT, card=order) == {"card": order, "told": False}
