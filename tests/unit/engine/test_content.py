"""Fields: edits, locks, dates that warn, tasks that go to other people after an edit; and rounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Edit, Move, Restart, Start, Withdraw
from tests.support.small import ALICE, BORIS, DARIA, EGOR, NO, VICTOR, YES, Game, Part, stage, task

OWNER = [{"person_in": "owner"}]


def owned(**words: Any) -> Game:
    return Game(stage("w1", task(assignee=OWNER, **words), next="done"), fields={"owner": BORIS, "amount": "2000"})


def test_after_an_edit_the_task_goes_to_the_right_person() -> None:
    game = owned()
    game.edit(owner=DARIA)
    assert (game.holders(), game.told("task_opened")) == ([DARIA], [BORIS, DARIA])
    with pytest.raises(Refusal, match="task_closed"):
        game.decide(BORIS, n=1)


def test_an_edit_of_something_else_leaves_the_task_alone() -> None:
    game = owned()
    game.edit(title="Другая")
    assert game.card.open_tasks[0].n == 1


def test_a_task_stays_needed_when_its_condition_is_edited_away() -> None:
    """Its condition was asked on entering; without the task the card would wait for nobody."""
    game = owned(when="amount > 1000")
    game.edit(owner=DARIA, amount="10")
    assert game.holders() == [DARIA]


def test_a_group_that_has_not_voted_is_addressed_anew() -> None:
    game = owned(decide="all")
    game.edit(owner=DARIA)
    assert game.holders() == [DARIA]


def test_who_was_voted_with_stays() -> None:
    both = [{"person_in": "owner"}, {"role": "one"}]
    game = Game(stage("w1", task(assignee=both, decide="all"), next="done"), fields={"owner": BORIS})
    game.vote(DARIA)
    game.edit(owner=EGOR)
    assert game.holders() == [BORIS]


def test_a_task_that_was_handed_over_stays_there() -> None:
    game = owned()
    game.hand_over(BORIS, VICTOR)
    game.edit(owner=DARIA)
    assert game.holders() == [VICTOR]


def test_a_chain_under_way_stays_as_it_is() -> None:
    people = [{"person_in": "owner"}, {"role": "one"}]
    game = Game(stage("w1", task(assignee=people, chain=True), next="done"), fields={"owner": BORIS})
    game.decide(BORIS)
    game.edit(owner=EGOR)
    assert game.holders() == [DARIA]


def test_an_edit_that_leaves_nobody_is_refused() -> None:
    with pytest.raises(Refusal, match="nobody"):
        owned().edit(owner=None)


def test_nobody_raises_their_own_sum_over_the_limit_in_the_form_of_the_task() -> None:
    work = task(assignee=[{"head_of": "author", "when_self": "self"}], form=[{"field": "amount"}])
    policy = {"policy": "second_above", "above": 1000, "field": "amount"}
    game = Game(stage("w1", work, next="done"), self_approval=policy)
    game.card = replace(game.card, author=BORIS)
    with pytest.raises(Refusal, match="over_self_limit"):
        game.decide(BORIS, amount="5000")
    game.decide(BORIS, amount="900")
    assert game.card.stage == "done"


def two_steps() -> Game:
    first, second = (task(key, form=[{"field": "amount"}]) for key in ("check", "second"))
    return Game(stage("w1", first, next="w2"), stage("w2", second, next="done"))


def test_the_form_of_a_later_task_does_not_change_what_was_approved() -> None:
    game = two_steps()
    game.decide(BORIS, amount="500")
    with pytest.raises(Refusal) as refusal:
        game.decide(DARIA, n=game.n("second"), amount="900")
    assert refusal.value.fields == {"amount": "locked"}
    game.decide(DARIA, n=game.n("second"), amount="500.00")
    assert game.card.stage == "done"


def test_the_form_of_a_later_task_may_fill_what_was_empty() -> None:
    game = two_steps()
    game.decide(BORIS)
    game.decide(DARIA, n=game.n("second"), amount="900")
    assert game.card.fields["amount"] == "900.00"


def test_what_a_task_asks_for_is_given_nowhere_else() -> None:
    with pytest.raises(Refusal) as refusal:
        two_steps().edit(amount="500")
    assert refusal.value.fields == {"amount": "only_in_task"}


REFUSED: Part = {
    "key": "refused",
    "kind": "failure",
    "title": "Нет",
    "moves": [{"to": "w2", "by": [{"author": True}]}],
}


def test_a_card_that_comes_back_from_a_refusal_is_in_a_new_round() -> None:
    """Else its sum could be changed while it is refused, and carried past those who approved another."""
    stages = [
        {"key": "draft", "kind": "start", "title": "Черновик"},
        stage("w1", task(), next="w2"),
        stage("w2", task("second", not_decided_by=["check"]), next="done"),
        {"key": "done", "kind": "success", "title": "Готово"},
        REFUSED,
    ]
    game = Game(stage("w1"), stages=stages, fields={"amount": "500"})
    game.decide(BORIS)
    game.decide(DARIA, "no", n=game.n("second"))
    game.edit(amount="900000")
    game.do(Move("w2"), ALICE)
    assert (game.card.round, game.card.locked, game.holders()) == (2, False, [BORIS, DARIA])


def test_a_new_round_knows_only_its_own_tasks() -> None:
    game = two_steps()
    game.decide(BORIS)
    game.decide(BORIS, "no", n=game.n("second"))
    game.do(Restart(), ALICE)
    assert ([task.n for task in game.card.tasks], game.card.locked) == ([3], False)
    with pytest.raises(Refusal, match="no_such_task"):
        game.decide(BORIS, n=1)


def test_withdrawn_before_any_decision_and_not_after() -> None:
    game = two_steps()
    game.decide(BORIS)
    with pytest.raises(Refusal, match="withdraw_too_late"):
        game.do(Withdraw(), ALICE)
    done = two_steps()
    done.do(Withdraw(), ALICE)
    with pytest.raises(Refusal, match="cannot_withdraw"):
        done.do(Withdraw(), ALICE)


DUE = [{"field": "due"}]


def test_a_bad_date_of_a_draft_warns_once_when_it_sets_out() -> None:
    game = Game(stage("w1", task(due=DUE), next="done"), start=False)
    game.edit(due="2026-07-05")  # a Sunday
    assert game.told("date_warning") == []
    game.do(Start(), ALICE)
    assert game.told("date_warning") == [ALICE]


def test_each_new_bad_date_warns_anew() -> None:
    game = Game(stage("w1", task(due=DUE), next="done"), fields={"due": "2026-07-05"})
    game.edit(due="2026-07-01")
    game.edit(due="2026-07-03")
    game.edit(due="2026-07-05")
    keys = [effect.dedup for d in game.decisions for effect in d.effects if effect.payload["notice"] == "date_warning"]
    assert len(keys) == len(set(keys)) == 3


def test_an_edit_of_what_was_not_seen_is_refused() -> None:
    game = owned()
    game.edit(title="Раз")
    with pytest.raises(Refusal, match="changed_since_seen"):
        game.do(Edit({"title": "Два"}, edition=1), ALICE)


def test_what_a_stage_demands_stays_filled_while_the_card_is_on_its_way() -> None:
    game = Game(
        stage("w1", task(outcomes=[YES, NO]), next="w2", require=["title"]),
        stage("w2", task("second"), next="done"),
        fields={"title": "Да"},
    )
    game.decide(BORIS)
    with pytest.raises(Refusal, match="bad_fields"):
        game.edit(title="")
