"""What programs and lists ask of cards."""

from __future__ import annotations

import pytest

from marshrut.cards import commands, queries
from marshrut.kernel.errors import NotFound
from marshrut.org import commands as org
from tests.support.office import SYSTEM, Office


def test_task_of_any_round_with_what_the_reader_may_do(office: Office) -> None:
    card = office.request()
    first = office.task(card, "approve").pk
    view, task = queries.task(office.actor("boris"), first)
    assert (view.id, task.id, task.right) == (card, first, "own")
    assert task.may == {"complete", "take", "delegate", "forward", "ask_opinion", "add_approver"}
    assert [task.needs(outcome) for outcome in task.outcomes] == [(), ()]
    assert queries.task(office.actor("ops"), first)[1].may == {"complete", "take", "forward", "ask_opinion"}
    assert queries.task(office.actor("alisa"), first)[1].may == frozenset()
    office.complete(card, "approve", "rejected", "boris", reason="Нет")
    commands.restart_card(office.actor("alisa"), card=card)
    _view, earlier = queries.task(office.actor("boris"), first)
    assert (earlier.state.round, earlier.state.outcome, earlier.outcomes, earlier.may) == (
        1,
        "rejected",
        (),
        frozenset(),
    )
    with pytest.raises(NotFound):
        queries.task(office.actor("viktor"), first)


def test_needs_of_a_form(office: Office) -> None:
    card = office.request()
    office.to_payment(card)
    _view, task = queries.task(office.actor("junior"), office.task(card, "payment_order").pk)
    assert [task.needs(outcome) for outcome in task.outcomes] == [("payment_order",)]


def test_file_is_read_by_its_uploader_and_through_a_card(office: Office) -> None:
    file = office.file("alisa")
    assert queries.file(office.actor("alisa"), file).id == file
    said = []
    for who, wanted in (("boris", file), ("viktor", file), ("viktor", 10**9)):
        with pytest.raises(NotFound) as refusal:
            queries.file(office.actor(who), wanted)
        said.append(str(refusal.value))
    assert len(set(said)) == 1
    office.request(invoice=[file])
    assert queries.file(office.actor("boris"), file).id == file
    with pytest.raises(NotFound):
        queries.file(office.actor("viktor"), file)


def test_who_may_create_what(office: Office) -> None:
    assert queries.creatable(office.actor("viktor")) == {"payment_request"}
    org.dismiss_person(SYSTEM, person=office.id("viktor"))
    assert queries.creatable(office.actor("viktor")) == frozenset()
