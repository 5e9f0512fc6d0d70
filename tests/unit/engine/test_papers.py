"""Papers of a card: what is filed, which status they get, when they are registered; and what rework begins anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Edit, Restart, Undo, Withdraw
from tests.support.small import ALICE, BORIS, DARIA, FIELDS, NO, YES, Game, Part, stage, task

ONE = [{"role": "one"}]
NUMBER: Part = {"do": "register_document", "field": "paper"}


def status(key: str, when: str | None = None) -> Part:
    return {"do": "document_status", "field": "paper", "status": key, "when": when}


def sent(game: Game, kind: str) -> list[dict[str, Any]]:
    return [dict(one.payload) for decision in game.decisions for one in decision.effects if one.kind == kind]


def keys(game: Game) -> list[str]:
    return [one.dedup for decision in game.decisions for one in decision.effects]


def two(first: Part | None = None, second: Part | None = None, **words: Any) -> Game:
    """Дарья on w1, then Борис on w2."""
    begin = stage("w1", task("first", assignee=ONE), next="w2", on_enter=[first] if first else [])
    then = stage("w2", task("second"), on_enter=[second] if second else [], next="done")
    return Game(begin, then, **words)


# -- filing ------------------------------------------------------------------------------------------------------------


def test_papers_are_filed_once_for_each_content() -> None:
    game = two(fields={"paper": [7]})
    assert sent(game, "card_documents") == [{"edition": 1}]
    game.do(Edit({"title": "Новая тема"}), ALICE)
    assert len(sent(game, "card_documents")) == 1
    game.do(Edit({"paper": [7, 8]}), ALICE)
    assert sent(game, "card_documents")[1:] == [{"edition": 3}]
    assert len(set(keys(game))) == len(keys(game))


def test_a_card_without_papers_files_nothing() -> None:
    game = two(fields={"paper": None})
    assert sent(game, "card_documents") == []
    game.do(Edit({"paper": [7]}), ALICE)
    game.do(Edit({"paper": None}), ALICE)
    assert [one["edition"] for one in sent(game, "card_documents")] == [2, 3]


def test_a_file_given_with_a_task_is_filed() -> None:
    form = [{"field": "paper", "required": True}]
    game = Game(stage("w1", task(form=form), next="done"))
    game.decide(BORIS, paper=[9])
    assert sent(game, "card_documents") == [{"edition": 2}]


def test_papers_are_let_go_at_the_end_and_led_again_after_it() -> None:
    """No robot of the last stage has to say so."""
    game = two(fields={"paper": [7]})
    game.decide(DARIA, n=1)
    assert len(sent(game, "card_documents")) == 1
    game.decide(BORIS, n=2)
    assert game.card.stage == "done"
    assert len(sent(game, "card_documents")) == 2
    game.do(Undo(2), BORIS)
    assert len(sent(game, "card_documents")) == 3
    assert len(set(keys(game))) == len(keys(game))


def test_a_card_that_ends_without_papers_files_nothing() -> None:
    game = two(fields={"paper": None})
    game.decide(DARIA, n=1)
    game.decide(BORIS, n=2)
    assert sent(game, "card_documents") == []


def test_papers_of_an_order_follow_its_number_and_its_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    """S0.19: the folder is of the order."""
    monkeypatch.setitem(FIELDS, "paper", {**FIELDS["paper"], "filed_under": "title"})
    game = two(fields={"paper": [7], "title": "З-104"})
    game.do(Edit({"amount": "500"}), ALICE)
    assert len(sent(game, "card_documents")) == 1
    game.do(Edit({"title": "З-105"}), ALICE)
    game.do(Edit({"firm": 3}), ALICE)
    assert [one["edition"] for one in sent(game, "card_documents")] == [1, 3, 4]
    game.do(Edit({"paper": None}), ALICE)
    game.do(Edit({"title": "З-106"}), ALICE)
    assert len(sent(game, "card_documents")) == 4
    assert len(set(keys(game))) == len(keys(game))


# -- statuses ----------------------------------------------------------------------------------------------------------


def test_each_stage_gives_its_status_with_the_visit_that_says_it() -> None:
    game = two(status("review"), status("signing"), fields={"paper": [7]})
    game.decide(DARIA, n=1)
    told = [(one["place"], one["visit"], one["field"]) for one in sent(game, "document_status")]
    assert told == [("enter/w1", 2, "paper"), ("enter/w2", 3, "paper")]


def test_a_status_with_a_condition() -> None:
    assert sent(two(status("review", "amount > 1000"), fields={"amount": "5"}), "document_status") == []


def test_undoing_gives_the_status_of_the_stage_again() -> None:
    game = two(status("review"), status("signing"))
    game.decide(DARIA, n=1)
    game.do(Undo(1), DARIA)
    told = [(one["place"], one["visit"]) for one in sent(game, "document_status")]
    assert told == [("enter/w1", 2), ("enter/w2", 3), ("enter/w1", 4)]
    assert len(set(keys(game))) == len(keys(game))


def test_what_would_leave_a_wrong_status_behind_cannot_be_undone() -> None:
    game = two(None, status("signing"))
    game.decide(DARIA, n=1)
    with pytest.raises(Refusal, match="undo_robots"):
        game.do(Undo(1), DARIA)


def test_a_number_given_makes_the_decision_final() -> None:
    game = two(None, NUMBER)
    game.decide(DARIA, n=1)
    assert [(one["place"], one["visit"]) for one in sent(game, "register_document")] == [("enter/w2", 3)]
    with pytest.raises(Refusal, match="undo_robots"):
        game.do(Undo(1), DARIA)


# -- rework ------------------------------------------------------------------------------------------------------------


def reworked() -> Game:
    """Дарья and Борис approve side by side; Борис sends it back for rework."""
    back = {**NO, "key": "back", "to": "rework", "decisive": True}
    both = task(assignee=[{"role": "two"}], decide="all", outcomes=[YES, back])
    done_over = task("redo", assignee=[{"author": True}], kind="perform", outcomes=[{**YES, "to": "w1"}])
    game = Game(stage("w1", both, next="done"), stage("rework", done_over, anew=True), fields={"amount": "500"})
    game.vote(DARIA)
    game.vote(BORIS, "back")
    return game


def test_rework_begins_a_new_round_with_the_locks_open() -> None:
    game = reworked()
    assert (game.card.stage, game.card.round, game.card.locked, game.open()) == ("rework", 2, False, ["redo"])
    game.do(Edit({"amount": "700"}), ALICE)
    game.decide(ALICE, n=game.n("redo"))
    assert (game.card.stage, game.card.round, game.open()) == ("w1", 2, ["check", "check"])
    assert [task.state for task in game.card.tasks] == ["done", "open", "open"]
    game.vote(DARIA)
    assert game.card.locked
    game.vote(BORIS)
    assert (game.card.stage, game.card.round) == ("done", 2)


def test_what_sent_it_back_cannot_be_undone_across_the_round() -> None:
    game = reworked()
    with pytest.raises(Refusal, match="no_such_task"):
        game.do(Undo(2), BORIS)


def test_the_rework_of_the_author_is_no_decision_that_binds_the_card() -> None:
    game = reworked()
    game.decide(ALICE, n=game.n("redo"))
    game.do(Withdraw("Передумали"), ALICE)
    assert game.card.stage == "refused"


def test_after_somebody_approved_anew_it_is_too_late_to_recall() -> None:
    game = reworked()
    game.decide(ALICE, n=game.n("redo"))
    game.vote(DARIA)
    with pytest.raises(Refusal, match="withdraw_too_late"):
        game.do(Withdraw("Передумали"), ALICE)


def test_recalled_from_rework_and_started_again_is_one_round_more() -> None:
    game = reworked()
    game.do(Withdraw("Передумали"), ALICE)
    assert (game.card.stage, game.card.round) == ("refused", 2)
    game.do(Restart(), ALICE)
    assert (game.card.stage, game.card.round) == ("w1", 3)


def test_where_the_route_says_so_the_author_recalls_after_decisions_too() -> None:
    both = task(assignee=[{"role": "two"}], decide="all")
    words: Part = {"withdraw": {"to": "refused", "late": ["w1"]}}
    game = Game(stage("w1", both, next="w2"), stage("w2", task("then"), next="done"), **words)
    game.vote(DARIA)
    game.do(Withdraw(), ALICE)
    assert game.card.stage == "refused"
    game = Game(stage("w1", both, next="w2"), stage("w2", task("then"), next="done"), **words)
    game.vote(DARIA)
    game.vote(BORIS)
    with pytest.raises(Refusal, match="withdraw_too_late"):
        game.do(Withdraw(), ALICE)


def test_a_condition_counts_with_a_setting_of_today() -> None:
    game = Game(stage("w1", task(), next="w2"), stage("w2", task("big", when="amount > $limit"), next="done"))
    again = Game(stage("w1", task(), next="w2"), stage("w2", task("big", when="amount > $limit"), next="done"))
    for played, limit in ((game, 400), (again, 500)):
        played.edit(amount="500")
        played.definition = replace(played.definition, settings={"limit": limit})
        played.decide(BORIS)
    assert (game.card.stage, again.card.stage) == ("w2", "done")
