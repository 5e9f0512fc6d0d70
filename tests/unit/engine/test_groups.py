"""Several people on one task: any, all, N of M, one after another; and who may not decide."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import AddApprover, Restart
from tests.support.small import ALICE, BORIS, DARIA, EGOR, GALINA, NO, VICTOR, YES, Game, stage, task

FIRM = {**NO, "decisive": True}
THREE = [{"role": "three"}]


def group(decide: str | int, **words: Any) -> Game:
    return Game(stage("w1", task(assignee=THREE, decide=decide, **words), next="done"))


def chain() -> Game:
    return Game(stage("w1", task(assignee=THREE, chain=True), next="done"))


def test_of_any_the_first_decides_for_all() -> None:
    game = group("any")
    assert game.holders() == [BORIS, DARIA, EGOR]
    game.decide(DARIA)
    assert game.card.stage == "done"


def test_all_means_every_one() -> None:
    game = group("all")
    game.vote(BORIS)
    game.vote(DARIA)
    assert game.card.stage == "w1"
    game.vote(EGOR)
    assert game.card.stage == "done"


def test_two_of_three_are_enough_and_the_third_is_freed() -> None:
    game = group(2)
    game.vote(BORIS)
    game.vote(EGOR)
    assert (game.card.stage, game.said().count("task.cancelled")) == ("done", 1)


def test_when_no_outcome_can_get_enough_votes_the_negative_one_counts() -> None:
    game = group("all")
    game.vote(BORIS)
    game.vote(DARIA, "no")
    assert (game.card.stage, game.open()) == ("refused", [])


def test_two_of_three_survive_one_no() -> None:
    game = group(2)
    game.vote(BORIS, "no")
    game.vote(DARIA)
    assert game.card.stage == "w1"
    game.vote(EGOR)
    assert game.card.stage == "done"


def test_a_decisive_no_needs_nobody_else() -> None:
    game = group("all", outcomes=[YES, FIRM])
    game.vote(DARIA, "no")
    assert game.card.stage == "refused"


def test_nobody_votes_twice() -> None:
    game = group("all", may_also=[{"person_in": "owner"}])
    game.edit(owner=VICTOR)
    game.decide(VICTOR, n=game.task_of(BORIS))
    with pytest.raises(Refusal, match="already_voted"):
        game.decide(VICTOR, n=game.task_of(DARIA))


def test_who_has_a_vote_of_their_own_does_not_give_that_of_another() -> None:
    """Else their own would be left over, and nobody could give it."""
    game = group("all", may_also=[{"role": "three"}])
    with pytest.raises(Refusal, match="not_your_task"):
        game.decide(DARIA, n=game.task_of(BORIS))


def test_a_vote_is_not_handed_over_to_who_has_voted() -> None:
    game = group("all", may_also=[{"person_in": "owner"}])
    game.edit(owner=VICTOR)
    game.decide(VICTOR, n=game.task_of(BORIS))
    for person in (VICTOR, BORIS, EGOR):
        with pytest.raises(Refusal, match="already_theirs"):
            game.hand_over(DARIA, person, game.task_of(DARIA))


def test_a_chain_goes_one_after_another() -> None:
    game = chain()
    seen = []
    for person in (BORIS, DARIA, EGOR):
        seen.append(game.holders())
        game.decide(person)
    assert (seen, game.card.stage) == ([[BORIS], [DARIA], [EGOR]], "done")


def test_a_no_early_in_a_chain_ends_it() -> None:
    game = chain()
    game.decide(BORIS, "no")
    assert (game.card.stage, game.open()) == ("refused", [])


def test_a_chain_steps_over_who_has_left() -> None:
    game = chain()
    game.dismiss(DARIA)
    game.decide(BORIS)
    assert game.holders() == [EGOR]


def test_a_chain_whose_last_people_have_left_is_done() -> None:
    game = chain()
    game.dismiss(DARIA, EGOR)
    game.decide(BORIS)
    assert game.card.stage == "done"


def test_a_link_of_a_chain_is_not_handed_to_a_later_one() -> None:
    with pytest.raises(Refusal, match="already_theirs"):
        chain().hand_over(BORIS, EGOR)


def apart(*names: str, **words: Any) -> Game:
    second = task("second", not_decided_by=names, **words)
    return Game(stage("w1", task("first"), next="w2"), stage("w2", second, next="done"))


def test_who_decided_before_gets_no_second_task() -> None:
    game = apart("first")
    game.decide(BORIS, n=game.n("first"))
    assert game.holders() == [DARIA]
    with pytest.raises(Refusal, match="not_your_task"):
        game.decide(BORIS, n=game.n("second"))


def test_separation_is_forgotten_in_a_new_round() -> None:
    game = apart("first")
    game.decide(BORIS, n=game.n("first"))
    game.decide(DARIA, "no", n=game.n("second"))
    game.do(Restart(), ALICE)
    game.decide(DARIA, n=game.n("first"))
    assert game.holders() == [BORIS]


def test_with_nobody_left_the_card_stays_and_says_so() -> None:
    game = apart("first", assignee=[{"person_in": "owner"}])
    game.edit(owner=BORIS)
    with pytest.raises(Refusal, match="nobody"):
        game.decide(BORIS, n=game.n("first"))
    assert game.card.stage == "w1"


def test_otherwise_takes_over_when_nobody_is_left() -> None:
    game = apart("first", assignee=[{"person_in": "owner"}], otherwise=[{"head_of": "author", "when_self": "skip"}])
    game.edit(owner=DARIA)
    game.decide(DARIA, n=game.n("first"))
    assert game.holders() == [BORIS]


def test_the_author_decides_own_tasks_only() -> None:
    game = Game(stage("w1", task(assignee=[{"role": "one"}], may_also=[{"author": True}]), next="done"))
    with pytest.raises(Refusal, match="not_your_task"):
        game.decide(ALICE)
    own = Game(stage("w1", task(assignee=[{"author": True}]), next="done"))
    own.decide(ALICE)
    assert own.decisions[-1].lines[0].body["self"] is True


def test_every_head_upwards() -> None:
    game = Game(stage("w1", task(assignee=[{"heads_of": "author"}], chain=True), next="done"))
    game.decide(BORIS)
    assert game.holders() == [GALINA]


def two_of_three_and_another(**words: Any) -> Game:
    game = group(2, **words)
    game.do(AddApprover(game.task_of(BORIS), VICTOR), BORIS)
    return game


def test_nothing_is_approved_without_who_was_added() -> None:
    game = two_of_three_and_another()
    for person in (BORIS, DARIA, EGOR):
        game.vote(person)
    assert (game.card.stage, game.holders()) == ("w1", [VICTOR])
    game.vote(VICTOR)
    assert game.card.stage == "done"


def test_the_decisive_refusal_of_who_was_added_comes_first() -> None:
    game = two_of_three_and_another(outcomes=[YES, FIRM])
    for person in (BORIS, DARIA, EGOR):
        game.vote(person)
    game.vote(VICTOR, "no")
    assert game.card.stage == "refused"
