"""Who changes a paper: its author while it is a draft, keepers always, nobody by hand what a card leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marshrut.documents import commands, queries
from marshrut.documents.models import Document, Kind
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from tests.support import company

from .papers import ROBOT, SYSTEM, Desk, desk

DAY = date(2026, 3, 2)
ON_CARD: dict[str, Any] = {"card": 12, "field": "contract"}


@pytest.fixture
def at_desk(db: None) -> Desk:
    return desk()


def changes(at_desk: Desk, actor: Actor, paper: int) -> dict[str, Callable[[], Any]]:
    """By the name of what the page says about it."""
    file = at_desk.file("boris" if actor.person_id == at_desk.company.boris else "alice")
    return {
        "add_version": lambda: commands.add_version(actor, document=paper, file=file),
        "set_status": lambda: commands.set_status(actor, document=paper, status="check"),
        "date": lambda: commands.date_document(actor, document=paper, signed_on=DAY),
        "rename": lambda: commands.rename_document(actor, document=paper, title="Договор, пункт 5 другой"),
        "remove": lambda: commands.remove_document(actor, document=paper, reason="Лишний"),
    }


def signed(at_desk: Desk) -> int:
    paper = at_desk.paper()
    commands.set_status(at_desk.actor("boris"), document=paper, status="signed")
    return paper


def registered(at_desk: Desk) -> int:
    paper = at_desk.paper()
    at_desk.register(paper)
    return paper


def void(at_desk: Desk) -> int:
    paper = registered(at_desk)
    commands.void_number(at_desk.actor("boris"), document=paper, reason="Ошибка")
    return paper


def let_go(at_desk: Desk) -> int:
    made = commands.file_from_card(
        ROBOT, **ON_CARD, kind="contract", file=at_desk.file(), visit=1, author=at_desk.company.alice
    )
    commands.process_status(ROBOT, **ON_CARD, status="rejected", visit=2, final=True)
    return int(made["document"])


@pytest.mark.parametrize("make", [signed, registered, void, let_go])
def test_what_is_a_draft_no_more_is_changed_by_keepers_only(at_desk: Desk, make: Callable[[Desk], int]) -> None:
    paper, alice, boris = make(at_desk), at_desk.actor("alice"), at_desk.actor("boris")
    before = Document.objects.get(pk=paper)
    page = queries.document_page(alice, paper)
    for name, act in changes(at_desk, alice, paper).items():
        with pytest.raises(Forbidden) as found:
            act()
        assert str(found.value) == page.may.why_sealed
        assert getattr(page.may, name) is False
    assert Document.objects.get(pk=paper).version == before.version
    may = queries.document_page(boris, paper).may
    assert (may.add_version, may.set_status, may.date, may.rename, may.why_sealed) == (True, True, True, True, "")
    commands.rename_document(boris, document=paper, title="Договор № 5")


def test_authors_tend_their_drafts(at_desk: Desk) -> None:
    paper, alice = at_desk.paper(), at_desk.actor("alice")
    for name, act in changes(at_desk, alice, paper).items():
        assert getattr(queries.document_page(alice, paper).may, name) is True
        act()


def test_a_final_status_is_set_by_keepers(at_desk: Desk) -> None:
    paper, alice = at_desk.paper(), at_desk.actor("alice")
    with pytest.raises(Forbidden, match="Подписан"):
        commands.set_status(alice, document=paper, status="signed")
    assert queries.document_page(alice, paper).may.set_final is False
    assert queries.document_page(at_desk.actor("boris"), paper).may.set_final is True
    commands.set_status(at_desk.actor("boris"), document=paper, status="signed")


def test_while_a_card_leads_a_paper_nobody_numbers_or_dates_it_by_hand(at_desk: Desk) -> None:
    """A number by hand would forestall the one that the process gives."""
    boris = at_desk.actor("boris")
    paper = commands.file_from_card(
        ROBOT, **ON_CARD, kind="contract", file=at_desk.file(), visit=1, author=at_desk.company.alice
    )["document"]
    by_hand: list[Callable[[], Any]] = [
        lambda: commands.register_document(boris, document=paper),
        lambda: commands.date_document(boris, document=paper, signed_on=DAY),
        lambda: commands.date_document(boris, document=paper, organisation=None),
    ]
    for act in by_hand:
        with pytest.raises(Refused) as found:
            act()
        assert found.value.code == "owned_by_card"
    may = queries.document_page(boris, paper).may
    assert (may.register, may.date, may.void, may.rename) == (False, False, False, True)
    commands.process_register(ROBOT, **ON_CARD)
    with pytest.raises(Refused) as found:
        commands.void_number(boris, document=paper, reason="Ошибка")
    assert found.value.code == "owned_by_card"
    assert queries.document_page(boris, paper).may.void is False
    commands.rename_document(boris, document=paper, title="Договор № 5")
    with pytest.raises(Forbidden):
        commands.rename_document(at_desk.actor("alice"), document=paper, title="Мой договор")


@pytest.mark.parametrize("blank", ["\u200b\u200b", "\u202e\ufeff", "\u2066 \u2069", "\u3164\u2800", "\u0301"])
def test_a_title_of_signs_nobody_sees_is_empty(at_desk: Desk, blank: str) -> None:
    paper, boris = at_desk.paper(), at_desk.actor("boris")
    with pytest.raises(Invalid):
        commands.rename_document(boris, document=paper, title=blank)
    with pytest.raises(Invalid):
        commands.add_folder(SYSTEM, name=blank)
    assert queries.document_page(boris, at_desk.paper(title=blank)).row.title == "Договор поставки"


def test_signs_that_turn_the_text_round_are_left_out(at_desk: Desk) -> None:
    paper = at_desk.paper(title="Договор\u202e xcod\u200b.5")
    assert Document.objects.get(pk=paper).title == "Договор xcod.5"
    commands.add_folder(SYSTEM, name="Спорные")
    with pytest.raises(Conflict):
        commands.add_folder(SYSTEM, name="Спор\u200bные")


def test_a_folder_of_a_hidden_kind_is_not_there(at_desk: Desk) -> None:
    """Its id would open its name: in the answer, in the history, on the page."""
    hidden = Kind.objects.get(key="order").folder
    company.role("hr")
    below = commands.add_folder(SYSTEM, name="Увольнение Иванова", parent=hidden.pk)["id"]
    mine = commands.add_folder(SYSTEM, name="Претензии")["id"]
    commands.edit_kind(SYSTEM, kind="order", readers=["role:hr"], adders=["role:hr"])
    boris, paper = at_desk.actor("boris"), at_desk.paper()
    for folder in (hidden.pk, below, 999_999):
        with pytest.raises(NotFound) as moved:
            commands.move_document(boris, document=paper, folder=folder)
        with pytest.raises(NotFound) as added:
            at_desk.paper(folder=folder)
        assert str(moved.value) == str(added.value)
    assert Document.objects.count() == 1
    commands.move_document(boris, document=paper, folder=mine)
