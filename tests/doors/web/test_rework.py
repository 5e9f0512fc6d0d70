"""A contract that came back: its author reads why at once, and a return is not taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from marshrut.cards import commands
from marshrut.cards.models import Task
from marshrut.kernel import clock
from marshrut.kernel.errors import Conflict
from tests.support import contract_office
from tests.support.contract_office import Contracts
from tests.support.office import MovingClock

from .conftest import signed_in


@pytest.fixture
def contracts(db: None) -> Iterator[Contracts]:
    now = MovingClock("2026-07-02 10:00")
    with clock.running(now):
        yield contract_office.build(now)


@pytest.fixture
def returned(contracts: Contracts) -> int:
    """Лев approved with a remark, Сергей sent it back."""
    card = contracts.card()
    contracts.decide(card, "check", "checked", "zina")
    contracts.decide(card, "lawyer", "remarks", "lev", reason="Уточните п. 4 <b>")
    contracts.decide(card, "security", "rework", "sergey", reason="Нет выписки")
    return card


def author(contracts: Contracts) -> Client:
    return signed_in(contracts.office, "alisa")


@pytest.mark.parametrize("place", ["/cards/{card}/", "/inbox/?tab=mine&task={task}"])
def test_the_author_reads_why_it_came_back(contracts: Contracts, returned: int, place: str) -> None:
    task = contracts.task(returned, "revise")
    text = author(contracts).get(place.format(card=returned, task=task.id)).content.decode()
    box = text.split("Почему карточка вернулась", 1)[1].split("</ul>", 1)[0]
    assert "Нет выписки" in box
    assert "Уточните п. 4 &lt;b&gt;" in box
    assert "Возвращён на доработку" in box or "На доработку" in box


def test_the_author_is_shown_no_requisites_for_rework(contracts: Contracts, returned: int) -> None:
    task = contracts.task(returned, "revise")
    text = author(contracts).get(f"/inbox/?tab=mine&task={task.id}").content.decode()
    assert "Скопировать все реквизиты" not in text
    assert "ИНН" not in text.split("<main", 1)[1]


def test_the_task_leads_to_where_the_card_is_corrected(contracts: Contracts, returned: int) -> None:
    """The task asks for it, and what is to be corrected stands on the card only."""
    task, link = contracts.task(returned, "revise"), f'href="/cards/{returned}/#card-fields"'
    assert link in author(contracts).get(f"/inbox/?tab=mine&task={task.id}").content.decode()
    assert link not in author(contracts).get(f"/cards/{returned}/").content.decode()
    fresh = contracts.card()
    other = contracts.task(fresh, "check")
    clerk = signed_in(contracts.office, "zina")
    assert "Исправить в карточке" not in clerk.get(f"/inbox/?tab=mine&task={other.id}").content.decode()


def test_a_fresh_card_came_back_from_nowhere(contracts: Contracts) -> None:
    card = contracts.card()
    assert "Почему карточка вернулась" not in author(contracts).get(f"/cards/{card}/").content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ru", "Возврат на доработку отменить нельзя"), ("en", "A return for rework cannot be undone")],
)
def test_a_return_cannot_be_undone_and_it_is_said(
    contracts: Contracts, returned: int, language: str, sentence: str
) -> None:
    task = Task.objects.system("test").get(card_id=returned, key="security", state="done")
    with translation.override(language), pytest.raises(Conflict) as refusal:
        commands.undo_decision(contracts.office.actor("sergey"), task=task.id)
    with translation.override(language):
        assert sentence in str(refusal.value)


def test_no_undo_is_offered_with_a_return(contracts: Contracts) -> None:
    card = contracts.card()
    task = contracts.task(card, "check")
    sent = {
        "outcome": "rework",
        "reason": "Нет спецификации",
        "target": "card",
        "version": contracts.state(card).edition,
    }
    answer = signed_in(contracts.office, "zina").post(
        f"/tasks/{task.id}/complete", sent, headers={"hx-request": "true"}
    )
    assert contracts.state(card).stage == "rework"
    assert "undo" not in answer.headers.get("HX-Trigger", "")
