"""Tasks of who is not there: passed on, decided on behalf, and given back. Галина heads Борис, Дарья, Егор, Виктор."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.doubts import doubtful
from marshrut.engine.happenings import Cover, Resume
from marshrut.engine.people import right
from marshrut.engine.run import Run
from tests.support.small import ALICE, BORIS, DARIA, EGOR, GALINA, VICTOR, Game, Part, stage, task
from tests.support.toy import msk

LADDER: list[Part] = [{"key": "remind", "after": {"work_hours": 4}, "do": "remind"}]


def game(**words: Any) -> Game:
    return Game(stage("w1", task(**{"assignee": [{"role": "one"}], "ladder": LADDER, **words}), next="done"))


def rights(played: Game) -> dict[int, str]:
    run = Run(played.definition, played.card, played.now, played.company, None)
    found = {person: right(run, played.card.open_tasks[0], person) for person in range(1, 7)}
    return {person: one for person, one in found.items() if one}


def test_an_open_task_passes_to_the_substitute_and_comes_back() -> None:
    played = game()
    played.away(DARIA, VICTOR)
    assert played.cover() == ["task.passed"]
    assert (played.holders(), rights(played)) == ([VICTOR], {VICTOR: "substitute"})
    assert (played.told("task_passed"), played.told("task_gone")) == ([VICTOR], [DARIA])
    played.back(DARIA)
    assert played.cover() == ["task.returned"]
    assert (played.holders(), rights(played)) == ([DARIA], {DARIA: "own"})
    assert played.told("task_gone") == [DARIA, VICTOR]
    assert played.card.open_tasks[0].behalf == {}


def test_the_line_says_for_whom_and_why() -> None:
    played = game()
    played.away(DARIA, VICTOR)
    line = played.do(Cover()).lines[0]
    link = {"of": DARIA, "to": VICTOR, "because": "absence", "by": "substitute", "absence": DARIA}
    assert line.automatic
    assert dict(line.body) == {
        "task": 1, "key": "check", "from": DARIA, "to": VICTOR, "holders": [VICTOR], "links": [link],
    }  # fmt: skip


def test_a_decision_on_behalf_names_both() -> None:
    played = game()
    played.away(DARIA, VICTOR)
    played.decide(VICTOR)
    said = next(line for line in played.decisions[-1].lines if line.kind == "task.completed")
    assert (said.body["for"], said.body["how"]) == (DARIA, "substitute")
    assert [(one["of"], one["to"]) for one in said.body["links"]] == [(DARIA, VICTOR)]
    assert played.card.tasks[0].decided_by == VICTOR


def test_who_is_away_cannot_decide_and_rights_are_exact_to_the_minute() -> None:
    """No worker came by: the decision itself looks who is there."""
    played = game()
    played.away(DARIA, VICTOR, days=1)
    with pytest.raises(Refusal, match="not_your_task"):
        played.decide(DARIA)
    played.at(msk("2026-07-03 10:00"))
    with pytest.raises(Refusal, match="not_your_task"):
        played.decide(VICTOR)
    played.decide(DARIA)
    assert played.card.stage == "done"


def test_a_task_opened_during_an_absence_goes_to_the_substitute_at_once() -> None:
    first, second = task(assignee=[{"role": "ops"}]), task("second", assignee=[{"role": "one"}])
    played = Game(stage("w1", first, next="w2"), stage("w2", second, next="done"))
    played.away(DARIA, VICTOR)
    played.decide(EGOR)
    opened = next(line for line in played.decisions[-1].lines if line.kind == "task.opened")
    assert (opened.body["to"], opened.body["links"][0]["of"]) == ([VICTOR], DARIA)
    assert (played.told("task_opened")[-1], "task.passed" in played.said()) == (VICTOR, False)


def test_a_dismissed_holder_is_replaced_by_the_head() -> None:
    played = game()
    played.dismiss(DARIA)
    played.cover()
    assert (played.holders(), rights(played)) == ([GALINA], {GALINA: "substitute"})
    assert played.card.open_tasks[0].behalf[GALINA][0].because == "dismissal"
    assert played.told("task_gone") == []


def test_the_author_never_stands_in_on_their_own_card() -> None:
    played = game()
    played.away(DARIA, ALICE, EGOR)
    played.cover()
    assert played.holders() == [EGOR]


def test_nobody_passes_on_what_they_may_not_hold() -> None:
    """The author's substitute does not decide the author's request as a substitute's substitute."""
    played = game()
    played.away(DARIA, ALICE)
    played.away(ALICE, VICTOR)
    played.cover()
    assert played.holders() == [GALINA]


def test_one_voice_through_the_substitute() -> None:
    """Who decided for somebody, and for whom it was decided, are both no second pair of eyes."""
    first = task("first", assignee=[{"role": "one"}])
    second = task("second", assignee=[{"role": "three"}], not_decided_by=["first"], decide="all")
    played = Game(stage("w1", first, next="w2"), stage("w2", second, next="done"))
    played.away(DARIA, EGOR)
    played.decide(EGOR, n=played.n("first"))
    assert played.holders() == [BORIS]


def test_a_stand_in_gets_no_second_vote() -> None:
    played = game(assignee=[{"role": "three"}], decide="all")
    played.away(DARIA, EGOR, BORIS, VICTOR)
    played.cover()
    assert sorted(played.holders()) == [BORIS, EGOR, VICTOR]
    played.decide(EGOR, n=played.task_of(EGOR))
    played.away(BORIS, EGOR)
    played.cover()
    assert sorted(played.holders()) == [GALINA, VICTOR]


def test_of_several_the_others_are_nearer_than_a_head() -> None:
    played = game(assignee=[{"role": "three"}])
    played.away(DARIA)
    assert played.cover() == []
    assert played.holders() == [BORIS, DARIA, EGOR]
    played.away(BORIS, VICTOR)
    played.away(EGOR)
    played.cover()
    assert played.holders() == [VICTOR, DARIA, EGOR]
    played.away(VICTOR)
    played.cover()
    assert played.holders() == [GALINA, DARIA, EGOR], "nobody is left: one head"


def test_of_several_a_dismissed_one_is_left_out() -> None:
    played = game(assignee=[{"role": "two"}])
    played.dismiss(BORIS)
    assert played.cover() == ["task.passed"]
    assert played.holders() == [DARIA]


def test_a_chain_does_not_ask_twice_who_stood_in() -> None:
    played = Game(
        stage("w1", task(assignee=[{"person_in": "owner"}, {"role": "three"}], chain=True), next="done"),
        fields={"owner": VICTOR},
    )
    played.away(VICTOR, DARIA)
    played.decide(DARIA)
    assert played.holders() == [BORIS]
    played.decide(BORIS)
    assert played.holders() == [EGOR]


def test_the_ladder_begins_anew_for_the_stand_in_and_the_deadline_stays() -> None:
    played = game(due=[{"after": {"work_hours": 6}}]).at(msk("2026-07-02 12:00"))
    due = played.card.open_tasks[0].due_at
    played.away(DARIA, VICTOR)
    played.cover()
    assert played.card.open_tasks[0].due_at == due
    assert played.timers() == {"remind@1": msk("2026-07-02 17:00")}
    assert played.at(msk("2026-07-02 17:00")).told("reminder") == [VICTOR]


def test_a_sleeping_task_passes_asleep_and_wakes_with_a_ladder_of_its_own() -> None:
    played = game(pause={"max_days": 7}, due=[{"after": {"work_hours": 6}}]).at(msk("2026-07-02 12:00"))
    played.pause(DARIA, days=1)
    played.away(DARIA, VICTOR)
    played.cover()
    assert (played.holders(), played.card.open_tasks[0].paused is not None) == ([VICTOR], True)
    played.do(Resume(played.n()), VICTOR)
    assert played.card.open_tasks[0].due_at == msk("2026-07-02 17:00")
    assert played.timers() == {"remind@1": msk("2026-07-02 17:00")}


def test_what_the_absent_one_had_taken_is_free_again() -> None:
    played = game()
    played.take(DARIA)
    played.away(DARIA, VICTOR)
    played.cover()
    assert played.card.open_tasks[0].taken_at is None
    played.take(VICTOR)


def test_an_edit_finds_the_people_of_the_route_behind_the_stand_ins() -> None:
    played = game(assignee=[{"person_in": "owner"}, {"role": "one"}])
    played.away(DARIA, VICTOR)
    played.cover()
    played.edit(title="Иначе", owner=None)
    assert played.said().count("task.cancelled") == 0


def test_nobody_can_stand_in_so_it_stays() -> None:
    played = game()
    played.away(DARIA)
    played.away(GALINA)
    assert played.cover() == []
    assert played.holders() == [DARIA]


def test_a_timer_of_who_has_gone_is_put_down() -> None:
    played = game()
    timer = played.card.timers[0]
    played.away(DARIA, VICTOR)
    played.at(timer.due_at)
    assert (played.told("reminder"), played.holders()) == ([], [VICTOR])


def test_an_escalation_finds_who_stands_in_for_the_absent() -> None:
    """Else on the holiday of the operations manager nobody would hear of it."""
    tell = {"key": "tell", "after": {"work_hours": 1}, "do": "escalate", "to": [{"role": "ops"}]}
    played = game(ladder=[tell])
    played.away(EGOR, VICTOR)
    played.at(msk("2026-07-02 11:00"))
    assert (played.told("escalation"), rights(played)) == ([VICTOR], {DARIA: "own", VICTOR: "escalated"})


def test_an_escalation_does_not_find_the_author_in_somebody_elses_stead() -> None:
    tell = {"key": "tell", "after": {"work_hours": 1}, "do": "escalate", "to": [{"role": "ops"}]}
    played = game(ladder=[tell])
    played.away(EGOR, ALICE)
    played.at(msk("2026-07-02 11:00"))
    assert played.told("escalation") == [GALINA]


def test_a_head_who_stood_in_by_choice_does_not_among_several_once_it_is_by_seat() -> None:
    played = game(assignee=[{"role": "two"}])
    played.away(DARIA, GALINA)
    assert played.cover() == ["task.passed"]
    assert played.holders() == [BORIS, GALINA]
    played.away(DARIA)
    run = Run(played.definition, played.card, played.now, played.company, None)
    assert doubtful(played.company, played.now, run.matter(), played.card.author, played.card.tasks)
    assert played.cover() == ["task.returned"]
    assert played.holders() == [BORIS, DARIA]
