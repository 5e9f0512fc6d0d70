"""An e-document that is seen as signed ends the order by itself (A0.6)."""

from __future__ import annotations

import pytest

from marshrut.cards import commands
from marshrut.kernel.errors import Conflict
from tests.support.desk import MAIL
from tests.support.logistics_office import Logistics


def test_it_closes_the_final_task_with_a_link(logistics: Logistics) -> None:
    card = logistics.reach("originals_sent")
    logistics.signal(card, "signed_edo", fields={"edo_link": "https://1c.example/doc/17"})
    known = logistics.fields(card)
    assert (logistics.stage(card), logistics.open(card)) == ("done", [])
    assert (known["channel"], known["edo_link"]) == ("edo", "https://1c.example/doc/17")
    assert logistics.told("alisa", "подписаны по ЭДО")


def test_a_task_that_sleeps_is_closed_as_well(logistics: Logistics) -> None:
    card = logistics.reach("originals_sent")
    until = logistics.now().replace(day=7)
    task = logistics.task(card, "get_signed").pk
    commands.pause_task(logistics.office.actor("alisa"), task=task, until=until, reason="Согласуют")
    logistics.signal(card, "signed_edo")
    assert (logistics.stage(card), logistics.open(card)) == ("done", [])
    logistics.now.until(until)
    assert logistics.stage(card) == "done"


def test_before_the_originals_left_it_is_not_heard(logistics: Logistics) -> None:
    card = logistics.reach("sending")
    with pytest.raises(Conflict):
        commands.signal_card(MAIL, card=card, key="signed_edo")
    assert logistics.open(card) == ["send_originals"]
