"""Approving one's own card: the policy of the card type (A4.8). Борис heads his team; Галина heads Борис."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import Complete, Create, Delegate, Edit, Forward
from tests.support.small import BORIS, COMPANY, DARIA, EGOR, GALINA, Game, Part, route, stage, task
from tests.support.toy import Play, msk

HEAD = [{"head_of": "author", "when_self": "self"}]


def play(
    policy: Part | None, amount: str | None = "1500.00", definition: Definition | None = None, **words: Any
) -> Play:
    """A card of Борис, who heads himself."""
    one = task(**{"assignee": HEAD, **words})
    found = definition or route(stage("w1", one, next="done"), self_approval=policy, amount_field="amount")
    played = Play(found, COMPANY, BORIS, msk("2026-07-02 10:00"))
    played.do(Create({"amount": amount} if amount else {}), BORIS)
    return played


def decide(played: Play, person: int, outcome: str = "yes", **fields: Any) -> Any:
    decision = played.do(Complete(played.card.open_tasks[0].n, outcome, "", fields), person)
    return next(line.body for line in decision.lines if line.kind == "task.completed")


SECOND = {"policy": "second_above", "above": 1000}


@pytest.mark.parametrize(
    ("policy", "amount", "holder", "marked"),
    [
        (None, "9999", BORIS, True),
        ({"policy": "marked"}, "9999", BORIS, True),
        ({"policy": "off"}, "9999", BORIS, False),
        (SECOND, "1000.00", BORIS, True),
        (SECOND, "1000.01", GALINA, False),
        ({"policy": "forbidden"}, "1", GALINA, False),
    ],
)
def test_each_policy(policy: Part | None, amount: str, holder: int, marked: bool) -> None:
    played = play(policy, amount)
    assert [task.assignee for task in played.card.open_tasks] == [holder]
    assert decide(played, holder).get("self", False) is marked
    assert played.card.stage == "done"


def test_a_role_of_the_author_goes_to_the_others_of_it() -> None:
    played = play({"policy": "forbidden"}, assignee=[{"role": "two"}])
    assert [(task.assignee, task.co) for task in played.card.open_tasks] == [(DARIA, ())]


def test_work_that_is_no_approval_is_not_watched() -> None:
    played = play({"policy": "forbidden"}, kind="perform")
    assert played.card.open_tasks[0].assignee == BORIS


def test_an_edit_over_the_sum_brings_the_next_head_up() -> None:
    played = play(SECOND, "500")
    played.do(Edit({"amount": "5000"}), BORIS)
    assert [task.assignee for task in played.card.open_tasks] == [GALINA]


def test_refusing_ones_own_card_is_free() -> None:
    played = play(SECOND, None, form=[{"field": "amount"}])
    with pytest.raises(Refusal, match="over_self_limit"):
        decide(played, BORIS, amount="5000")
    decide(played, BORIS, "no", amount="5000")
    assert played.card.stage == "refused"


def test_a_changed_policy_freezes_nothing_on_its_way() -> None:
    """Cards under way are decided by the rule their task was opened with."""
    found = route(
        stage("w1", task(assignee=HEAD), next="done"), self_approval={"policy": "$own"}, amount_field="amount"
    )
    played = play(None, definition=replace(found, settings={"own": "marked"}))
    played.definition = replace(found, settings={"own": "forbidden"})
    assert decide(played, BORIS)["self"] is True
    assert [task.assignee for task in play(None, definition=played.definition).card.open_tasks] == [GALINA]


def test_a_raised_limit_is_frozen_too() -> None:
    policy = {"policy": "second_above", "above": "$limit"}
    found = route(
        stage("w1", task(assignee=HEAD, form=[{"field": "amount"}]), next="done"),
        self_approval=policy,
        amount_field="amount",
    )
    played = play(None, None, definition=replace(found, settings={"limit": 1000}))
    played.definition = replace(found, settings={"limit": 9000})
    with pytest.raises(Refusal, match="over_self_limit"):
        decide(played, BORIS, amount="5000")


def test_the_substitute_of_an_author_is_another_person() -> None:
    played = Game(stage("w1", task(assignee=[{"author": True}], kind="perform"), next="done"))
    played.away(1, DARIA)
    played.decide(DARIA)
    said = next(line for line in played.decisions[-1].lines if line.kind == "task.completed")
    assert (said.body["for"], said.body["how"], said.body.get("self")) == (1, "substitute", None)


@pytest.mark.parametrize("way", [Delegate, Forward])
def test_handing_on_and_editing_is_no_second_person(way: Any) -> None:
    """Who decides for the author, or got it from him, is his voice: above the sum the next head decides."""
    played = play(SECOND, "500")
    played.do(way(1, DARIA), BORIS)
    played.do(Edit({"amount": "5000000"}), BORIS)
    assert [task.assignee for task in played.card.open_tasks] == [GALINA]
    with pytest.raises(Refusal, match="task_closed"):
        played.do(Complete(1, "yes"), DARIA)
    decide(played, GALINA)
    assert played.card.stage == "done"


@pytest.mark.parametrize("way", [Delegate, Forward])
def test_the_voice_of_the_author_in_another_mouth(way: Any) -> None:
    played = play(SECOND, None, form=[{"field": "amount"}])
    played.do(way(1, DARIA), BORIS)
    with pytest.raises(Refusal, match="over_self_limit"):
        decide(played, DARIA, amount="5000")
    assert decide(played, DARIA, amount="500")["self"] is True


def test_through_however_many_hands() -> None:
    played = play(SECOND, None, form=[{"field": "amount"}])
    played.do(Forward(1, DARIA), BORIS)
    played.do(Forward(1, EGOR), DARIA)
    with pytest.raises(Refusal, match="over_self_limit"):
        decide(played, EGOR, amount="5000")


def test_handed_to_the_head_and_edited_it_is_asked_anew() -> None:
    """Галина had it from the author; above the sum it is a task of her own."""
    played = play(SECOND, "500")
    played.do(Forward(1, GALINA), BORIS)
    played.do(Edit({"amount": "5000"}), BORIS)
    assert "self" not in decide(played, GALINA)


def test_a_task_of_a_former_release_has_the_policy_of_today() -> None:
    played = play(SECOND, None, form=[{"field": "amount"}])
    (one,) = played.card.tasks
    bare = {key: value for key, value in one.why.items() if key != "self_approval"}
    played.card = replace(played.card, tasks=(replace(one, why=bare),))
    with pytest.raises(Refusal, match="over_self_limit"):
        decide(played, BORIS, amount="5000")
