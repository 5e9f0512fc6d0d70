"""The pack `payments` through the pure engine: rows S4.7–S4.27, defaults A4.1–A4.13."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Complete, Create, Edit, Move, Restart, Take, Withdraw
from tests.support.packs import definition
from tests.support.toy import Play, ToyCompany, msk

AUTHOR, HEAD, TOP, OPS, FINANCE, CHIEF, JUNIOR, STRANGER = range(1, 9)
COMPANY = ToyCompany(
    boss={1: 2, 2: 2, 3: 3, 4: 3, 5: 5, 6: 5, 7: 5, 8: 3},
    above={2: 3, 5: 3},
    roles={
        "operations_manager": [OPS],
        "finance_manager": [FINANCE],
        "chief_accountant": [CHIEF],
        "junior_accountant": [JUNIOR],
        "director": [TOP],
    },
)
FIELDS = {
    "counterparty": 10,
    "amount": "125 000,50",
    "expense_item": "packaging",
    "purpose": "Флаконы 50 мл",
    "invoice": [77],
}


def play(start: str = "2026-07-02 10:00", author: int = AUTHOR, **fields: Any) -> Play:
    game = Play(definition("payments", "payment_request"), COMPANY, author, msk(start))
    game.do(Create({**FIELDS, **fields}), author)
    return game


def task(game: Play, key: str) -> int:
    return next(task.n for task in game.card.open_tasks if task.key == key)


def complete(game: Play, key: str, outcome: str, by: int, reason: str = "", **fields: object) -> None:
    game.do(Complete(task(game, key), outcome, reason, fields), by)


def approved(game: Play) -> Play:
    complete(game, "approve", "approved", HEAD)
    return game


def in_payment(start: str, **fields: Any) -> Play:
    game = approved(play(start, **fields))
    complete(game, "finance", "confirmed", FINANCE)
    return game


def test_request_starts_by_itself_at_the_head_of_the_author() -> None:
    game = play()
    assert game.card.stage == "unit_approval"
    assert [t.assignee for t in game.card.open_tasks] == [HEAD]
    assert game.card.fields["amount"] == "125000.50"
    assert game.told("task_opened") == [HEAD]


def test_missing_fields_are_all_named() -> None:
    with pytest.raises(Refusal) as refusal:
        play(amount="", invoice=[], purpose="  \u200b")
    assert refusal.value.fields == {"amount": "required", "invoice": "required", "purpose": "required"}


def test_silence_is_checked_reminded_and_escalated() -> None:
    game = play("2026-07-02 10:00")  # a Thursday
    game.at(msk("2026-07-02 14:59"))
    assert "task.checked" not in game.said()
    game.at(msk("2026-07-02 15:00"))
    assert game.said()[-1] == "task.checked"
    game.at(msk("2026-07-06 09:59"))
    assert "task.reminded" not in game.said()
    game.at(msk("2026-07-06 10:00"))
    assert game.told("reminder") == [HEAD]
    game.at(msk("2026-07-06 10:59"))
    assert game.told("escalation") == []
    game.at(msk("2026-07-06 11:00"))
    assert game.told("escalation") == [OPS]
    game.at(msk("2026-07-07 11:00"))
    assert game.told("escalation") == [OPS, TOP, FINANCE]
    complete(game, "approve", "approved", TOP)
    assert game.card.stage == "finance"


def test_friday_afternoon_counts_two_working_days() -> None:
    game = play("2026-07-03 16:00").at(msk("2026-07-07 15:59"))
    assert game.told("reminder") == []
    assert game.at(msk("2026-07-07 16:00")).told("reminder") == [HEAD]


def test_taken_task_is_not_reminded_about_taking_but_about_deciding() -> None:
    game = play("2026-07-02 10:00").at(msk("2026-07-02 12:00"))
    game.do(Take(task(game, "approve")), HEAD)
    game.at(msk("2026-07-06 11:59"))
    assert (game.told("reminder"), game.told("escalation")) == ([], [])
    game.at(msk("2026-07-06 12:00"))
    assert game.told("reminder") == [HEAD]
    game.at(msk("2026-07-06 14:00"))
    assert game.told("escalation") == [OPS]


def test_operations_manager_may_approve_any_request_but_a_stranger_may_not() -> None:
    game = play()
    with pytest.raises(Refusal, match="not_your_task"):
        complete(game, "approve", "approved", STRANGER)
    complete(game, "approve", "approved", OPS)
    assert game.decisions[-1].lines[0].body["how"] == "instead"


def test_operations_manager_decides_for_finance_only_after_escalation() -> None:
    game = approved(play("2026-07-02 10:00"))
    with pytest.raises(Refusal, match="not_your_task"):
        complete(game, "finance", "confirmed", OPS)
    game.at(msk("2026-07-06 10:00"))
    assert game.told("escalation") == [OPS]
    complete(game, "finance", "confirmed", OPS)
    assert game.card.stage == "payment"


def test_head_approves_their_own_request_marked_and_only_up_to_the_limit() -> None:
    game = play(author=HEAD, amount="300000")
    complete(game, "approve", "approved", HEAD)
    assert game.decisions[-1].lines[0].body["self"] is True
    assert [t.assignee for t in play(author=HEAD, amount="300000.01").card.open_tasks] == [TOP]


def test_sum_raised_over_the_limit_sends_the_task_to_the_next_head() -> None:
    game = play(author=HEAD, amount="1000")
    game.do(Edit({"amount": "500000"}), HEAD)
    assert [t.assignee for t in game.card.open_tasks] == [TOP]
    with pytest.raises(Refusal, match="not_your_task"):
        complete(game, "approve", "approved", HEAD)


@pytest.mark.parametrize("reason", ["", "   ", "\u00a0\u200b", "\n\t"])
def test_rejection_needs_a_reason_that_is_not_blank(reason: str) -> None:
    game = approved(play())
    with pytest.raises(Refusal, match="reason_required"):
        complete(game, "finance", "rejected", FINANCE, reason)
    complete(game, "finance", "rejected", FINANCE, "Нет бюджета")
    assert (game.card.stage, game.open()) == ("rejected", [])


def test_rework_restarts_in_a_second_round() -> None:
    game = approved(play())
    with pytest.raises(Refusal, match="locked"):
        game.do(Edit({"amount": "1"}), AUTHOR)
    complete(game, "finance", "rejected", FINANCE, "Сумма не та")
    game.do(Edit({"amount": "99 000"}), AUTHOR)
    game.do(Restart(), AUTHOR)
    assert (game.card.round, game.card.stage, game.card.fields["amount"]) == (2, "unit_approval", "99000.00")


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        ("2026-04-30 12:30", "2026-04-30 17:00"),  # a shortened day
        ("2026-04-30 13:30", "2026-05-04 18:00"),  # over the holidays
        ("2026-07-06 12:59", "2026-07-06 18:00"),
        ("2026-07-06 13:00", "2026-07-07 18:00"),
        ("2026-07-06 18:30", "2026-07-07 18:00"),  # off hours: the next working morning
        ("2026-07-04 15:00", "2026-07-06 18:00"),  # a Saturday
    ],
)
def test_deadline_of_accounting(arrived: str, due: str) -> None:
    game = in_payment(arrived)
    assert {t.due_at for t in game.card.open_tasks} == {msk(due)}


def test_explicit_date_comes_first() -> None:
    game = in_payment("2026-07-06 10:00", pay_before="10.07.2026")
    assert {t.due_at for t in game.card.open_tasks} == {msk("2026-07-10 18:00")}
    assert game.told("date_warning") == []


@pytest.mark.parametrize(("day", "mark"), [("01.07.2026", "past"), ("12.07.2026", "day_off")])
def test_bad_explicit_date_is_accepted_and_the_author_warned_at_once(day: str, mark: str) -> None:
    game = play("2026-07-06 10:00", pay_before=day)
    assert game.told("date_warning") == [AUTHOR]
    assert next(line for d in game.decisions for line in d.lines if line.kind == "card.date_warned").body[mark]


@pytest.mark.parametrize("first", ["pay", "payment_order"])
def test_both_accountants_finish_in_any_order_and_the_file_blocks_the_end(first: str) -> None:
    game = in_payment("2026-07-06 10:00")
    if first == "pay":
        complete(game, "pay", "finished", CHIEF)
    with pytest.raises(Refusal) as refusal:
        complete(game, "payment_order", "finished", JUNIOR)
    assert refusal.value.fields == {"payment_order": "required"}
    assert game.card.stage == "payment"
    complete(game, "payment_order", "finished", JUNIOR, payment_order=[88])
    if first != "pay":
        assert game.card.stage == "payment"
        complete(game, "pay", "finished", CHIEF)
    assert game.card.stage == "paid"
    assert game.told("robot") == [AUTHOR]
    assert not game.card.timers


def test_finance_must_be_another_person_than_the_approver() -> None:
    company = ToyCompany(COMPANY.boss, COMPANY.above, {**COMPANY.roles, "finance_manager": [HEAD]})
    game = Play(definition("payments", "payment_request"), company, AUTHOR, msk("2026-07-06 10:00"))
    game.do(Create(FIELDS), AUTHOR)
    complete(game, "approve", "approved", HEAD)
    assert [t.assignee for t in game.card.open_tasks] == [TOP]


def test_withdraw_before_the_first_decision_only() -> None:
    game = play()
    game.do(Withdraw("Ошиблись счётом"), AUTHOR)
    assert (game.card.stage, game.open()) == ("withdrawn", [])
    with pytest.raises(Refusal, match="withdraw_too_late"):
        approved(play()).do(Withdraw(), AUTHOR)


def test_card_is_carried_by_hand_only_where_the_route_allows() -> None:
    game = play()
    with pytest.raises(Refusal, match="move_not_allowed"):
        game.do(Move("paid"), HEAD)
    with pytest.raises(Refusal, match="reason_required"):
        game.do(Move("rejected"), HEAD)
    game.do(Move("finance"), HEAD)
    assert game.card.stage == "finance"


def test_second_decision_meets_the_first() -> None:
    game = play()
    n = task(game, "approve")
    game.do(Complete(n, "approved"), HEAD)
    with pytest.raises(Refusal, match="already_decided") as refusal:
        game.do(Complete(n, "approved"), OPS)
    assert refusal.value.details["person"] == HEAD


def test_changed_sum_refuses_an_approval_of_what_was_not_seen() -> None:
    game = play()
    game.do(Edit({"amount": "999"}), AUTHOR)
    with pytest.raises(Refusal, match="changed_since_seen"):
        game.do(Complete(task(game, "approve"), "approved", edition=1), HEAD)


def test_settings_touch_only_new_tasks() -> None:
    game = play("2026-07-02 10:00")
    game.definition = definition("payments", "payment_request", escalate_after=5, remind_after=5)
    assert game.at(msk("2026-07-06 11:00")).told("escalation") == [OPS]


def test_payment_is_not_nagged_about_before_its_deadline() -> None:
    game = in_payment("2026-07-06 10:00", pay_before="31.07.2026").at(msk("2026-07-31 18:00"))
    assert (game.told("reminder"), game.told("escalation")) == ([], [])
    game.at(msk("2026-08-03 10:00"))
    assert sorted(game.told("reminder")) == [CHIEF, JUNIOR]
    game.at(msk("2026-08-03 11:00"))
    assert game.told("escalation") == [OPS, OPS]


def test_missed_deadline_of_today_is_told_the_next_working_hour() -> None:
    game = in_payment("2026-07-06 10:00").at(msk("2026-07-07 10:00"))
    assert sorted(game.told("reminder")) == [CHIEF, JUNIOR]


def test_new_date_in_the_request_moves_deadline_and_reminders() -> None:
    game = in_payment("2026-07-06 10:00", pay_before="08.07.2026")
    game.do(Edit({"pay_before": "20.07.2026"}), AUTHOR)
    assert {t.due_at for t in game.card.open_tasks} == {msk("2026-07-20 18:00")}
    assert sorted(game.told("task_redated")) == [CHIEF, JUNIOR]
    assert game.at(msk("2026-07-20 18:00")).told("reminder") == []
    assert sorted(game.at(msk("2026-07-21 10:00")).told("reminder")) == [CHIEF, JUNIOR]


def test_date_taken_out_of_the_request_falls_back_to_the_rule() -> None:
    game = in_payment("2026-07-06 10:00", pay_before="20.07.2026").at(msk("2026-07-07 15:00"))
    game.do(Edit({"pay_before": ""}), AUTHOR)
    assert {t.due_at for t in game.card.open_tasks} == {msk("2026-07-06 18:00")}


@pytest.mark.parametrize("changed", [{"invoice": [99]}, {"purpose": "Другое"}, {"expense_item": "office"}])
def test_what_was_approved_cannot_be_swapped_afterwards(changed: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="locked"):
        approved(play()).do(Edit(changed), AUTHOR)


def test_lower_limit_does_not_take_an_open_task_away() -> None:
    game = play(author=HEAD, amount="200000")
    game.definition = definition("payments", "payment_request", self_approval_limit=1000)
    complete(game, "approve", "approved", HEAD)
    assert game.card.stage == "finance"


def test_finance_manager_does_not_confirm_their_own_request() -> None:
    game = play(author=FINANCE)
    complete(game, "approve", "approved", FINANCE)  # heads a department
    assert FINANCE not in [t.assignee for t in game.card.open_tasks]


def test_own_request_of_the_operations_manager_has_a_rescuer() -> None:
    game = play("2026-07-02 10:00", author=OPS).at(msk("2026-07-08 12:00"))
    complete(game, "approve", "approved", FINANCE)
    assert [t.assignee for t in game.card.open_tasks] == [TOP]


def test_board_decides_only_what_was_seen() -> None:
    game = play()
    game.do(Edit({"amount": "999"}), AUTHOR)
    with pytest.raises(Refusal, match="changed_since_seen"):
        game.do(Move("finance", edition=1), HEAD)


def test_payment_order_is_given_in_its_task_only() -> None:
    game = in_payment("2026-07-06 10:00")
    with pytest.raises(Refusal) as refusal:
        game.do(Edit({"payment_order": [5]}), AUTHOR)
    assert refusal.value.fields == {"payment_order": "only_in_task"}
    with pytest.raises(Refusal):
        play(payment_order=[5])
