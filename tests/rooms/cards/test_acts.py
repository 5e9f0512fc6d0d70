"""Delegating, forwarding, asking, adding an approver, undoing: rows, history, notices, refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.automation.models import Notification
from marshrut.cards import commands, queries
from marshrut.cards.models import Card, Task
from marshrut.cards.queries.timeline import Wording, timeline
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.jobs.models import Timer
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support.office import MovingClock, Office, drain

REASON = "tests look at what was written"


def lines(office: Office, card: int, reader: str = "alisa") -> list[str]:
    view = queries.card(office.actor(reader), card)
    said = timeline(card, Wording(view.definition, view.chart))
    return [f"{one.kind}: {one.text} {one.quote}".replace("\u00a0", " ").strip() for one in said]


def task_of(office: Office, card: int, reader: str, key: str = "approve") -> queries.OpenTask:
    view = queries.card(office.actor(reader), card)
    return next(one for one in view.tasks if one.state.key == key and one.state.state == "open")


def about(office: Office, name: str) -> list[str]:
    return list(Notification.objects.filter(person_id=office.id(name)).order_by("id").values_list("about", flat=True))


def refused(error: type[Exception], code: str, act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(error) as refusal:
        act(*args, **kwargs)
    assert getattr(refusal.value, "code") == code  # noqa: B009
    return str(refusal.value)


def test_delegated_is_decided_in_my_name(office: Office, now: MovingClock) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    commands.delegate_task(office.actor("boris"), task=task, to=office.id("viktor"), reason="Я на складе")
    drain(now())
    assert "task_opened" in about(office, "viktor")
    assert task_of(office, card, "boris").may == {"take_back"}
    assert task_of(office, card, "viktor").may >= {"complete", "ask_opinion"}
    assert not {"delegate", "forward"} & task_of(office, card, "viktor").may
    office.complete(card, "approve", "approved", "viktor")
    event = Event.objects.get(subject=f"card:{card}", kind="task.completed")
    assert event.on_behalf_of == office.id("boris")
    said = lines(office, card)
    assert "task.delegated: Задание «Согласуйте заявку на оплату» поручено: Викторов В. Я на складе" in said
    assert "task.completed: Согласовано (за кого: Борисов Б., по поручению)" in said
    assert "card" not in about(office, "boris")


def test_taken_back_before_it_is_decided(office: Office, now: MovingClock) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    commands.delegate_task(office.actor("boris"), task=task, to=office.id("viktor"))
    refused(Forbidden, "not_your_task", commands.take_back_task, office.actor("viktor"), task=task)
    commands.take_back_task(office.actor("boris"), task=task)
    drain(now())
    assert about(office, "viktor")[-1] == "task_gone"
    assert task_of(office, card, "boris").right == "own"
    assert "task.taken_back: Задание «Согласуйте заявку на оплату» забрали обратно" in lines(office, card)
    commands.delegate_task(office.actor("boris"), task=task, to=office.id("viktor"))
    office.complete(card, "approve", "approved", "viktor")
    refused(Conflict, "task_closed", commands.take_back_task, office.actor("boris"), task=task)


def test_forwarded_is_the_colleagues_for_good(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    commands.forward_task(office.actor("boris"), task=task, to=office.id("viktor"), reason="Ваша тема")
    assert task_of(office, card, "boris").may == frozenset()
    refused(Forbidden, "not_your_task", commands.take_back_task, office.actor("boris"), task=task)
    office.complete(card, "approve", "approved", "viktor")
    event = Event.objects.get(subject=f"card:{card}", kind="task.completed")
    assert event.on_behalf_of is None
    assert "task.forwarded: Задание «Согласуйте заявку на оплату» перенаправлено: Викторов В. Ваша тема" in lines(
        office, card
    )


@pytest.mark.parametrize("act", [commands.delegate_task, commands.forward_task])
def test_nobody_hands_on_to_whom_may_not_decide(office: Office, act: Any) -> None:
    task = office.task(office.request(), "approve").pk
    boris = office.actor("boris")
    refused(Forbidden, "may_not_decide", act, boris, task=task, to=office.id("alisa"))
    refused(Invalid, "already_theirs", act, boris, task=task, to=office.id("boris"))
    refused(Invalid, "no_such_person", act, boris, task=task, to=10**9)
    refused(NotFound, "not_found", act, office.actor("viktor"), task=task, to=office.id("viktor"))


def test_opinion_stands_beside_the_decision(office: Office, now: MovingClock) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    commands.ask_opinion(office.actor("boris"), task=task, person=office.id("viktor"), question="Подойдут ли флаконы?")
    drain(now())
    assert about(office, "viktor") == ["opinion_asked"]
    (asked,) = queries.tasks(office.actor("viktor"))
    assert (asked.key, asked.question, asked.asked_by) == ("opinion", "Подойдут ли флаконы?", office.id("boris"))
    refused(
        Invalid,
        "reason_required",
        commands.complete_task,
        office.actor("viktor"),
        task=asked.id,
        outcome="given",
        reason=" ",
    )
    commands.complete_task(office.actor("viktor"), task=asked.id, outcome="given", reason="Подойдут, проверяли")
    drain(now())
    assert about(office, "boris")[-1] == "opinion_given"
    view = queries.card(office.actor("boris"), card)
    mine = next(one for one in view.tasks if one.id == task)
    (opinion,) = view.opinions_on(mine)
    assert (opinion.state.question, opinion.state.reason) == ("Подойдут ли флаконы?", "Подойдут, проверяли")
    assert Card.objects.system(REASON).get(pk=card).stage == "unit_approval"
    said = lines(office, card)
    assert "task.asked: Запрошено мнение: Викторов В. Подойдут ли флаконы?" in said
    assert "task.completed: Мнение дано Подойдут, проверяли" in said


def test_decision_does_not_wait_for_an_opinion(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    commands.ask_opinion(office.actor("boris"), task=task, person=office.id("viktor"), question="Как вам?")
    opinion = office.task(card, "opinion").pk
    office.complete(card, "approve", "approved", "boris")
    assert Card.objects.system(REASON).get(pk=card).stage == "finance"
    assert queries.tasks(office.actor("viktor")) == []
    late = commands.complete_task
    refused(Conflict, "task_closed", late, office.actor("viktor"), task=opinion, outcome="given", reason="Поздно")


def test_an_opinion_holds_up_nothing_and_nobody(office: Office) -> None:
    """It is no decision: the author may still withdraw, and lists do not say that the card waits for the adviser."""
    card = office.request()
    task = office.task(card, "approve").pk
    commands.ask_opinion(office.actor("boris"), task=task, person=office.id("viktor"), question="Как вам?")
    assert Card.objects.system(REASON).get(pk=card).holders == [office.id("boris")]
    office.complete(card, "opinion", "given", "viktor", reason="Хорошо")
    assert "withdraw" in queries.card(office.actor("alisa"), card).may
    commands.withdraw_card(office.actor("alisa"), card=card)


def test_questions_that_make_no_sense(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    ask, boris = commands.ask_opinion, office.actor("boris")
    refused(Invalid, "question_required", ask, boris, task=task, person=office.id("viktor"), question=" \u200b ")
    refused(Invalid, "ask_yourself", ask, boris, task=task, person=office.id("boris"), question="А?")
    ask(boris, task=task, person=office.id("viktor"), question="А?")
    refused(Invalid, "already_asked", ask, boris, task=task, person=office.id("viktor"), question="А?")
    opinion = office.task(card, "opinion").pk
    refused(Conflict, "not_askable", ask, office.actor("viktor"), task=opinion, person=office.id("ops"), question="?")
    refused(Forbidden, "not_your_task", ask, office.actor("alisa"), task=task, person=office.id("ops"), question="?")


def test_added_approver_is_needed(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    commands.add_approver(office.actor("boris"), task=task, person=office.id("viktor"), reason="Тема лаборатории")
    commands.complete_task(office.actor("boris"), task=task, outcome="approved")
    assert Card.objects.system(REASON).get(pk=card).stage == "unit_approval"
    office.complete(card, "approve", "approved", "viktor")
    assert Card.objects.system(REASON).get(pk=card).stage == "finance"
    assert (
        "task.approver_added: В задание «Согласуйте заявку на оплату» добавлен согласующий: Викторов В."
        " Тема лаборатории"
    ) in lines(office, card)
    add, task = commands.add_approver, office.task(card, "finance").pk
    refused(Forbidden, "not_your_task", add, office.actor("boris"), task=task, person=office.id("ops"))
    refused(Forbidden, "may_not_decide", add, office.actor("finance"), task=task, person=office.id("boris"))


def test_undone_decision_is_open_again(office: Office, now: MovingClock) -> None:
    card = office.request()
    task = office.task(card, "approve")
    due = task.due_at
    commands.complete_task(office.actor("boris"), task=task.pk, outcome="approved")
    finance = office.task(card, "finance").pk
    drain(now())
    assert queries.may_undo(office.actor("boris"), task.pk)
    now.at += timedelta(minutes=4)
    commands.undo_decision(office.actor("boris"), task=task.pk)
    drain(now())
    again = office.task(card, "approve")
    assert (again.assignee_id, again.due_at) == (office.id("boris"), due)
    assert Task.objects.system(REASON).get(pk=finance).state == "cancelled"
    assert Card.objects.system(REASON).get(pk=card).stage == "unit_approval"
    assert about(office, "finance")[-1] == "task_undone"
    assert "task.undone: Решение по заданию «Согласуйте заявку на оплату» отменено, задание снова открыто" in lines(
        office, card
    )
    visits = set(Timer.objects.filter(subject=card, state="armed").values_list("visit", flat=True))
    assert visits == {Card.objects.system(REASON).get(pk=card).visit}
    office.complete(card, "approve", "rejected", "boris", reason="Дорого")
    assert Card.objects.system(REASON).get(pk=card).stage == "rejected"
    assert not verify()


def test_undo_is_refused_when_it_is_late_or_somebody_acted(office: Office, now: MovingClock) -> None:
    undo = commands.undo_decision
    late = office.request()
    task = office.task(late, "approve").pk
    refused(Conflict, "nothing_to_undo", undo, office.actor("boris"), task=task)
    office.complete(late, "approve", "approved", "boris")
    refused(Forbidden, "not_your_decision", undo, office.actor("ops"), task=task)
    now.at += timedelta(minutes=6)
    assert not queries.may_undo(office.actor("boris"), task)
    assert "5" in refused(Conflict, "undo_late", undo, office.actor("boris"), task=task)
    acted = office.request()
    task = office.task(acted, "approve").pk
    office.complete(acted, "approve", "approved", "boris")
    commands.take_task(office.actor("finance"), task=office.task(acted, "finance").pk)
    refused(Conflict, "undo_acted", undo, office.actor("boris"), task=task)
    refused(NotFound, "not_found", undo, office.actor("viktor"), task=task)


def test_repeated_acts_with_one_key_are_done_once(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    boris = office.actor("boris")
    for _time in range(2):
        commands.ask_opinion(boris, task=task, person=office.id("viktor"), question="Как?", key="ask-1-key")
        commands.delegate_task(boris, task=task, to=office.id("ops"), key="dele-1-key")
    assert Task.objects.system(REASON).filter(card_id=card, key="opinion").count() == 1
    assert sum(line.startswith("task.delegated") for line in lines(office, card)) == 1


def test_a_rejection_is_undone_as_well(office: Office, now: MovingClock) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    office.complete(card, "approve", "rejected", "boris", reason="Ошибся карточкой")
    assert Card.objects.system(REASON).get(pk=card).finished_at is not None
    commands.undo_decision(office.actor("boris"), task=task)
    row = Card.objects.system(REASON).get(pk=card)
    assert (row.stage, row.finished_at, row.round) == ("unit_approval", None, 1)
    assert "restart" not in queries.card(office.actor("alisa"), card).may
    office.complete(card, "approve", "approved", "boris")


def test_the_last_decision_of_a_card_is_undone(office: Office, now: MovingClock) -> None:
    card = office.request()
    office.to_payment(card)
    order = office.task(card, "payment_order").pk
    office.pay(card)
    assert Card.objects.system(REASON).get(pk=card).stage == "paid"
    commands.undo_decision(office.actor("junior"), task=order)
    row = Card.objects.system(REASON).get(pk=card)
    assert (row.stage, row.finished_at) == ("payment", None)
    assert office.task(card, "payment_order").assignee_id == office.id("junior")
    assert not verify()
