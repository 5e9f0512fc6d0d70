"""Several people at the console, and who has read or done what was asked about a card."""

from __future__ import annotations

import pytest

from marshrut.cards.models import CardContent, Task
from tests.support import missives
from tests.support.office import Office, install_pack

from .program import Program


@pytest.fixture
def card(office: Office) -> int:
    install_pack(missives.pack())
    return office.request()


def asked(marshrut: Program, office: Office, card: int) -> int:
    readers = [part for name in ("viktor", "ops") for part in ("--field", f"readers={office.id(name)}")]
    fields = ["--field", "title=Счёт", "--field", f"about={card}", *readers]
    return int(marshrut.json("card", "create", "notice", *fields, by="alisa")["card"])


def test_a_field_named_several_times_takes_several_people(marshrut: Program, office: Office, card: int) -> None:
    made = asked(marshrut, office, card)
    held = CardContent.objects.system("test").get(card_id=made).fields
    assert held["readers"] == [office.id("viktor"), office.id("ops")]
    shown = marshrut.done("card", "show", made, by="alisa")
    assert ", ".join(office.people[name].short_name for name in ("viktor", "ops")) in shown


def test_who_has_read_and_who_has_not(marshrut: Program, office: Office, card: int) -> None:
    made = asked(marshrut, office, card)
    task = Task.objects.system("test").get(card_id=made, assignee=office.people["viktor"])
    marshrut.done("task", "complete", task.pk, "read", by="viktor")
    (line,) = marshrut.json("card", "about", card, by="alisa")
    assert {one["person"]: one["state"] for one in line["people"]} == {
        office.id("viktor"): "done",
        office.id("ops"): "open",
    }
    said = marshrut.done("card", "about", card, by="alisa")
    assert "Ознакомлен(а)" in said
    assert office.people["ops"].short_name in said


def test_strangers_are_told_nothing(marshrut: Program, card: int) -> None:
    answers = {marshrut.refused("card", "about", number, by="viktor") for number in (card, card + 10_000)}
    assert len(answers) == 1


def test_marks_of_open_tasks_are_said(marshrut: Program, office: Office, card: int) -> None:
    assert marshrut.json("card", "show", card, by="alisa")["badges"] == []
