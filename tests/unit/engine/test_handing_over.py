"""Taking, handing over, pausing and waking a task."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Pause, Resume
from tests.support.small import ALICE, BORIS, DARIA, EGOR, GALINA, VICTOR, Game, Part, stage, task
from tests.support.toy import msk

LADDER: list[Part] = [
    {"key": "remind", "after": {"work_hours": 4}, "do": "remind"},
    {"key": "tell", "since": "remind", "after": {"work_hours": 1}, "do": "escalate", "to": [{"role": "ops"}]},
    {"key": "undecided", "since": "taken", "while": "taken", "after": {"work_hours": 2}, "do": "remind"},
]
DUE = [{"after": {"work_hours": 6}}]


def game(**words: Any) -> Game:
    return Game(
        stage("w1", task(**{"assignee": [{"role": "one"}], "ladder": LADDER, "due": DUE, **words}), next="done")
    )


def test_of_several_the_taker_is_named_first() -> None:
    played = game(assignee=[{"role": "two"}])
    played.take(DARIA)
    assert played.holders() == [DARIA, BORIS]
    with pytest.raises(Refusal, match="already_taken"):
        played.take(BORIS)


def test_handed_over_with_a_ladder_from_its_beginning() -> None:
    played = game().at(msk("2026-07-02 15:00"))  # reminded; the escalation would come at 16:00
    played.hand_over(DARIA, VICTOR)
    assert (played.holders(), played.told("task_opened")) == ([VICTOR], [DARIA, VICTOR])
    played.at(msk("2026-07-03 09:59"))
    assert played.told("reminder") == [DARIA]
    assert played.at(msk("2026-07-03 10:00")).told("reminder") == [DARIA, VICTOR]
    assert played.at(msk("2026-07-03 11:00")).told("escalation") == [EGOR]


def test_timers_of_the_new_holder_have_names_of_their_own() -> None:
    """A name that has fired is never armed again: the rows of timers would keep it fired."""
    played = game().at(msk("2026-07-02 15:00"))
    fired = {timer.key for decision in played.decisions for timer in decision.armed}
    played.hand_over(DARIA, VICTOR)
    assert not fired & set(played.timers())


def test_back_and_forth_tells_each_time() -> None:
    played = game()
    for one, other in ((DARIA, VICTOR), (VICTOR, DARIA), (DARIA, VICTOR)):
        played.hand_over(one, other)
    keys = [effect.dedup for decision in played.decisions for effect in decision.effects]
    assert len(keys) == len(set(keys)) == 4


@pytest.mark.parametrize(
    ("words", "by", "to", "code"),
    [
        ({"delegate": False}, DARIA, VICTOR, "not_delegable"),
        ({}, VICTOR, EGOR, "not_your_task"),
        ({"may_also": [{"role": "ops"}]}, EGOR, VICTOR, "not_your_task"),
        ({}, DARIA, 99, "no_such_person"),
        ({}, DARIA, DARIA, "already_theirs"),
        ({}, DARIA, ALICE, "may_not_decide"),
        ({"not_decided_by": ["author"], "kind": "perform"}, DARIA, ALICE, "may_not_decide"),
    ],
)
def test_handing_over_is_refused(words: Part, by: int, to: int, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        game(**words).hand_over(by, to)


def test_work_may_be_handed_to_the_author_and_is_not_to_who_has_left() -> None:
    played = game(kind="perform")
    played.dismiss(VICTOR)
    with pytest.raises(Refusal, match="no_such_person"):
        played.hand_over(DARIA, VICTOR)
    played.hand_over(DARIA, ALICE)
    assert played.holders() == [ALICE]


def test_a_pause_keeps_the_minutes_of_deadline_and_ladder() -> None:
    played = game(pause={"max_days": 7}).at(msk("2026-07-02 12:00"))  # 4 of 6 hours and 2 of 4 are left
    played.pause(DARIA, days=4)
    assert played.at(msk("2026-07-06 11:00")).told("reminder") == []
    played.at(msk("2026-07-06 12:00"))  # wakes by itself
    assert played.told("task_returned") == [DARIA]
    assert played.card.open_tasks[0].due_at == msk("2026-07-06 17:00")
    assert played.timers()["remind"] == msk("2026-07-06 15:00")


def test_waking_at_night_nags_nobody_before_the_morning() -> None:
    played = game(pause={"max_days": 7}, due=[{"after": {"hours": 11}}], ladder=[])
    played.at(msk("2026-07-02 18:30")).pause(DARIA)
    played.at(msk("2026-07-02 23:00")).do(Resume(played.n()), DARIA)
    assert played.card.open_tasks[0].due_at == msk("2026-07-03 09:00")


@pytest.mark.parametrize(
    ("days", "code"), [(0, "pause_length"), (-1, "pause_length"), (2.9, "pause_length"), (2.1, ""), (2, "")]
)
def test_a_pause_has_its_limit_in_days_of_the_calendar(days: float, code: str) -> None:
    played = game(pause={"max_days": 2})
    if not code:
        played.pause(DARIA, days)
        return
    with pytest.raises(Refusal, match=code):
        played.pause(DARIA, days)


def test_pauses_are_refused() -> None:
    with pytest.raises(Refusal, match="not_pausable"):
        game().pause(DARIA)
    played = game(pause={})
    with pytest.raises(Refusal, match="reason_required"):
        played.pause(DARIA, reason=" \u200b")
    with pytest.raises(Refusal, match="not_paused"):
        played.do(Resume(played.n()), DARIA)
    played.pause(DARIA)
    with pytest.raises(Refusal, match="already_paused"):
        played.do(Pause(played.n(), played.now + timedelta(days=1), "Ещё"), DARIA)


def test_from_the_third_pause_on_the_head_is_told() -> None:
    played = game(pause={"max_days": 7})
    for _ in range(3):
        played.pause(DARIA)
        played.do(Resume(played.n()), DARIA)
    assert played.told("paused_often") == [GALINA]


def test_taking_a_sleeping_task_wakes_it() -> None:
    """Else its ladder would run while it sleeps, and be lost when it wakes."""
    played = game(pause={"max_days": 7}, assignee=[{"role": "two"}])
    played.pause(BORIS)
    played.take(DARIA)
    assert played.card.open_tasks[0].paused is None
    assert list(played.timers()) == ["undecided"]
    assert played.at(msk("2026-07-02 12:00")).told("reminder") == [DARIA, BORIS]


def test_handing_over_a_sleeping_task_gives_its_deadline_the_time_it_slept() -> None:
    played = game(pause={"max_days": 7}).at(msk("2026-07-02 12:00"))
    played.pause(DARIA, days=4)
    played.at(msk("2026-07-03 12:00")).hand_over(DARIA, VICTOR)
    assert played.card.open_tasks[0].due_at == msk("2026-07-03 17:00")


def test_a_sleeping_task_may_be_decided() -> None:
    played = game(pause={"max_days": 7})
    played.pause(DARIA)
    played.decide(DARIA)
    assert (played.card.stage, played.card.timers) == ("done", ())


def dated() -> Game:
    work = task(assignee=[{"role": "one"}], pause={"max_days": 7}, ladder=LADDER, due=[{"field": "due"}])
    return Game(stage("w1", work, next="done"), fields={"due": "2026-07-10"})


def test_a_date_edited_while_the_task_sleeps_holds_when_it_wakes() -> None:
    played = dated()
    played.pause(DARIA, days=1)
    played.edit(due="2026-07-08")
    assert played.card.open_tasks[0].due_at == msk("2026-07-10 18:00")
    assert "task.redated" not in played.said()
    played.at(msk("2026-07-03 10:00"))
    assert played.card.open_tasks[0].due_at == msk("2026-07-08 18:00")
    assert played.told("task_redated") == [DARIA]
    assert list(played.timers()) == ["remind@1"]
    played.pause(DARIA, days=1)
    played.at(msk("2026-07-06 10:00"))
    assert played.said().count("task.redated") == 1


def test_a_date_that_is_edited_back_while_the_task_sleeps_gives_what_was_asked() -> None:
    played = dated()
    played.pause(DARIA, days=1)
    played.edit(due="2026-07-08")
    played.edit(due="2026-07-10")
    played.at(msk("2026-07-03 10:00"))
    assert played.card.open_tasks[0].due_at == msk("2026-07-10 18:00")
