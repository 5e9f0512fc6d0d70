"""A card that is started again: what people did with its paper meanwhile stays, else the card leads it again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from marshrut.documents import commands
from marshrut.documents.models import Document

from .papers import ROBOT, Desk, desk

CARD: dict[str, Any] = {"card": 12, "field": "contract"}


@pytest.fixture
def at_desk(db: None) -> Desk:
    return desk()


def filed(at_desk: Desk, file: int, visit: int) -> int:
    made = commands.file_from_card(ROBOT, **CARD, kind="contract", file=file, visit=visit, author=at_desk.company.alice)
    return int(made["document"])


def status(key: str, visit: int, **how: Any) -> list[int]:
    return list(commands.process_status(ROBOT, **CARD, status=key, visit=visit, **how)["documents"])


@pytest.mark.parametrize("what", ["registered", "signed", "both"])
def test_what_people_went_on_with_is_left_alone(at_desk: Desk, what: str) -> None:
    file, boris = at_desk.file(), at_desk.actor("boris")
    paper = filed(at_desk, file, 1)
    status("rejected", 2, final=True)
    if what != "signed":
        at_desk.register(paper)
    if what != "registered":
        commands.set_status(boris, document=paper, status="signed")
    kept = Document.objects.get(pk=paper)
    assert filed(at_desk, file, 2) == paper  # the end repeats itself
    again = filed(at_desk, file, 3)
    assert again != paper
    assert filed(at_desk, file, 3) == again
    assert status("approval", 3) == [again]
    commands.process_register(ROBOT, **CARD, on=date(2026, 3, 1))
    assert status("rejected", 4, final=True) == [again]
    after = Document.objects.get(pk=paper)
    assert (after.status_id, after.number, after.owner_card) == (kept.status_id, kept.number, None)
    assert Document.objects.count() == 2


def test_after_its_own_end_a_card_leads_its_paper_again(at_desk: Desk) -> None:
    file = at_desk.file()
    paper = filed(at_desk, file, 1)
    status("rejected", 2, final=True)
    assert filed(at_desk, file, 3) == paper
    assert status("approval", 3) == [paper]
    assert Document.objects.get().owner_card == 12
