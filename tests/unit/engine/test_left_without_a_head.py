"""Who was dismissed and has nobody above: his open task goes by the route, as a new one. Галина has no head."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from marshrut.engine.doubts import doubtful
from marshrut.engine.run import Run
from marshrut.org.rules.absence import Link
from tests.support.small import ALICE, BORIS, COMPANY, DARIA, EGOR, GALINA, VICTOR, Game, stage, task

OPS = [{"role": "ops"}]


def game(*, owner: int | None = GALINA, **words: Any) -> Game:
    words = {"assignee": [{"person_in": "owner"}], "otherwise": OPS, **words}
    return Game(stage("w1", task(**words), next="done"), fields={"owner": owner})


def asked(played: Game) -> bool:
    run = Run(played.definition, played.card, played.now, played.company, None)
    return doubtful(played.company, played.now, run.matter(), played.card.author, played.card.tasks)


def test_it_goes_to_whom_the_route_names_and_comes_back_with_the_account() -> None:
    played = game()
    played.dismiss(GALINA)
    assert asked(played)
    assert played.cover() == ["task.passed"]
    assert played.card.open_tasks[0].behalf == {EGOR: (Link(GALINA, EGOR, "dismissal", "otherwise"),)}
    assert (played.told("task_passed"), played.told("task_gone")) == ([EGOR], [])
    assert played.cover() == []
    played.dismiss()
    assert asked(played)
    assert (played.cover(), played.holders()) == (["task.returned"], [GALINA])


def test_he_decides_for_who_left_and_the_history_says_why() -> None:
    played = game()
    played.dismiss(GALINA)
    played.decide(EGOR)
    said = next(line for line in played.decisions[-1].lines if line.kind == "task.completed")
    assert (said.body["for"], said.body["how"]) == (GALINA, "substitute")
    assert said.body["links"] == [{"of": GALINA, "to": EGOR, "because": "dismissal", "by": "otherwise"}]
    assert played.card.stage == "done"


def test_who_is_away_comes_back_so_it_stays() -> None:
    played = game()
    played.away(GALINA)
    assert (played.cover(), played.holders()) == ([], [GALINA])


def test_a_head_is_nearer_than_the_route() -> None:
    played = game(owner=DARIA)
    played.dismiss(DARIA)
    played.cover()
    assert played.holders() == [GALINA]
    played.dismiss(DARIA, GALINA)
    played.cover()
    assert played.holders() == [EGOR]


def test_the_route_names_nobody_so_it_stays() -> None:
    played = game(otherwise=[])
    played.dismiss(GALINA)
    assert (played.cover(), played.holders()) == ([], [GALINA])


def test_for_whom_the_route_names_his_substitute_stands_in_or_the_next_is_asked() -> None:
    played = game(otherwise=[*OPS, {"role": "one"}])
    played.dismiss(GALINA)
    played.away(EGOR, VICTOR)
    played.cover()
    assert played.holders() == [VICTOR]
    assert [link.by for link in played.card.open_tasks[0].behalf[VICTOR]] == ["otherwise", "substitute"]
    played.away(EGOR)
    played.cover()
    assert played.holders() == [DARIA]
    played.back(EGOR)
    played.cover()
    assert played.holders() == [EGOR]


@pytest.mark.parametrize(("barred", "holder"), [([], ALICE), (["author"], EGOR)])
def test_the_author_gets_it_where_the_route_says_so(barred: list[str], holder: int) -> None:
    played = game(otherwise=[{"author": True}, *OPS], not_decided_by=barred)
    played.dismiss(GALINA)
    played.cover()
    assert played.holders() == [holder]


def test_nobody_gets_a_second_voice() -> None:
    played = game(assignee=[{"person_in": "owner"}, *OPS], otherwise=[*OPS, {"role": "one"}], decide="all")
    played.dismiss(GALINA)
    played.cover()
    assert sorted(played.holders()) == [DARIA, EGOR]


def two(**words: Any) -> Game:
    return game(assignee=[{"person_in": "owner"}, {"role": "one"}], **words)


def test_of_several_the_colleague_is_nearer_than_the_route() -> None:
    played = two()
    played.dismiss(GALINA)
    assert (played.cover(), played.holders()) == (["task.passed"], [DARIA])


def test_of_several_the_head_of_the_second_is_nearer_than_the_route() -> None:
    played = two()
    played.company = replace(played.company, boss={**COMPANY.boss, DARIA: BORIS}, above={})
    played.dismiss(GALINA, DARIA)
    played.cover()
    assert played.holders() == [GALINA, BORIS]
    assert played.cover() == []


def test_of_several_who_all_left_one_seat_goes_to_whom_the_route_names() -> None:
    played = two()
    played.dismiss(GALINA, DARIA)
    played.cover()
    assert played.holders() == [EGOR, DARIA]
    assert played.cover() == []
    played.decide(EGOR)
    assert played.card.stage == "done"


def test_what_he_delegates_stays_with_the_colleague() -> None:
    played = game()
    played.dismiss(GALINA)
    played.cover()
    played.lend(EGOR, VICTOR)
    assert (played.cover(), played.holders()) == ([], [VICTOR])


def test_of_several_what_their_head_delegates_stays_with_the_colleague() -> None:
    played = Game(stage("w1", task(assignee=[{"role": "two"}]), next="done"))
    played.away(BORIS)
    played.away(DARIA)
    played.cover()
    assert played.holders() == [GALINA, DARIA]
    played.lend(GALINA, VICTOR)
    assert (played.cover(), played.holders()) == ([], [VICTOR, DARIA])
