"""Rights the company grants on a stage: deciding tasks of others (“granted”), handing them on (“manage”)."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine.decide import decide
from marshrut.engine.decision import Decision, Refusal
from marshrut.engine.happenings import Complete, Forward, Happening
from tests.support.small import ALICE, BORIS, DARIA, EGOR, VICTOR, Game, stage, task


def game(**words: Any) -> Game:
    return Game(stage("w1", task(**{"assignee": [{"role": "one"}], **words}), next="done"))


def act(played: Game, happening: Happening, person: int, **granted: bool) -> Decision:
    return decide(played.definition, played.card, happening, played.now, played.company, person, **granted)


def test_a_granted_decision_is_told_as_made_for_the_assignee() -> None:
    played = game()
    done = act(played, Complete(played.n(), "yes"), EGOR, deciding=True)
    (line,) = [line for line in done.lines if line.kind == "task.completed"]
    assert (done.card.stage, line.body["how"], line.body["for"]) == ("done", "granted", DARIA)


def test_without_the_grant_it_is_refused() -> None:
    played = game()
    with pytest.raises(Refusal, match="not_your_task"):
        act(played, Complete(played.n(), "yes"), EGOR)


def test_a_grant_widens_no_duty_separation() -> None:
    cases: list[tuple[int, dict[str, Any]]] = [(ALICE, {}), (BORIS, {"not_decided_by": ["first"]})]
    for person, words in cases:
        first = stage("w0", task("first", assignee=[{"head_of": "author"}]), next="w1")
        played = Game(first, stage("w1", task(**{"assignee": [{"role": "one"}], **words}), next="done"))
        played.decide(BORIS, "yes", played.n("first"))
        with pytest.raises(Refusal, match="not_your_task"):
            act(played, Complete(played.n(), "yes"), person, deciding=True)


def test_a_manager_hands_on_the_open_task_of_anybody() -> None:
    played = game(delegate=False)
    handed = act(played, Forward(played.n(), VICTOR), EGOR, managing=True)
    assert [one.assignee for one in handed.card.open_tasks] == [VICTOR]
    with pytest.raises(Refusal):
        act(played, Forward(played.n(), VICTOR), EGOR)


def test_a_manager_neither_decides_nor_gives_an_approval_to_the_author() -> None:
    played = game(kind="approve")
    with pytest.raises(Refusal, match="not_your_task"):
        act(played, Complete(played.n(), "yes"), EGOR, managing=True)
    with pytest.raises(Refusal, match="may_not_decide"):
        act(played, Forward(played.n(), ALICE), EGOR, managing=True)


def test_a_closed_task_is_not_handed_on() -> None:
    played = game()
    n = played.n()
    played.decide(DARIA)
    with pytest.raises(Refusal, match="task_closed"):
        act(played, Forward(n, VICTOR), EGOR, managing=True)
