"""Robots and conditions: routing, computed fields, child cards, circles."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import ChildFinished, Restart
from tests.support.small import ALICE, BORIS, DARIA, NO, VICTOR, Game, Part, stage, task

BIG = "amount > 1000"
AWAIT: Part = {"do": "create_card", "key": "errand", "card_type": "errand", "wait": True}


def move(to: str, when: str | None = None) -> Part:
    return {"do": "move", "stage": to, "when": when}


def effects(game: Game, kind: str) -> list[str]:
    return [effect.dedup for decision in game.decisions for effect in decision.effects if effect.kind == kind]


@pytest.mark.parametrize(("amount", "to"), [("1000.01", "board"), ("1000", "done")])
def test_a_condition_chooses_the_way(amount: str, to: str) -> None:
    yes = {"key": "yes", "title": "Да", "to": "done", "robots": [move("board", BIG)]}
    game = Game(
        stage("w1", task(outcomes=[yes, NO])), stage("board", task("sign"), next="done"), fields={"amount": amount}
    )
    game.decide(BORIS)
    assert game.card.stage == to


def test_a_task_whose_condition_fails_is_not_opened() -> None:
    assert Game(stage("w1", task(when=BIG), next="done")).card.stage == "done"
    assert Game(stage("w1", task(when=BIG), next="done"), fields={"amount": "2000"}).open() == ["check"]


def test_a_button_whose_condition_fails_does_not_work() -> None:
    game = Game(stage("w1", task(outcomes=[{"key": "yes", "title": "Да", "when": BIG}, NO]), next="done"))
    with pytest.raises(Refusal, match="outcome_unavailable"):
        game.decide(BORIS)


def test_the_robot_that_moves_is_the_last_of_its_place() -> None:
    later = {"do": "notify", "to": [{"author": True}], "text": "!"}
    game = Game(stage("w1", on_enter=[move("w2"), later]), stage("w2", task(), next="done"))
    assert (game.card.stage, game.told("robot")) == ("w2", [])


def test_robots_in_a_circle_are_stopped() -> None:
    with pytest.raises(Refusal, match="robots_in_circle"):
        Game(stage("w1", on_enter=[move("w2")]), stage("w2", on_enter=[move("w1")]))


def test_a_draft_that_a_robot_sends_off_is_created() -> None:
    draft: Part = {"key": "draft", "kind": "start", "title": "Черновик", "on_enter": [move("w1")]}
    done: Part = {"key": "done", "kind": "success", "title": "Готово"}
    stages = [draft, stage("w1", task(outcomes=[{"key": "yes", "title": "Да"}]), next="done"), done]
    assert Game(stage("w1"), stages=stages, withdraw=None, restart=None).card.stage == "w1"


def test_a_robot_computes_fields() -> None:
    robot = {"do": "set", "fields": {"count": "count + 1", "title": '"готово"', "owner": "author"}}
    game = Game(stage("w1", task(), on_enter=[robot], next="done"), fields={"count": "1"})
    assert game.card.fields == {"count": "2", "title": "готово", "owner": ALICE}


def test_what_a_robot_changes_is_a_new_edition() -> None:
    """Only a new edition is stored; and nobody decides on what they have not seen."""
    clock = {"key": "count", "after": {"hours": 1}, "robots": [{"do": "set", "fields": {"count": "count + 1"}}]}
    game = Game(stage("w1", task(), next="done", timers=[clock]), fields={"count": "1"})
    edition = game.card.edition
    game.at(game.card.timers[0].due_at)
    assert (game.card.edition, game.card.fields["count"]) == (edition + 1, "2")


def test_a_robot_that_changes_nothing_says_nothing() -> None:
    game = Game(stage("w1", task(), on_enter=[{"do": "set", "fields": {"owner": "author"}}], next="done"))
    before = game.said().count("card.edited")
    again = Game(
        stage("w1", task(), on_enter=[{"do": "set", "fields": {"owner": "author"}}], next="done"),
        fields={"owner": ALICE},
    )
    assert (before, again.said().count("card.edited")) == (1, 0)


def test_a_robot_whose_value_does_not_fit_stops_the_step() -> None:
    robot = {"do": "set", "fields": {"amount": "count - 5"}}
    with pytest.raises(Refusal, match="robot_value"):
        Game(stage("w1", task(), on_enter=[robot], next="done"), fields={"count": "1"})


def test_a_robot_that_changes_who_decides_sends_the_task_there() -> None:
    clock = {"key": "turn", "after": {"hours": 1}, "robots": [{"do": "set", "fields": {"owner": "author"}}]}
    work = task(assignee=[{"person_in": "owner"}], kind="perform")
    game = Game(stage("w1", work, next="done", timers=[clock]), fields={"owner": VICTOR})
    game.at(game.card.timers[-1].due_at)
    assert game.holders() == [ALICE]


def waiting(*tasks: Part, **words: Any) -> Game:
    return Game(stage("w1", *tasks, on_enter=[AWAIT], next="done", **words))


@pytest.mark.parametrize("kind", ["success", "failure"])
def test_a_card_waits_for_its_child(kind: Any) -> None:
    game = waiting()
    assert (game.card.stage, effects(game, "create_card")) == ("w1", ["child:v2.errand"])
    game.do(ChildFinished("errand", 2, kind))
    assert game.card.stage == "done"


@pytest.mark.parametrize("first", ["child", "task"])
def test_child_and_task_join_in_any_order(first: str) -> None:
    game = waiting(task())
    for part in ("child", "task") if first == "child" else ("task", "child"):
        assert game.card.stage == "w1"
        if part == "child":
            game.do(ChildFinished("errand", 2, "success"))
        else:
            game.decide(BORIS)
    assert game.card.stage == "done"


def test_a_child_is_finished_once() -> None:
    game = waiting(task())
    game.do(ChildFinished("errand", 2, "success"))
    with pytest.raises(Refusal, match="child_unknown"):
        game.do(ChildFinished("errand", 2, "failure"))
    with pytest.raises(Refusal, match="child_unknown"):
        game.do(ChildFinished("other", 2, "success"))


def test_a_child_of_an_earlier_visit_moves_nothing() -> None:
    game = waiting(task())
    game.decide(BORIS, "no")
    game.do(Restart(), ALICE)
    game.do(ChildFinished("errand", 2, "success"))
    assert [child.state for child in game.card.children] == ["awaited", "success"]
    game.decide(DARIA)
    assert game.card.stage == "w1"


def test_a_finished_child_is_not_awaited_anew() -> None:
    """A timer that repeats asks for the same child: one card per visit, and the card does not wait for ever."""
    clock = {"key": "again", "every": {"hours": 1}, "robots": [AWAIT]}
    game = Game(stage("w1", task(), next="done", timers=[clock]))
    game.at(game.card.timers[0].due_at)
    game.do(ChildFinished("errand", 2, "success"))
    game.at(game.card.timers[0].due_at)
    game.decide(BORIS)
    assert (game.card.stage, len(set(effects(game, "create_card")))) == ("done", 1)
