"""Finishing a task without doing it: a listed reason, what is kept and counted, what robots know (S0.10, A0.2)."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine import named
from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Complete, Move, Restart, Undo
from tests.support.small import ALICE, BORIS, DARIA, EGOR, NO, YES, Game, Part, stage, task

SKIP: Part = {
    "key": "skip",
    "title": "Пропустить",
    "style": "neutral",
    "skip": True,
    "reasons": [{"key": "not_needed", "title": "Не нужно"}, {"key": "other", "title": "Другое", "explain": True}],
}
ONE = [{"role": "one"}]


def skipping(*robots: Part, **words: Any) -> Game:
    first = task(assignee=ONE, outcomes=[YES, NO, {**SKIP, "robots": list(robots)}])
    return Game(stage("w1", first, next="w2"), stage("w2", task("second"), next="done"), **words)


def skip(game: Game, because: str = "not_needed", reason: str = "") -> None:
    game.do(Complete(game.n(), "skip", reason, because=because), DARIA)


def test_a_skip_goes_on_and_is_kept_as_one() -> None:
    game = skipping()
    skip(game)
    done = game.card.tasks[0]
    assert (game.card.stage, done.skipped, done.because, done.outcome) == ("w2", True, "not_needed", "skip")
    line = next(one for one in game.decisions[-1].lines if one.kind == "task.completed")
    assert (line.body["because"], line.body["skipped"]) == ("not_needed", True)


def test_what_was_done_says_nothing_of_skips() -> None:
    game = skipping()
    game.decide(DARIA)
    line = next(one for one in game.decisions[-1].lines if one.kind == "task.completed")
    assert not line.body.keys() & {"because", "skipped"}
    assert (game.card.tasks[0].skipped, game.card.tasks[0].because) == (False, "")


@pytest.mark.parametrize(
    ("outcome", "because", "reason", "code", "beside"),
    [
        ("skip", "", "", "because_missing", "because"),
        ("skip", "lazy", "", "because_unknown", "because"),
        ("yes", "not_needed", "", "because_unknown", "because"),
        ("skip", "other", " \u200b", "reason_required", "reason"),
    ],
)
def test_a_reason_of_the_list_is_chosen_and_explained_where_asked(
    outcome: str, because: str, reason: str, code: str, beside: str
) -> None:
    game = skipping()
    with pytest.raises(Refusal, match=code) as refused:
        game.do(Complete(1, outcome, reason, because=because), DARIA)
    assert set(refused.value.fields) == {beside}
    assert game.card.stage == "w1"


def test_an_explained_reason_keeps_both() -> None:
    game = skipping()
    skip(game, "other", " Отдали в руки ")
    assert (game.card.tasks[0].because, game.card.tasks[0].reason) == ("other", "Отдали в руки")


def test_undoing_takes_the_skip_back() -> None:
    game = skipping({"do": "set", "fields": {"count": "skipped"}})
    skip(game)
    assert game.card.fields["count"] == "1"
    game.do(Undo(1), DARIA)
    assert [(one.skipped, one.because) for one in game.card.tasks] == [(False, "")] * 3
    assert (game.card.stage, game.card.fields["count"], game.card.skipped_before) == ("w1", None, 0)


def test_robots_know_who_decided_why_and_when() -> None:
    fields = {"owner": "me", "title": "because", "due": "today", "count": "skipped"}
    game = skipping({"do": "set", "fields": fields})
    skip(game)
    assert game.card.fields == {"owner": DARIA, "title": "not_needed", "due": "2026-07-02", "count": "1"}


def test_today_is_the_day_of_the_company() -> None:
    game = Game(stage("w1", task(), next="done", on_enter=[{"do": "set", "fields": {"due": "today"}}]), start=False)
    game.at(game.now.replace(hour=23, minute=30)).start()
    assert game.card.fields["due"] == "2026-07-02"


def test_without_a_reason_because_is_empty_text() -> None:
    robot = {"do": "set", "when": 'because = ""', "fields": {"title": '"просто так"'}}
    game = Game(stage("w1", task(assignee=ONE, outcomes=[{**YES, "robots": [robot]}]), next="done"))
    game.decide(DARIA)
    assert game.card.fields["title"] == "просто так"


def test_skips_of_earlier_rounds_count() -> None:
    refuse = task("second", outcomes=[NO])
    first = task(assignee=ONE, outcomes=[YES, SKIP])
    game = Game(stage("w1", first, next="w2"), stage("w2", refuse, next="done"))
    for rounds in (1, 2):
        skip(game)
        game.do(Complete(game.n("second"), "no", "Нет"), BORIS)
        game.do(Restart(), ALICE)
        assert (game.card.skipped_before, len(game.card.tasks)) == (rounds, 1)


def test_of_a_group_each_skip_counts() -> None:
    count = {"do": "set", "fields": {"count": "skipped"}}
    ways = [YES, {**SKIP, "robots": [count]}]
    game = Game(stage("w1", task(assignee=[{"role": "three"}], decide="all", outcomes=ways), next="done"))
    for person in (BORIS, DARIA, EGOR):
        game.do(Complete(game.task_of(person), "skip", because="not_needed"), person)
    assert (game.card.stage, game.card.fields["count"]) == ("done", "3")


def test_who_carries_a_card_on_has_not_skipped() -> None:
    ways = [{**SKIP, "to": "w2"}, {**YES, "to": "w2"}]
    game = Game(stage("w1", task(assignee=ONE, outcomes=ways)), stage("w2", task("second"), next="done"))
    game.do(Move("w2"), DARIA)
    assert (game.card.tasks[0].outcome, game.card.tasks[0].skipped) == ("yes", False)


def test_where_only_a_skip_leads_the_reason_is_asked_for() -> None:
    ways = [{**YES, "to": "done"}, {**SKIP, "to": "w2"}]
    game = Game(stage("w1", task(assignee=ONE, outcomes=ways)), stage("w2", task("second"), next="done"))
    with pytest.raises(Refusal, match="because_missing"):
        game.do(Move("w2"), DARIA)


def test_what_a_new_card_is_filled_with_is_known_when_it_is_asked_for() -> None:
    fields = {"who": "me", "on": "today", "why": "because", "how_many": "skipped", "title": "title"}
    game = skipping({"do": "create_card", "key": "bonus", "card_type": "bonus", "fields": fields})
    skip(game)
    made = next(one for one in game.decisions[-1].effects if one.kind == "create_card")
    assert made.payload["known"] == {"me": DARIA, "today": "2026-07-02", "because": "not_needed", "skipped": 1}
    read = named.read(made.payload["known"])
    assert (int(read["me"]), read["today"].isoformat(), read["because"], int(read["skipped"])) == (
        DARIA,
        "2026-07-02",
        "not_needed",
        1,
    )


def test_a_choice_of_the_settings_opens_tasks_or_leaves_the_card_to_people() -> None:
    led = stage(
        "w1",
        task(assignee=ONE, when='$mode = "auto"', outcomes=[{**YES, "to": "done"}]),
        moves=[{"to": "done", "by": [{"author": True}], "when": '$mode = "manual"'}],
    )
    for mode, opened, refused in (("auto", ["check"], True), ("manual", [], False)):
        game = Game(led, start=False)
        object.__setattr__(game.definition, "settings", {"mode": mode})
        game.start()
        assert game.open() == opened
        if refused:
            with pytest.raises(Refusal, match="move_not_allowed"):
                game.do(Move("done"), ALICE)
        else:
            game.do(Move("done"), ALICE)
            assert game.card.stage == "done"
