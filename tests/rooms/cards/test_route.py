"""A payment request through commands and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.cards import commands
from marshrut.cards.models import Card, StageVisit, Task
from marshrut.history.models import Event
from marshrut.jobs.models import Timer
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support.office import MovingClock, Office


def lines(card: int) -> list[str]:
    return list(Event.objects.filter(subject=f"card:{card}").order_by("seq").values_list("kind", flat=True))


def test_from_create_to_paid(office: Office) -> None:
    card = office.request()
    assert Card.objects.system("test").get(pk=card).stage == "unit_approval"
    office.to_payment(card)
    office.pay(card)
    row = Card.objects.system("test").get(pk=card)
    assert (row.stage, row.due_at, row.holders) == ("paid", None, [])
    assert row.finished_at is not None
    assert not Timer.objects.filter(subject=card, state="armed").exists()
    visits = StageVisit.objects.system("test").filter(card_id=card).order_by("n")
    assert list(visits.values_list("stage", flat=True)) == [
        "draft", "unit_approval", "finance", "payment", "paid",
    ]  # fmt: skip
    assert StageVisit.objects.system("test").filter(card_id=card, left_at=None).count() == 1
    assert lines(card)[:3] == ["card.created", "card.moved", "task.opened"]


def test_edited_rejected_request_stays_finished_until_started_again(office: Office) -> None:
    card = office.request()
    office.complete(card, "approve", "rejected", "boris", reason="Сумма не та")
    rejected_at = Card.objects.system("test").get(pk=card).finished_at
    assert rejected_at is not None
    commands.edit_card(office.actor("alisa"), card=card, fields={"amount": "100 000"})
    assert Card.objects.system("test").get(pk=card).finished_at == rejected_at
    commands.restart_card(office.actor("alisa"), card=card)
    assert Card.objects.system("test").get(pk=card).finished_at is None


def test_silence_goes_up_the_ladder_in_the_database(office: Office, now: MovingClock) -> None:
    card = office.request()
    now.to("2026-07-06 09:59")
    assert "task.reminded" not in lines(card)
    now.to("2026-07-06 10:00")
    assert lines(card).count("task.reminded") == 1
    now.to("2026-07-06 11:00")
    assert office.task(card, "approve").also == [office.id("ops")]
    office.complete(card, "approve", "approved", "ops")
    event = Event.objects.get(subject=f"card:{card}", kind="task.completed")
    assert (event.actor_id, event.on_behalf_of) == (office.id("ops"), office.id("boris"))


def test_stranger_sees_nothing_and_learns_nothing(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    viktor = office.actor("viktor")
    missing: list[Any] = []
    calls: list[Callable[[], Any]] = [
        lambda: commands.complete_task(viktor, task=task, outcome="approved"),
        lambda: commands.complete_task(viktor, task=10**9, outcome="approved"),
        lambda: commands.comment_card(viktor, card=card, text="?"),
        lambda: commands.move_card(viktor, card=card, to="paid"),
    ]
    for call in calls:
        with pytest.raises(NotFound) as refusal:
            call()
        missing.append(str(refusal.value))
    assert len(set(missing)) == 1


def test_who_sees_the_card_may_not_decide_it(office: Office) -> None:
    card = office.request()
    with pytest.raises(Forbidden):
        office.complete(card, "approve", "approved", "alisa")
    with pytest.raises(Forbidden):
        commands.edit_card(office.actor("boris"), card=card, fields={"purpose": "Другое"})


def test_repeated_key_is_answered_and_not_done_again(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    call: dict[str, Any] = {"task": task, "outcome": "approved", "key": "click-1"}
    first = commands.complete_task(office.actor("boris"), **call)
    assert commands.complete_task(office.actor("boris"), **call) == first
    assert lines(card).count("task.completed") == 1
    with pytest.raises(Conflict) as refusal:
        commands.complete_task(office.actor("boris"), **{**call, "outcome": "rejected"})
    assert refusal.value.code == "key_reused"


def test_created_twice_with_one_key_is_one_card(office: Office) -> None:
    fields = office.fields(invoice=[office.file()])
    made = [
        commands.create_card(office.actor("alisa"), card_type="payment_request", fields=fields, key="new")
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Card.objects.system("test").count() == 1


def test_second_decision_is_told_who_was_first(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    commands.complete_task(office.actor("boris"), task=task, outcome="approved")
    with pytest.raises(Conflict, match="Борисов") as refusal:
        commands.complete_task(office.actor("ops"), task=task, outcome="rejected", reason="нет")
    assert refusal.value.code == "already_decided"


def state_of(card: int) -> tuple[Any, ...]:
    tasks = list(Task.objects.system("test").values())
    return Card.objects.system("test").values().get(pk=card), tasks, lines(card)


def test_refused_command_changes_nothing(office: Office) -> None:
    card = office.request()
    before = state_of(card)
    with pytest.raises(Invalid) as refusal:
        office.complete(card, "approve", "rejected", "boris", reason=" \u200b ")
    assert "reason" in refusal.value.fields
    assert state_of(card) == before


def test_another_persons_file_is_no_invoice(office: Office) -> None:
    stolen = office.file("viktor")
    with pytest.raises(Invalid) as refusal:
        office.request(invoice=[stolen])
    assert "invoice" in refusal.value.fields


def test_all_missing_fields_are_named(office: Office) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.create_card(office.actor("alisa"), card_type="payment_request", fields={"amount": "-5"})
    assert set(refusal.value.fields) == {"amount"}
    with pytest.raises(Invalid) as refusal:
        commands.create_card(office.actor("alisa"), card_type="payment_request", fields={})
    assert set(refusal.value.fields) == {"counterparty", "amount", "expense_item", "purpose", "invoice"}


def test_completing_a_task_costs_few_round_trips(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    with CaptureQueriesContext(
        connection,
    ) as queries:
        commands.complete_task(office.actor("boris"), task=task, outcome="approved")
    assert len(queries) <= 6


def test_comment_with_a_mention_opens_the_card(office: Office) -> None:
    card = office.request()
    commands.comment_card(office.actor("alisa"), card=card, text="Взгляните", mentions=[office.id("viktor")])
    commands.comment_card(office.actor("viktor"), card=card, text="Вижу")
    assert Card.objects.system("test").get(pk=card).comments == 2
