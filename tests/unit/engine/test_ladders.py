"""Reminders and escalations: repeated, late, over; and timers that come twice or too late."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from marshrut.engine.happenings import Fire
from tests.support.small import ALICE, BORIS, DARIA, EGOR, Game, Part, stage, task
from tests.support.toy import msk

OPS = [{"role": "ops"}]
EVERY: Part = {"key": "check", "every": {"work_hours": 1}, "do": "remind"}
AFTER: Part = {"key": "remind", "after": {"work_hours": 2}, "do": "remind"}
THEN: Part = {"key": "tell", "since": "remind", "after": {"work_hours": 3}, "do": "escalate", "to": OPS}


def game(*ladder: Part, **words: Any) -> Game:
    return Game(stage("w1", task(assignee=[{"role": "one"}], ladder=ladder, **words), next="done"))


def late(played: Game, at: str) -> Game:
    """The worker was off: whatever is due fires only now, each timer once."""
    played.now = msk(at)
    for timer in played.card.timers:
        if timer.due_at <= played.now:
            played.do(Fire(timer.key, timer.visit, timer.due_at, timer.task, timer.ordinal))
    return played


def test_missed_repetitions_are_not_made_up_for() -> None:
    played = late(game(EVERY), "2026-07-02 15:30")  # 11:00, 12:00, 13:00, 15:00 have passed
    assert played.told("reminder") == [DARIA]
    assert played.timers() == {"check": msk("2026-07-02 16:00")}


def test_a_late_timer_gives_those_after_it_their_full_time() -> None:
    assert late(game(AFTER, THEN), "2026-07-02 15:00").timers() == {"tell": msk("2026-07-02 18:00")}


def test_a_timer_of_some_minutes_counts_as_on_time() -> None:
    assert late(game(AFTER, THEN), "2026-07-02 12:10").timers() == {"tell": msk("2026-07-02 16:00")}


def test_repetitions_end() -> None:
    played = game({**EVERY, "times": 2}).at(msk("2026-07-03 18:00"))
    assert (len(played.told("reminder")), played.timers()) == (2, {})


def test_an_escalation_adds_people_and_takes_nobody_away() -> None:
    played = game({**THEN, "since": "opened", "to": [*OPS, {"role": "one"}, {"author": True}]})
    played.at(msk("2026-07-02 18:00"))
    assert (played.holders(), played.card.open_tasks[0].escalated) == ([DARIA], (EGOR,))
    played.decide(DARIA)
    assert played.card.stage == "done"


def test_telling_somebody_gives_no_right() -> None:
    played = game({**THEN, "since": "opened", "may_decide": False}).at(msk("2026-07-02 18:00"))
    assert (played.told("escalation"), played.card.open_tasks[0].escalated) == ([EGOR], ())


def test_a_group_is_not_escalated_to_its_own_members() -> None:
    rung = {**THEN, "since": "opened", "to": [{"role": "three"}]}
    played = game(rung, decide="all")
    played = Game(stage("w1", task(assignee=[{"role": "two"}], decide="all", ladder=[rung]), next="done"))
    played.at(msk("2026-07-02 18:00"))
    assert [one.escalated for one in played.card.open_tasks] == [(EGOR,), (EGOR,)]


@pytest.mark.parametrize("stored", [False, True])
def test_a_timer_that_comes_twice_is_stale(stored: bool) -> None:
    """A slow worker may bring a timer that another one has settled."""
    played = game(AFTER, THEN)
    if stored:
        played.card = replace(played.card, timers=tuple(replace(t, id=7) for t in played.card.timers))
    timer = played.card.timers[0]
    what = Fire(timer.key, timer.visit, timer.due_at, timer.task, timer.ordinal, timer.id)
    played.now = timer.due_at
    assert played.do(what).settled == (timer, "fired")
    again = played.do(what)
    assert (again.settled, again.lines, again.effects, again.armed) == ((timer, "stale"), (), (), ())


def test_a_timer_of_a_closed_task_is_stale() -> None:
    played = game(AFTER)
    timer = played.card.timers[0]
    played.decide(DARIA)
    what = Fire(timer.key, timer.visit, timer.due_at, timer.task, timer.ordinal)
    assert played.do(what).settled == (timer, "stale")


def test_a_timer_that_was_armed_anew_is_another_one() -> None:
    """After a pause the name is the same, the row is not."""
    played = game(AFTER, pause={})
    played.pause(DARIA)
    played.at(msk("2026-07-03 10:00"))
    played.card = replace(played.card, timers=tuple(replace(t, id=8) for t in played.card.timers))
    old = Fire("remind", played.card.visit, msk("2026-07-02 12:00"), played.n(), 1, id=7)
    assert played.do(old).lines == ()
    assert played.timers() == {"remind": msk("2026-07-03 12:00")}


def test_timers_of_a_stage_run_until_it_is_left() -> None:
    clock = {
        "key": "day",
        "every": {"work_days": 1},
        "robots": [{"do": "notify", "to": [{"author": True}], "text": "!"}],
    }
    played = Game(stage("w1", task(), next="done", timers=[clock])).at(msk("2026-07-06 12:00"))
    assert played.told("robot") == [ALICE, ALICE]
    keys = [effect.dedup for decision in played.decisions for effect in decision.effects]
    assert len(keys) == len(set(keys)), "the second notice would be taken for the first"
    played.decide(BORIS)
    assert played.timers() == {}


def test_a_timer_may_carry_the_card_on() -> None:
    clock = {"key": "over", "after": {"days": 1}, "robots": [{"do": "move", "stage": "refused"}]}
    played = Game(stage("w1", task(), next="done", timers=[clock])).at(msk("2026-07-03 10:00"))
    assert (played.card.stage, played.open()) == ("refused", [])
