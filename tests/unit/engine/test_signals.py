"""What programs tell a card: signals of the outside, and notes."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine.decide import decide
from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Complete, Create, Edit, Note, Restart, Signal, Undo
from marshrut.engine.state import CardState
from tests.support.small import ALICE, BORIS, DARIA, Game, Part, stage, task

TELL: Part = {"do": "notify", "to": [{"author": True}], "text": "!"}
DONE: Part = {"key": "done", "kind": "success", "title": "Готово"}


def bell(to: str | None = None, key: str = "bell", **words: Any) -> Part:
    return {"key": key, "done": "Звонок", "to": to, **words}


def waiting(*signals: Part, **words: Any) -> Game:
    return Game(stage("w1", task(), next="done", signals=signals), stage("w2", task("second"), next="done"), **words)


def lines(game: Game, kind: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(dict(one.body), dict(one.values)) for d in game.decisions for one in d.lines if one.kind == kind]


def test_a_signal_leads_where_the_stage_says() -> None:
    game = waiting(bell("w2"))
    game.do(Signal("bell", game.card.visit, " Адрес не найден \x00"))
    assert (game.card.stage, game.open()) == ("w2", ["second"])
    assert lines(game, "card.signalled") == [({"key": "bell", "stage": "w1"}, {"note": "Адрес не найден"})]
    assert lines(game, "card.moved")[-1][0]["because"] == {"rule": "signal", "signal": "bell"}
    assert all(line.automatic for line in game.decisions[-1].lines if line.kind.startswith("card."))


def test_a_signal_nobody_listens_to_is_refused() -> None:
    game = waiting(bell("w2"))
    for key, code in (("ring", "signal_unknown"), ("", "signal_unknown")):
        with pytest.raises(Refusal, match=code):
            game.do(Signal(key))
    game.decide(BORIS)
    with pytest.raises(Refusal, match="signal_unknown"):
        game.do(Signal("bell"))


def test_what_a_mail_brings_comes_beside_what_lies_there() -> None:
    """Somebody put a file there after the mail had been read."""
    game = waiting(bell(mail={"files": "paper"}), fields={"paper": [3]})
    game.do(Edit({"paper": [3, 5]}), ALICE)
    game.do(Signal("bell", fields={"paper": [7, 5]}))
    assert game.card.fields["paper"] == [3, 5, 7]
    game.do(Signal("bell", fields={"title": "Письмо"}))
    assert game.card.fields["paper"] == [3, 5, 7]
    other = waiting(bell(), fields={"paper": [3]})
    other.do(Signal("bell", fields={"paper": [7]}))
    assert other.card.fields["paper"] == [7]


def test_a_signal_of_an_earlier_visit_is_refused() -> None:
    game = waiting(bell("w2"))
    late = game.card.visit
    game.decide(BORIS, "no")
    game.do(Restart(), ALICE)
    with pytest.raises(Refusal, match="signal_stale"):
        game.do(Signal("bell", late))
    game.do(Signal("bell", game.card.visit))
    with pytest.raises(Refusal, match="signal_stale"):
        game.do(Signal("bell", game.card.visit - 1))


def test_a_signal_may_only_tell() -> None:
    game = waiting(bell(robots=[TELL]))
    game.do(Signal("bell", note="Автоответ"))
    game.do(Signal("bell", note="Автоответ"))
    assert (game.card.stage, game.told("robot")) == ("w1", [ALICE, ALICE])


def test_nobody_decides_past_a_signal_unseen() -> None:
    game = waiting(bell())
    seen = game.card.edition
    game.do(Signal("bell"))
    with pytest.raises(Refusal, match="changed_since_seen"):
        game.do(Complete(game.n(), "yes", edition=seen), BORIS)
    game.do(Complete(game.n(), "yes", edition=game.card.edition), BORIS)
    assert game.card.stage == "done"


def test_robots_of_a_signal_may_lead_elsewhere() -> None:
    game = waiting(bell("done", robots=[{"do": "move", "stage": "w2", "when": 'number = "1"'}]))
    game.do(Signal("bell", fields={"number": "1"}))
    assert (game.card.stage, game.card.fields["number"]) == ("w2", "1")


def test_a_signal_may_reach_a_draft_and_a_finished_card() -> None:
    draft: Part = {"key": "draft", "kind": "start", "title": "Черновик", "signals": [bell("w1", "arrived")]}
    game = Game(stage("w1", task(), next="done"), draft, {**DONE, "signals": [bell("w1", "bounced")]}, start=False)
    game.do(Signal("arrived"))
    assert game.open() == ["check"]
    game.decide(BORIS)
    assert game.card.stage == "done"
    round_ = game.card.round
    decision = game.do(Signal("bounced"))
    assert (game.card.stage, game.open(), game.card.round) == ("w1", ["check"], round_)
    assert decision.finished_at is None


def test_what_a_stage_demands_a_signal_must_bring() -> None:
    game = Game(stage("w1", task(), next="done", signals=[bell("w2")]), stage("w2", task(), require=["number"]))
    with pytest.raises(Refusal, match="missing_fields"):
        game.do(Signal("bell"))
    assert game.card.stage == "w1"
    game.do(Signal("bell", fields={"number": "7"}))
    assert game.card.stage == "w2"


def test_a_decision_is_not_undone_past_a_signal() -> None:
    game = Game(stage("w1", task(), task("other"), next="done", signals=[bell()]))
    n = game.n()
    game.decide(BORIS, "yes", n)
    game.do(Signal("bell"))
    with pytest.raises(Refusal, match="undo_acted"):
        game.do(Undo(n), BORIS)


# -- notes -------------------------------------------------------------------------------------------------------------


def test_a_program_notes_what_it_learned_even_of_a_finished_card() -> None:
    game = Game(stage("w1", task(), next="done"))
    game.decide(BORIS)
    decision = game.do(Note({"number": "ВХ-0001/26"}))
    assert game.card.fields["number"] == "ВХ-0001/26"
    assert [(line.kind, line.automatic) for line in decision.lines] == [("card.edited", True)]
    assert game.do(Note({"number": "ВХ-0001/26"})).lines == ()


def test_a_note_leaves_what_was_approved_and_demanded() -> None:
    game = Game(
        stage("w1", task(), next="w2", require=["title"]), stage("w2", task()), fields={"title": "Т", "amount": "5"}
    )
    with pytest.raises(Refusal, match="bad_fields"):
        game.do(Note({"title": None}))
    game.decide(BORIS)
    with pytest.raises(Refusal, match="locked"):
        game.do(Note({"amount": "6"}))
    with pytest.raises(Refusal, match="bad_fields") as refused:
        game.do(Note({"nothing": 1, "amount": "-"}))
    assert refused.value.fields == {"nothing": "no_such_field", "amount": "not_number"}


def test_tasks_follow_a_note() -> None:
    game = Game(stage("w1", task(assignee=[{"person_in": "owner"}]), next="done"), fields={"owner": BORIS})
    game.do(Note({"owner": DARIA}))
    assert game.holders() == [DARIA]


# -- what the system fills in ------------------------------------------------------------------------------------------


def test_people_do_not_fill_in_what_the_system_does() -> None:
    game = Game(stage("w1", task(), next="done"), start=False)
    for what in (Edit({"number": "1"}), Edit({"number": None, "title": "Т"})):
        with pytest.raises(Refusal, match="bad_fields") as refused:
            game.do(what, ALICE)
        assert refused.value.fields == {"number": "by_system"}
    with pytest.raises(Refusal, match="bad_fields"):
        Game(stage("w1", task(), next="done"), fields={"number": "1"})
    game.do(Edit({"number": "1"}))
    assert game.card.fields["number"] == "1"


def test_a_program_makes_a_card_with_what_the_system_fills_in() -> None:
    game = Game(stage("w1", task(), next="done"), start=False)
    made = decide(game.definition, CardState(author=ALICE), Create({"number": "1"}), game.now, game.company)
    assert made.card.fields == {"number": "1"}
