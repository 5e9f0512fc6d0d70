"""Taking one's own decision back within a few minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Ask, ChildFinished, Complete, Edit, Take, Undo
from tests.support.small import ALICE, BORIS, DARIA, EGOR, VICTOR, Game, stage, task
from tests.support.toy import msk

ONE = [{"role": "one"}]
OPS = [{"role": "ops"}]


def two(**words: Any) -> Game:
    """Дарья, then Егор."""
    first = task("first", **{"assignee": ONE, "due": [{"after": {"work_hours": 6}}], **words})
    return Game(stage("w1", first, next="w2"), stage("w2", task("second", assignee=OPS), next="done"))


def decided() -> Game:
    played = two()
    played.decide(DARIA, n=1)
    return played


def test_the_card_returns_and_the_task_is_open_again_with_its_deadline() -> None:
    played = decided()
    due = played.card.tasks[0].due_at
    played.at(msk("2026-07-02 10:05")).do(Undo(1), DARIA)
    assert (played.card.stage, played.open(), played.card.locked) == ("w1", ["first"], False)
    again = played.card.open_tasks[0]
    assert (again.n, again.due_at, again.visit, again.assignee) == (3, due, played.card.visit, DARIA)
    assert played.told("task_undone") == [EGOR]
    assert [task.state for task in played.card.tasks] == ["cancelled", "cancelled", "open"]
    played.decide(DARIA, n=3)
    assert played.card.stage == "w2"


def test_the_vote_of_one_of_several_comes_back_and_the_others_keep_theirs() -> None:
    played = Game(stage("w1", task(assignee=[{"role": "three"}], decide="all"), next="done"))
    for person in (BORIS, DARIA):
        played.vote(person)
    boris, daria, egor = played.card.tasks
    with pytest.raises(Refusal, match="undo_acted"):
        played.do(Undo(boris.n), BORIS)  # Дарья has voted since
    played.do(Undo(daria.n), DARIA)
    assert [(task.n, task.state) for task in played.card.tasks] == [
        (boris.n, "done"),
        (daria.n, "cancelled"),
        (egor.n, "open"),
        (4, "open"),
    ]
    played.vote(DARIA)
    played.vote(EGOR)
    assert played.card.stage == "done"


def test_what_the_decision_closed_is_open_again() -> None:
    played = Game(stage("w1", task(assignee=ONE), task("other", assignee=OPS), next="done"))
    played.decide(DARIA, "no")
    assert played.card.stage == "refused"
    played.do(Undo(1), DARIA)
    assert (played.card.stage, sorted(played.open())) == ("w1", ["check", "other"])
    assert played.told("task_opened") == [DARIA, EGOR, EGOR]


def test_a_chain_goes_back_one_step() -> None:
    played = Game(stage("w1", task(assignee=[*ONE, *OPS], chain=True), next="done"))
    played.decide(DARIA)
    played.do(Undo(1), DARIA)
    assert (played.holders(), played.card.open_tasks[0].chain) == ([DARIA], (EGOR,))


def test_only_who_decided_and_only_for_a_few_minutes() -> None:
    played = decided()
    with pytest.raises(Refusal, match="not_your_decision"):
        played.do(Undo(1), EGOR)
    with pytest.raises(Refusal, match="nothing_to_undo"):
        played.do(Undo(2), EGOR)
    with pytest.raises(Refusal, match="no_such_task"):
        played.do(Undo(9), DARIA)
    played.at(played.now + timedelta(minutes=5, seconds=1))
    with pytest.raises(Refusal, match="undo_late"):
        played.do(Undo(1), DARIA)


def test_the_process_may_forbid_it() -> None:
    played = Game(stage("w1", task(assignee=ONE), next="done"), undo_minutes=0)
    played.decide(DARIA)
    played.at(played.now + timedelta(seconds=1))
    with pytest.raises(Refusal, match="undo_late"):
        played.do(Undo(1), DARIA)


@pytest.mark.parametrize(
    ("act", "by"),
    [(Take(2), EGOR), (Complete(2, "yes"), EGOR), (Edit({"title": "Иначе"}), ALICE)],
)
def test_not_after_somebody_has_acted(act: Any, by: int) -> None:
    played = decided()
    played.do(act, by)
    with pytest.raises(Refusal, match="undo_acted"):
        played.do(Undo(1), DARIA)


def test_not_after_it_was_forwarded() -> None:
    played = decided()
    played.hand_over(EGOR, VICTOR, 2)
    with pytest.raises(Refusal, match="undo_acted"):
        played.do(Undo(1), DARIA)


@pytest.mark.parametrize(
    "robot",
    [
        {"do": "set", "fields": {"owner": "author"}},
        {"do": "create_card", "key": "errand", "card_type": "paper"},
        {"do": "move", "stage": "w2"},
    ],
)
def test_not_when_robots_did_more_than_tell_people(robot: dict[str, Any]) -> None:
    yes = {"key": "yes", "title": "Да", "robots": [robot]}
    played = two(outcomes=[yes], otherwise=[{"head_of": "owner"}])
    played.decide(DARIA, n=1)
    with pytest.raises(Refusal, match="undo_robots"):
        played.do(Undo(1), DARIA)


def test_what_robots_filled_in_is_as_it_was() -> None:
    robot = {"do": "set", "fields": {"title": '"решено"', "count": "skipped + 1"}}
    played = two(outcomes=[{"key": "yes", "title": "Да", "robots": [robot]}])
    played.do(Edit({"title": "Бумага"}), ALICE)
    played.decide(DARIA, n=1)
    assert played.card.fields == {"title": "решено", "count": "1"}
    played.do(Undo(1), DARIA)
    assert played.card.fields == {"title": "Бумага", "count": None}


def test_a_notice_of_a_robot_does_not_matter() -> None:
    tell = {"do": "notify", "to": [{"author": True}], "text": "Решено"}
    played = two(outcomes=[{"key": "yes", "title": "Да", "robots": [tell]}])
    played.decide(DARIA, n=1)
    played.do(Undo(1), DARIA)
    assert played.card.stage == "w1"


def test_not_back_to_a_stage_that_waited_for_a_card() -> None:
    child = {"do": "create_card", "key": "errand", "card_type": "paper", "wait": True}
    played = Game(stage("w1", task(assignee=ONE), next="w2", on_enter=[child]), stage("w2", task("b"), next="done"))
    played.do(ChildFinished("errand", played.card.visit, "success"))
    played.decide(DARIA, n=1)
    with pytest.raises(Refusal, match="undo_acted"):
        played.do(Undo(1), DARIA)


def test_the_lock_of_the_first_approval_goes_and_that_of_an_earlier_one_stays() -> None:
    played = decided()
    played.decide(EGOR, n=2)
    played.do(Undo(2), EGOR)
    assert (played.card.stage, played.card.locked) == ("w2", True)


def test_it_comes_back_to_the_substitute_of_who_has_gone_meanwhile() -> None:
    played = two(assignee=[{"role": "two"}])
    played.decide(BORIS, n=1)
    played.away(DARIA, VICTOR)
    played.do(Undo(1), BORIS)
    assert played.holders() == [BORIS, VICTOR]


def test_opinions_are_not_undone() -> None:
    played = two()
    played.do(Ask(1, VICTOR, "Как?"), DARIA)
    played.do(Complete(2, "given", "Так"), VICTOR)
    with pytest.raises(Refusal, match="nothing_to_undo"):
        played.do(Undo(2), VICTOR)


def test_what_the_decision_filled_in_is_as_it_was() -> None:
    form = [{"field": "count"}, {"field": "title"}]
    played = Game(
        stage("w1", task(assignee=ONE, form=form), next="w2"),
        stage("w2", task("second", assignee=OPS), next="done"),
    )
    played.decide(DARIA, n=1, count="5", title="Иначе")
    edition = played.card.edition
    played.do(Undo(1), DARIA)
    assert (played.card.fields.get("count"), played.card.fields.get("title")) == (None, None)
    assert played.card.edition == edition + 1
    said = next(line for line in played.decisions[-1].lines if line.kind == "card.edited")
    assert dict(said.values) == {"count": ["5", None], "title": ["Иначе", None]}
    with pytest.raises(Refusal, match="changed_since_seen"):
        played.do(Complete(3, "yes", edition=edition), DARIA)


def test_not_after_what_was_filled_in_has_been_edited() -> None:
    played = two(form=[{"field": "count"}])
    played.decide(DARIA, n=1, count="5")
    played.do(Edit({"title": "Иначе"}), ALICE)
    with pytest.raises(Refusal, match="undo_acted"):
        played.do(Undo(1), DARIA)


def test_what_a_substitute_undoes_goes_to_who_is_back() -> None:
    played = Game(stage("w1", task(assignee=[{"role": "one"}]), next="done"))
    played.away(DARIA, VICTOR)
    played.cover()
    played.decide(VICTOR)
    played.back(DARIA)
    played.do(Undo(1), VICTOR)
    assert (played.holders(), dict(played.card.open_tasks[0].behalf)) == ([DARIA], {})
    assert played.told("task_opened")[-1:] == [DARIA]
