"""What people put on the card itself counts as much as what they put through the register."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from marshrut.cards import commands as cards
from marshrut.edocs import commands, telling
from marshrut.edocs.models import EDoc
from tests.support.bases import ROBOT, paper
from tests.support.papers import Papers


def test_a_deal_put_on_the_card_is_kept(papers: Papers) -> None:
    papers.read(paper())
    deal = papers.deal(company=papers.company)
    ops = papers.office.actor("ops")
    cards.edit_card(ops, card=papers.doc().card, fields={"deal": deal.pk})
    papers.work()
    assert (papers.doc().deal_id, papers.doc().by_hand) == (deal.pk, ["deal"])
    papers.read(paper(version="2", status="viewed"))
    papers.work()
    assert papers.fields()["deal"] == deal.pk


def test_what_the_base_says_this_very_moment_does_not_overwrite_it(papers: Papers) -> None:
    papers.read(paper())
    deal, _other = papers.deal("Первая"), papers.deal("Вторая")
    papers.read(paper(version="2", status="viewed"))  # the card is not told yet
    cards.edit_card(papers.office.actor("ops"), card=papers.doc().card, fields={"deal": deal.pk})
    commands.tell(ROBOT, documents=[papers.doc().card])
    assert papers.fields()["deal"] == deal.pk
    assert (papers.fields()["status"], papers.doc().deal_id) == ("viewed", deal.pk)


def test_telling_is_repeated_and_killed_without_harm(papers: Papers) -> None:
    papers.read(paper())
    papers.read(paper(version="2", status="viewed"))
    with patch.object(telling, "values_of", side_effect=RuntimeError), pytest.raises(RuntimeError):
        commands.tell(ROBOT, documents=[papers.doc().card])
    assert papers.doc().told < papers.doc().change
    for _again in range(2):
        commands.tell(ROBOT, documents=[papers.doc().card])
    version = papers.card().version
    papers.work()
    assert papers.card().version == version
    assert papers.doc().told == papers.doc().change


def test_what_no_effect_told_is_told_after_all(papers: Papers) -> None:
    from marshrut.edocs import working

    papers.read(paper())
    EDoc.objects.update(change=5, status="viewed")
    working.reconcile()
    assert papers.fields()["status"] == "viewed"
    assert papers.doc().told == 5
