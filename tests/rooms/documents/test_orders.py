"""Papers of an order lie in «Клиенты/<company>/Заявки/<order>» (S0.19) and follow it."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.documents import commands, queries
from marshrut.documents.models import Document, Folder
from tests.support import company

from .papers import ROBOT, SYSTEM, Desk, desk

CARD: dict[str, Any] = {"card": 12, "field": "scans", "kind": "order_paper", "several": True}


@pytest.fixture
def at_desk(db: None) -> Desk:
    return desk()


def filed(at_desk: Desk, file: int, order: str = "З-104", **how: Any) -> int:
    how = {"visit": 1, "author": at_desk.company.alice, "links": [("company", at_desk.ours[1])], **how}
    return int(commands.file_from_card(ROBOT, file=file, order=order, **{**CARD, **how})["document"])


def path(document: int) -> tuple[str, ...]:
    return queries.document_page(SYSTEM, document).path


def test_papers_of_an_order_lie_together(at_desk: Desk) -> None:
    first, second = filed(at_desk, at_desk.file()), filed(at_desk, at_desk.file())
    assert path(first) == path(second) == ("Клиенты", "Завод", "Заявки", "З-104")
    assert Folder.objects.filter(name="З-104").count() == 1
    assert filed(at_desk, at_desk.file(), order="З-105", card=13) not in (first, second)


def test_what_has_no_number_or_customer_yet_has_a_place(at_desk: Desk) -> None:
    assert path(filed(at_desk, at_desk.file(), order="")) == ("Клиенты", "Завод", "Заявки", "Без номера заявки")
    assert path(filed(at_desk, at_desk.file(), links=[])) == ("Клиенты", "Без контрагента", "Заявки", "З-104")
    assert path(filed(at_desk, at_desk.file(), order="\u200b"))[-1] == "Без номера заявки"


def test_an_added_paper_of_the_kind_lies_with_its_company(at_desk: Desk) -> None:
    paper = at_desk.paper(kind="order_paper", links=[("company", at_desk.ours[1])])
    assert path(paper) == ("Клиенты", "Завод", "Заявки", "Без номера заявки")


def test_another_number_moves_the_papers_and_clears_the_folder(at_desk: Desk) -> None:
    file = at_desk.file()
    paper = filed(at_desk, file, order="З-140")
    assert filed(at_desk, file, order="З-104") == paper
    assert path(paper)[-1] == "З-104"
    assert not Folder.objects.filter(name="З-140").exists()
    moved = queries.document_page(SYSTEM, paper).timeline[-1]
    assert (moved.kind, moved.values["from"]) == ("document.moved", "Клиенты / Завод / Заявки / З-140")
    filed(at_desk, file, links=[("company", at_desk.ours[0])])
    assert path(paper) == ("Клиенты", "Парфюм", "Заявки", "З-104")
    assert not Folder.objects.filter(name="Завод").exists()
    assert Folder.objects.filter(name="Клиенты").exists()


def test_a_folder_with_something_in_it_stays(at_desk: Desk) -> None:
    file = at_desk.file()
    filed(at_desk, at_desk.file(), order="З-140", visit=1)
    filed(at_desk, file, order="З-140")
    filed(at_desk, file, order="З-104")
    assert Folder.objects.filter(name="З-140").exists()


def test_what_a_person_laid_elsewhere_stays_there(at_desk: Desk) -> None:
    file = at_desk.file()
    paper = filed(at_desk, file)
    place = commands.add_folder(SYSTEM, name="Спорные")["id"]
    row = Document.objects.get()
    company.role("operations_manager", at_desk.company.boris)
    commands.move_document(at_desk.actor("boris"), document=paper, folder=place)
    assert filed(at_desk, file, order="З-999") == paper
    assert path(paper) == ("Спорные",)
    assert Document.objects.get().version > row.version


def test_the_same_number_moves_nothing(at_desk: Desk) -> None:
    file = at_desk.file()
    paper = filed(at_desk, file)
    before = len(queries.document_page(SYSTEM, paper).timeline)
    filed(at_desk, file)
    assert len(queries.document_page(SYSTEM, paper).timeline) == before
