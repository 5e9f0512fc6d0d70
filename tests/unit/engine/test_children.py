"""Cards that a card makes: once for good, and told when they are not waited for any more."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import ChildFinished, Complete, Edit, Move, Note, Restart, Undo
from tests.support.small import ALICE, BORIS, DARIA, NO, YES, Game, Part, stage, task

PARCEL: Part = {"do": "create_card", "key": "parcel", "card_type": "parcel", "wait": True, "left": "not_needed"}
BONUS: Part = {"do": "create_card", "key": "bonus", "card_type": "bonus", "once": True}
BY_HAND = [{"to": "w2", "by": [{"author": True}]}]
POST = "80087700000000"


def sent(game: Game, kind: str) -> list[dict[str, Any]]:
    return [dict(one.payload) for decision in game.decisions for one in decision.effects if one.kind == kind]


def on_the_way(**words: Any) -> Game:
    first = stage("w1", on_enter=[PARCEL], next="w2", moves=BY_HAND, **words)
    return Game(first, stage("w2", task(outcomes=[{**YES, "to": "w1"}, NO]), next="done"))


def test_a_child_is_told_when_the_card_goes_on_without_it() -> None:
    game = on_the_way()
    game.do(Move("w2"), ALICE)
    assert sent(game, "child_left") == [{"key": "parcel", "visit": 2, "signal": "not_needed"}]
    assert [(one.key, one.state) for one in game.card.children] == [("parcel", "left")]
    with pytest.raises(Refusal, match="child_unknown"):
        game.do(ChildFinished("parcel", 2, "failure"))


@pytest.mark.parametrize("kind", ["success", "failure"])
def test_a_child_that_was_waited_for_is_told_nothing(kind: Any) -> None:
    game = on_the_way(child_failed="w2")
    game.do(ChildFinished("parcel", 2, kind))
    assert (game.card.stage, sent(game, "child_left")) == ("w2", [])


def test_of_each_visit_the_child_of_that_visit_is_told() -> None:
    game = on_the_way()
    game.do(ChildFinished("parcel", 2, "success"))
    game.do(Complete(game.n(), "yes"), BORIS)
    game.do(Move("w2"), ALICE)
    assert sent(game, "child_left") == [{"key": "parcel", "visit": 4, "signal": "not_needed"}]


def test_without_the_word_nobody_is_told() -> None:
    waiting = {key: value for key, value in PARCEL.items() if key != "left"}
    game = Game(stage("w1", on_enter=[waiting], next="done", moves=[{"to": "refused", "by": [{"author": True}]}]))
    game.do(Move("refused"), ALICE)
    assert (sent(game, "child_left"), game.card.children[0].state) == ([], "awaited")


def test_one_for_good_over_visits_and_rounds() -> None:
    game = Game(stage("w1", task(assignee=[{"role": "one"}]), on_enter=[BONUS], next="done"))
    game.decide(DARIA, "no")
    game.do(Restart(), ALICE)
    assert [one["visit"] for one in sent(game, "create_card")] == [2]
    assert [(one.key, one.state) for one in game.card.children] == [("bonus", "made")]


def test_what_is_made_once_does_not_hinder_undoing_later() -> None:
    game = Game(
        stage("w1", task(assignee=[{"role": "one"}]), on_enter=[BONUS], next="w2"),
        stage("w2", task("second"), next="done"),
    )
    game.decide(DARIA)
    game.do(Undo(1), DARIA)
    assert game.card.stage == "w1"


# -- what was corrected while it is waited for ------------------------------------------------------------------------

FILLED: Part = {**PARCEL, "fields": {"title": '"Акт " + title', "way": "way", "track": "track", "about": "this_card"}}
CORRECTED: Part = {"key": "parcel", "visit": 2, "place": "enter/w1", "index": 0}


def waiting(*tasks: Part, robot: Part = FILLED, **words: Any) -> Game:
    return Game(
        stage("w1", *tasks, on_enter=[robot], next="w2", moves=BY_HAND, **words),
        stage("w2", task("late", assignee=[{"role": "one"}]), next="done"),
        fields={"title": "сверки", "way": "courier", "amount": "5"},
    )


def test_what_the_awaited_child_was_filled_in_from_is_corrected_there() -> None:
    game = waiting()
    game.do(Edit({"way": "post", "track": POST}), ALICE)
    game.do(Edit({"title": "приёмки"}), ALICE)
    assert sent(game, "child_corrected") == [
        {**CORRECTED, "edition": 2, "fields": ["track", "way"]},
        {**CORRECTED, "edition": 3, "fields": ["title"]},
    ]
    keys = [one.dedup for decision in game.decisions for one in decision.effects if one.kind == "child_corrected"]
    assert keys == ["corrected:v2.parcel.e2", "corrected:v2.parcel.e3"]


def test_programs_correct_it_as_well() -> None:
    game = waiting()
    game.do(Note({"title": "приёмки"}))
    assert [one["fields"] for one in sent(game, "child_corrected")] == [["title"]]


@pytest.mark.parametrize("fields", [{"amount": "6"}, {"title": "сверки"}, {"number": "1"}])
def test_what_the_child_does_not_read_is_none_of_its_business(fields: Part) -> None:
    game = waiting()
    game.do(Note(fields))
    assert sent(game, "child_corrected") == []


@pytest.mark.parametrize("kind", ["success", "failure"])
def test_a_child_that_ended_is_corrected_no_more(kind: Any) -> None:
    game = waiting(task(assignee=[{"role": "one"}]))
    game.do(ChildFinished("parcel", 2, kind))
    game.edit(title="приёмки")
    assert (game.card.stage, sent(game, "child_corrected")) == ("w1", [])


def test_nor_is_one_that_was_left_behind() -> None:
    game = waiting()
    game.do(Move("w2"), ALICE)
    game.edit(title="приёмки")
    assert sent(game, "child_corrected") == []


@pytest.mark.parametrize("robot", [{**FILLED, "wait": False}, {**FILLED, "wait": False, "once": True}])
def test_nor_is_one_that_nobody_waits_for(robot: Part) -> None:
    robot = {key: value for key, value in robot.items() if key != "left"}
    game = waiting(task(assignee=[{"role": "one"}]), robot=robot)
    game.edit(title="приёмки")
    assert sent(game, "child_corrected") == []


def test_one_that_is_asked_for_in_the_same_breath_needs_no_correction() -> None:
    form: Part = {"form": [{"field": "title", "on_card": True}], "assignee": [{"role": "one"}]}
    outcome = {**YES, "robots": [FILLED]}
    game = Game(stage("w1", task(**form, outcomes=[outcome, NO]), next="w2"), stage("w2", task("b"), next="done"))
    game.decide(DARIA, title="приёмки")
    assert (len(sent(game, "create_card")), sent(game, "child_corrected")) == (1, [])
    game.edit(title="сверки")
    assert [one["place"] for one in sent(game, "child_corrected")] == ["outcome/w1/check/yes"]


def test_a_correction_that_is_taken_back_is_taken_back_there() -> None:
    form = [{"field": "title", "on_card": True}]
    game = waiting(task(assignee=[{"role": "one"}], form=form))
    game.decide(DARIA, title="приёмки")
    game.do(Undo(1), DARIA)
    assert game.card.fields["title"] == "сверки"
    assert [(one["edition"], one["fields"]) for one in sent(game, "child_corrected")] == [
        (2, ["title"]),
        (3, ["title"]),
    ]


def test_who_decided_and_why_stays_as_it_was_then_and_today_goes_with_it() -> None:
    fields = {"title": "title", "number": "title + because", "track": "track", "number_on": "today"}
    robot = {**PARCEL, "fields": {**fields, "due": "due - (due - today)"}}
    outcome = {**YES, "robots": [robot]}
    game = Game(
        stage("w1", task(assignee=[{"role": "one"}], outcomes=[outcome, NO]), next="w2"),
        fields={"title": "сверки", "due": "2026-07-10"},
    )
    game.decide(DARIA)
    game.edit(title="приёмки", due="2026-07-11")
    told = [(one["fields"], one["known"]) for one in sent(game, "child_corrected")]
    assert told == [(["due", "title"], {"today": "2026-07-02"})]


def test_of_two_that_may_have_made_it_what_both_say_is_corrected() -> None:
    other = {**FILLED, "fields": {"title": "title", "way": "way"}}
    signal = {"key": "again", "done": "Снова", "robots": [other]}
    game = waiting(signals=[signal])
    game.do(Edit({"title": "приёмки", "way": "by_hand"}), ALICE)
    assert [one["fields"] for one in sent(game, "child_corrected")] == [["way"]]


# -- shipments and their numbers ---------------------------------------------------------------------------------------

SHIPMENT: Part = {"way": "way", "number": "track", "status": "status"}
FORM = [{"field": "way", "required": True, "on_card": True}, {"field": "track", "on_card": True}]


def shipment(fields: Part | None = None, *, start: bool = True, **words: Any) -> Game:
    first = task(
        assignee=[{"role": "one"}], outcomes=[{**YES, "needs": ["way"]}, {**NO, "reason": "optional"}], **words
    )
    return Game(stage("w1", first, next="done"), fields=fields, start=start, shipment=SHIPMENT)


def test_who_follows_it_learns_of_a_new_shipment_another_number_and_another_stage() -> None:
    game = shipment({"way": "post", "track": POST})
    game.do(Edit({"title": "Акты"}), ALICE)
    game.do(Edit({"track": "12345678901231"}), ALICE)
    game.do(Note({"status": "unknown"}))
    game.decide(DARIA)
    told = sent(game, "shipment_changed")
    assert told == [{"visit": 2, "edition": 1}, {"visit": 2, "edition": 3}, {"visit": 3, "edition": 4}]


def refused(game: Game, what: Any, person: int | None = ALICE) -> dict[str, str]:
    with pytest.raises(Refusal) as said:
        game.do(what, person)
    return dict(said.value.fields)


def test_a_wrong_digit_is_refused_wherever_a_person_writes_it() -> None:
    bad = "80087700000001"
    game = shipment({"way": "post", "track": POST}, form=FORM)
    for what, person in ((Edit({"track": bad}), ALICE), (Complete(1, "yes", fields={"track": bad}), DARIA)):
        assert refused(game, what, person) == {"track": "track_check"}
    with pytest.raises(Refusal, match="bad_fields"):
        shipment({"way": "post", "track": bad}, start=False)


def test_a_number_is_kept_as_carriers_know_it() -> None:
    game = shipment({"way": "post", "track": " 800877-00 000000 "})
    assert game.card.fields["track"] == POST


def test_a_draft_may_lack_its_number_but_does_not_set_out_without() -> None:
    game = shipment({"way": "post"}, start=False)
    with pytest.raises(Refusal) as said:
        game.start()
    assert dict(said.value.fields) == {"track": "track_missing"}
    game.edit(track=POST)
    game.start()
    assert game.card.stage == "w1"


def test_a_task_asks_for_the_number_of_a_way_that_has_one() -> None:
    game = shipment(form=FORM)
    assert refused(game, Complete(1, "yes", fields={"way": "post"}), DARIA) == {"track": "track_missing"}
    assert refused(game, Complete(1, "yes"), DARIA) == {"way": "required"}
    game.do(Complete(1, "yes", fields={"way": "courier"}), DARIA)
    assert game.card.stage == "done"


def test_who_refuses_is_not_asked_for_a_number() -> None:
    game = shipment(form=FORM)
    game.do(Complete(1, "no", "Не отправим", fields={"way": "post"}), DARIA)
    assert game.card.stage == "refused"


def test_what_is_given_by_hand_has_no_number() -> None:
    game = shipment({"way": "post", "track": POST}, form=FORM)
    game.do(Complete(1, "yes", fields={"way": "by_hand", "track": POST}), DARIA)
    assert (game.card.fields["way"], game.card.fields["track"]) == ("by_hand", None)


def test_a_needed_number_is_not_needed_where_there_is_none() -> None:
    needs = [{**YES, "needs": ["way", "track"]}]
    game = Game(
        stage("w1", task(assignee=[{"role": "one"}], form=FORM, outcomes=needs), next="w2"),
        stage("w2", task("b"), next="done", require=["track"]),
    )
    game.do(Complete(1, "yes", fields={"way": "by_hand"}), DARIA)
    assert game.card.stage == "w2"


def test_what_programs_bring_is_kept_as_it_is() -> None:
    game = shipment({"way": "post", "track": POST})
    game.do(Note({"track": "80087700000001"}))
    assert game.card.fields["track"] == "80087700000001"
