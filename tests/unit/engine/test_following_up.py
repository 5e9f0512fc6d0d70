"""Tasks on a final stage: the card is finished, and something small is still to be done."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Complete, Create, Edit, Restart, Signal, Undo, Withdraw
from tests.support.small import ALICE, BORIS, DARIA, Game, Part, stage, task
from tests.support.toy import msk

GIVEN: Part = {"key": "given", "title": "Внести"}
NONE: Part = {"key": "none", "title": "Не дают", "style": "negative", "reason": "required"}
REMIND: Part = {"key": "remind", "after": {"work_days": 1}, "do": "remind"}


def followed(**words: Any) -> Game:
    """Борис sends; Дарья then gets the counterparty's number."""
    words = {"form": [{"field": "title", "required": True}], "outcomes": [GIVEN, NONE], **words}
    after = task("number", assignee=[{"role": "one"}], badge="нет вх. №", **words)
    done: Part = {"key": "done", "kind": "success", "title": "Готово", "tasks": [after]}
    done["signals"] = [{"key": "bounced", "done": "Вернулось", "to": "w1"}]
    game = Game(stage("w1", task(), next="done"), done, restart={"from": ["done"], "to": "w1"})
    game.decide(BORIS)
    return game


def test_the_card_is_finished_though_its_task_is_open() -> None:
    game = followed(due=[{"after": {"work_days": 5}}], ladder=[REMIND])
    assert (game.card.stage, game.open(), game.holders()) == ("done", ["number"], [DARIA])
    assert game.decisions[-1].finished_at == game.now
    assert game.card.open_tasks[0].due_at == msk("2026-07-09 10:00")
    game.at(msk("2026-07-03 10:00"))
    assert game.told("reminder") == [DARIA]


def test_a_parent_learns_of_the_end_at_once() -> None:
    game = followed()
    game.card = type(game.card)(author=ALICE, has_parent=True)
    game.do(Create({}), ALICE)
    decision = game.do(Complete(game.n(), "yes"), BORIS)
    assert [effect.payload for effect in decision.effects if effect.kind == "child_finished"] == [{"kind": "success"}]
    assert game.open() == ["number"]
    decision = game.do(Complete(game.n("number"), "given", "", {"title": "15"}), DARIA)
    assert [effect.kind for effect in decision.effects if effect.kind == "child_finished"] == []


def test_its_form_fills_in_what_nobody_edits_any_more() -> None:
    game = followed()
    with pytest.raises(Refusal, match="card_finished"):
        game.do(Edit({"count": "1"}), ALICE)
    with pytest.raises(Refusal, match="bad_fields"):
        game.decide(DARIA, "given", game.n("number"))
    game.decide(DARIA, "given", game.n("number"), title="15/а")
    assert (game.card.stage, game.open(), game.card.fields["title"]) == ("done", [], "15/а")


def test_it_can_be_decided_otherwise_with_a_reason() -> None:
    game = followed()
    with pytest.raises(Refusal, match="reason_required"):
        game.decide(DARIA, "none", game.n("number"))
    game.do(Complete(game.n("number"), "none", "Не регистрируют"), DARIA)
    assert (game.card.stage, game.open()) == ("done", [])


def test_others_have_no_right_to_it() -> None:
    game = followed()
    with pytest.raises(Refusal, match="not_your_task"):
        game.decide(BORIS, "given", game.n("number"), title="1")


def test_it_is_undone_like_others() -> None:
    game = followed()
    n = game.n("number")
    game.decide(DARIA, "given", n, title="15/а")
    game.do(Undo(n), DARIA)
    assert (game.card.stage, game.open(), game.card.fields["title"]) == ("done", ["number"], None)


def test_undoing_what_finished_the_card_takes_its_task_away() -> None:
    game = followed()
    sent = next(task.n for task in game.card.tasks if task.key == "check")
    decision = game.do(Undo(sent), BORIS)
    assert (game.card.stage, game.open(), decision.finished_at) == ("w1", ["check"], None)


def test_what_was_acted_on_is_not_undone() -> None:
    game = followed()
    sent = next(task.n for task in game.card.tasks if task.key == "check")
    game.decide(DARIA, "given", game.n("number"), title="15/а")
    with pytest.raises(Refusal, match="undo_acted"):
        game.do(Undo(sent), BORIS)


@pytest.mark.parametrize("what", [Signal("bounced"), Restart()])
def test_the_card_may_be_called_back(what: Any) -> None:
    game = followed(ladder=[REMIND])
    game.do(what, None if isinstance(what, Signal) else ALICE)
    assert (game.card.stage, game.open(), game.card.timers) == ("w1", ["check"], ())
    game.decide(BORIS)
    assert game.open() == ["number"]


def test_a_finished_card_is_not_withdrawn() -> None:
    with pytest.raises(Refusal, match="cannot_withdraw"):
        followed().do(Withdraw(), ALICE)
