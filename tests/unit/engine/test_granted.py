"""Rights the company grants on a stage: deciding tasks of others (“granted”), handing them on (“manage”)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from marshrut.engine.decide import decide
from marshrut.engine.decision import Decision, Refusal
from marshrut.engine.happenings import Complete, Forward, Happening
from tests.support.small import ALICE, BORIS, DARIA, EGOR, GALINA, VICTOR, Game, stage, task


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
    played = game(delegate=False, kind="perform")
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


def test_a_manager_hands_on_no_task_of_his_own_card() -> None:
    for kind in ("approve", "perform"):
        played = game(kind=kind, may_also=[{"role": "three"}])
        with pytest.raises(Refusal, match="not_on_own_card"):
            act(played, Forward(played.n(), BORIS), ALICE, managing=True)


def test_a_manager_gives_himself_nothing() -> None:
    for kind in ("approve", "perform"):
        played = game(kind=kind, may_also=[{"role": "ops"}])
        with pytest.raises(Refusal, match="not_to_yourself"):
            act(played, Forward(played.n(), EGOR), EGOR, managing=True)


def test_whose_task_it_is_hands_it_on_as_ever() -> None:
    """Managing takes nothing away from a holder."""
    played = game()
    handed = act(played, Forward(played.n(), VICTOR), DARIA, managing=True)
    assert [one.assignee for one in handed.card.open_tasks] == [VICTOR]


LADDER = [{"key": "late", "after": {"work_hours": 1}, "do": "escalate", "to": [{"role": "late"}]}]
TELL = [{"key": "late", "after": {"work_hours": 1}, "do": "escalate", "to": [{"role": "late"}], "may_decide": False}]


@pytest.mark.parametrize(
    ("words", "to", "known"),
    [
        ({}, VICTOR, False),
        ({}, GALINA, True),  # she heads the holder
        ({}, BORIS, True),  # he heads the author
        ({"may_also": [{"role": "late"}]}, VICTOR, True),
        ({"otherwise": [{"role": "late"}]}, VICTOR, True),
        ({"ladder": LADDER}, VICTOR, True),
        ({"ladder": TELL}, VICTOR, False),
    ],
)
def test_a_manager_gives_an_approval_to_whom_the_route_knows(words: dict[str, Any], to: int, known: bool) -> None:
    played = game(kind="approve", **words)
    played.company = replace(played.company, roles={**played.company.roles, "late": (VICTOR,)})
    if known:
        handed = act(played, Forward(played.n(), to), EGOR, managing=True)
        assert [one.assignee for one in handed.card.open_tasks] == [to]
        return
    with pytest.raises(Refusal, match="not_of_the_route"):
        act(played, Forward(played.n(), to), EGOR, managing=True)


def test_a_closed_task_is_not_handed_on() -> None:
    played = game()
    n = played.n()
    played.decide(DARIA)
    with pytest.raises(Refusal, match="task_closed"):
        act(played, Forward(n, VICTOR), EGOR, managing=True)
