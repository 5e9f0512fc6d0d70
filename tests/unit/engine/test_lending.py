"""On a colleague's behalf and back; opinions; one more approver."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import AddApprover, Ask, Complete, Delegate, Forward, TakeBack, Withdraw
from marshrut.org.rules.absence import Away, Deputy
from tests.support.small import ALICE, BORIS, DARIA, EGOR, GALINA, VICTOR, Game, Part, stage, task

CHAIN = [{"role": "ops"}, {"role": "one"}]


def game(**words: Any) -> Game:
    return Game(stage("w1", task(**{"assignee": [{"role": "one"}], **words}), next="done"))


def test_lent_decided_by_the_colleague_in_my_name() -> None:
    played = game()
    played.lend(DARIA, VICTOR)
    assert (played.holders(), played.told("task_opened")) == ([VICTOR], [DARIA, VICTOR])
    with pytest.raises(Refusal, match="not_your_task"):
        played.decide(DARIA)
    played.decide(VICTOR)
    said = next(line for line in played.decisions[-1].lines if line.kind == "task.completed")
    assert (said.body["for"], said.body["how"]) == (DARIA, "delegate")


def test_taken_back_until_it_is_decided() -> None:
    played = game()
    played.lend(DARIA, VICTOR)
    with pytest.raises(Refusal, match="not_your_task"):
        played.do(TakeBack(1), VICTOR)
    played.do(TakeBack(1), DARIA)
    assert (played.holders(), played.told("task_gone")) == ([DARIA], [VICTOR])
    with pytest.raises(Refusal, match="not_your_task"):
        played.do(TakeBack(1), DARIA)
    played.lend(DARIA, VICTOR)
    played.decide(VICTOR)
    with pytest.raises(Refusal, match="task_closed"):
        played.do(TakeBack(1), DARIA)


def test_of_several_only_my_place_is_lent() -> None:
    played = game(assignee=[{"role": "two"}])
    played.lend(DARIA, VICTOR)
    assert played.holders() == [BORIS, VICTOR]
    with pytest.raises(Refusal, match="already_theirs"):
        played.lend(BORIS, DARIA)
    played.do(TakeBack(1), DARIA)
    assert played.holders() == [BORIS, DARIA]


def test_what_is_lent_is_not_lent_on_and_not_given_away() -> None:
    played = game()
    played.lend(DARIA, VICTOR)
    for act in (played.lend, played.hand_over):
        with pytest.raises(Refusal, match="not_yours_to_hand_on"):
            act(VICTOR, EGOR)


def test_nobody_lends_to_who_is_away_and_a_colleague_who_leaves_gives_it_back() -> None:
    played = game()
    played.away(EGOR)
    with pytest.raises(Refusal, match="colleague_away"):
        played.lend(DARIA, EGOR)
    played.lend(DARIA, VICTOR)
    played.away(VICTOR, BORIS)
    assert played.cover() == ["task.returned"]
    assert played.holders() == [DARIA]


def test_a_lent_task_stays_when_its_owner_goes_away() -> None:
    played = game()
    played.lend(DARIA, VICTOR)
    played.away(DARIA, EGOR)
    assert played.cover() == []
    assert played.holders() == [VICTOR]


def test_a_substitute_lends_until_the_absent_one_is_back() -> None:
    played = game()
    played.away(DARIA, VICTOR)
    played.cover()
    played.lend(VICTOR, EGOR)
    assert [link.to for link in played.card.open_tasks[0].behalf[EGOR]] == [VICTOR, EGOR]
    played.back(DARIA)
    played.cover()
    assert played.holders() == [DARIA]


def test_forwarding_is_for_good() -> None:
    played = game()
    played.hand_over(DARIA, EGOR)
    played.away(DARIA, VICTOR)
    played.back(DARIA)
    assert played.cover() == []
    assert (played.holders(), played.card.open_tasks[0].behalf) == ([EGOR], {})


def test_a_substitute_hands_on_only_what_he_stands_in_for() -> None:
    """It is not his to give away: forwarding delegates, and ends with the absence."""
    played = game()
    played.away(DARIA, VICTOR)
    played.cover()
    played.hand_over(VICTOR, EGOR)
    assert "task.delegated" in played.said()
    assert [link.of for link in played.card.open_tasks[0].behalf[EGOR]] == [DARIA, VICTOR]
    played.back(DARIA)
    played.cover()
    assert played.holders() == [DARIA]


@pytest.mark.parametrize("way", [Delegate, Forward])
def test_a_larger_sum_takes_back_what_a_substitute_of_small_sums_handed_on(way: type[Delegate] | type[Forward]) -> None:
    words: Part = task(assignee=[{"role": "one"}], kind="perform")
    played = Game(stage("w1", words, next="done"), fields={"amount": "50000"}, amount_field="amount")
    named = (Deputy(VICTOR, up_to=Decimal(100_000)), Deputy(BORIS, above=Decimal(100_000)))
    away = Away(1, played.now, played.now + timedelta(days=7), "vacation", named)
    played.company = replace(played.company, absences={DARIA: (away,)})
    played.cover()
    assert played.holders() == [VICTOR]
    played.do(way(played.n(), EGOR), VICTOR)
    played.edit(amount="60000")
    played.cover()
    assert played.holders() == [EGOR]
    played.edit(amount="5000000")
    with pytest.raises(Refusal, match="not_your_task"):
        played.decide(EGOR)
    played.cover()
    assert played.holders() == [BORIS]


# -- opinions ----------------------------------------------------------------------------------------------------------


def asked(played: Game) -> int:
    played.do(Ask(played.n(), VICTOR, "Стоит ли?"), DARIA)
    return played.n("opinion")


def test_an_opinion_is_asked_and_given_and_decides_nothing() -> None:
    played = game()
    n = asked(played)
    task = played.card.task(n)
    assert task is not None
    assert (task.assignee, task.question, task.asked_by, task.parent) == (VICTOR, "Стоит ли?", DARIA, 1)
    assert played.told("opinion_asked") == [VICTOR]
    with pytest.raises(Refusal, match="reason_required"):
        played.do(Complete(n, "given"), VICTOR)
    with pytest.raises(Refusal, match="not_your_task"):
        played.do(Complete(n, "given", "Нет"), DARIA)
    played.do(Complete(n, "given", "Стоит"), VICTOR)
    assert (played.card.stage, played.told("opinion_given"), played.open()) == ("w1", [DARIA], ["check"])
    played.do(Withdraw(), ALICE)  # an opinion is no decision yet
    assert played.card.stage == "refused"


def test_the_card_does_not_wait_for_an_opinion() -> None:
    played = game()
    n = asked(played)
    played.decide(DARIA, n=1)
    assert (played.card.stage, played.open()) == ("done", [])
    with pytest.raises(Refusal, match="task_closed"):
        played.do(Complete(n, "given", "Поздно"), VICTOR)


def test_an_opinion_closes_with_the_task_it_is_asked_in() -> None:
    played = Game(stage("w1", task(assignee=[{"role": "one"}]), task("other"), next="done"))
    asked(played)
    played.decide(DARIA)
    assert played.open() == ["other"]


@pytest.mark.parametrize(
    ("by", "person", "question", "code"),
    [
        (DARIA, VICTOR, " \u200b", "question_required"),
        (DARIA, VICTOR, "я" * 4001, "question_required"),
        (DARIA, DARIA, "Я сам?", "ask_yourself"),
        (DARIA, 99, "Кто?", "no_such_person"),
        (EGOR, VICTOR, "Можно?", "not_your_task"),
    ],
)
def test_asking_is_refused(by: int, person: int, question: str, code: str) -> None:
    played = game()
    with pytest.raises(Refusal, match=code):
        played.do(Ask(1, person, question), by)


def test_nobody_is_asked_twice_at_once_nor_asks_about_a_question() -> None:
    played = game()
    n = asked(played)
    with pytest.raises(Refusal, match="already_asked"):
        played.do(Ask(1, VICTOR, "Ещё раз?"), DARIA)
    with pytest.raises(Refusal, match="not_askable"):
        played.do(Ask(n, EGOR, "А вы?"), VICTOR)
    played.do(Complete(n, "given", "Да"), VICTOR)
    played.do(Ask(1, VICTOR, "А теперь?"), DARIA)
    assert played.open() == ["check", "opinion"]


# -- approvers ---------------------------------------------------------------------------------------------------------


def test_the_running_round_needs_the_added_person_too() -> None:
    played = game()
    played.do(AddApprover(1, VICTOR, "Нужен юрист"), DARIA)
    assert (sorted(played.holders()), played.told("task_opened")) == ([DARIA, VICTOR], [DARIA, VICTOR])
    played.decide(DARIA, n=1)
    assert (played.card.stage, played.holders()) == ("w1", [VICTOR])
    played.decide(VICTOR)
    assert played.card.stage == "done"


def test_in_a_chain_the_added_person_is_next() -> None:
    played = game(assignee=CHAIN, chain=True)
    played.do(AddApprover(1, VICTOR), EGOR)
    for person in (EGOR, VICTOR, DARIA):
        assert played.holders() == [person]
        played.decide(person)
    assert played.card.stage == "done"


@pytest.mark.parametrize(
    ("words", "by", "person", "code"),
    [
        ({"kind": "perform"}, DARIA, VICTOR, "not_an_approval"),
        ({}, VICTOR, EGOR, "not_your_task"),
        ({"may_also": [{"role": "ops"}]}, EGOR, VICTOR, "not_your_task"),
        ({}, DARIA, ALICE, "may_not_decide"),
        ({}, DARIA, DARIA, "already_theirs"),
        ({}, DARIA, 99, "no_such_person"),
        ({"assignee": CHAIN, "chain": True}, EGOR, DARIA, "already_theirs"),
    ],
)
def test_adding_is_refused(words: Part, by: int, person: int, code: str) -> None:
    played = game(**words)
    with pytest.raises(Refusal, match=code):
        played.do(AddApprover(1, person), by)


def test_who_has_decided_a_separated_duty_is_not_added() -> None:
    first = task("first", assignee=[{"role": "ops"}])
    played = Game(
        stage("w1", first, next="w2"),
        stage("w2", task(assignee=[{"role": "one"}], not_decided_by=["first"]), next="done"),
    )
    played.decide(EGOR, n=played.n("first"))
    with pytest.raises(Refusal, match="may_not_decide"):
        played.do(AddApprover(played.n(), EGOR), DARIA)
    played.do(AddApprover(played.n(), GALINA), DARIA)
