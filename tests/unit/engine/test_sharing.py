"""Several people in one field, cards that share their people, letters, and cards made for others."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.definitions.schema.pack import Field
from marshrut.engine.decision import Refusal
from marshrut.engine.fields import BadValue, clean, for_conditions, taking_part
from marshrut.engine.happenings import ChildFinished, Edit, Note, Restart, Signal, Undo, Withdraw
from marshrut.engine.robots import robot_at
from tests.support.small import ALICE, BORIS, DARIA, EGOR, NO, VICTOR, Game, Part, stage, task
from tests.support.toy import msk

READERS = Field.model_validate({"kind": "person", "title": "Читатели", "several": True})
TO_READ: Part = {"assignee": [{"person_in": "people"}], "decide": "all", "outcomes": [{"key": "yes", "title": "Да"}]}


def effects(game: Game, kind: str) -> list[dict[str, Any]]:
    return [dict(one.payload) for decision in game.decisions for one in decision.effects if one.kind == kind]


def keys(game: Game, kind: str) -> list[str]:
    return [one.dedup for decision in game.decisions for one in decision.effects if one.kind == kind]


# -- several people in a field -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "kept"),
    [([2, "3", 2], [2, 3]), (5, [5]), ("5", [5]), ([], None), ((), None), ([None, ""], None), ((4, None), [4])],
)
def test_people_are_kept_once_each(raw: Any, kept: Any) -> None:
    assert clean(READERS, raw) == kept


@pytest.mark.parametrize(("raw", "code"), [(["x"], "not_id"), ([True], "not_id"), (range(1, 3), "not_id")])
def test_what_is_nobody_is_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadValue, match=code):
        clean(READERS, raw)


def test_there_is_an_end_to_a_list_of_people() -> None:
    assert len(clean(READERS, list(range(1, 201)))) == 200
    with pytest.raises(BadValue, match="too_many"):
        clean(READERS, list(range(1, 202)))


def test_one_person_stays_one() -> None:
    with pytest.raises(BadValue, match="not_id"):
        clean(Field.model_validate({"kind": "person", "title": "Кто"}), [2, 3])


def test_everybody_named_gets_a_task() -> None:
    game = Game(stage("w1", task(**TO_READ), next="done"), fields={"people": [BORIS, DARIA, EGOR]})
    assert game.holders() == [BORIS, DARIA, EGOR]
    for person in (EGOR, BORIS):
        game.vote(person)
        assert game.card.stage == "w1"
    game.vote(DARIA)
    assert game.card.stage == "done"


def test_who_left_the_company_is_passed_over() -> None:
    game = Game(stage("w1", task(**TO_READ), next="done"), fields={"people": [BORIS, DARIA]}, start=False)
    game.dismiss(BORIS)
    game.start()
    assert game.holders() == [DARIA]


def test_an_edit_gives_it_to_those_named_now() -> None:
    game = Game(stage("w1", task(**TO_READ), next="done"), fields={"people": [BORIS, DARIA]})
    game.edit(people=[DARIA, EGOR])
    assert game.holders() == [DARIA, EGOR]


def test_who_is_named_after_others_have_read_reads_as_well() -> None:
    game = Game(stage("w1", task(**TO_READ), next="done"), fields={"people": [BORIS, DARIA]})
    game.vote(BORIS)
    game.edit(people=[BORIS, DARIA, EGOR])
    assert (game.holders(), game.told("task_opened")) == ([DARIA, EGOR], [BORIS, DARIA, EGOR])
    game.vote(DARIA)
    assert game.card.stage == "w1"
    game.vote(EGOR)
    assert game.card.stage == "done"


READ_ONLY: Part = {**TO_READ, "kind": "acknowledge"}


def test_who_is_taken_off_after_others_have_read_reads_no_more() -> None:
    game = Game(stage("w1", task(**READ_ONLY), next="done"), fields={"people": [BORIS, DARIA, EGOR]})
    game.vote(BORIS)
    game.edit(people=[BORIS, EGOR])
    assert (game.holders(), game.card.stage) == ([EGOR], "w1")
    game.edit(people=[BORIS, EGOR, DARIA])
    assert game.holders() == [EGOR, DARIA]
    game.vote(EGOR)
    assert game.card.stage == "w1"
    game.vote(DARIA)
    assert game.card.stage == "done"


def test_without_the_last_one_everybody_has_read() -> None:
    game = Game(stage("w1", task(**READ_ONLY), next="done"), fields={"people": [BORIS, DARIA]})
    game.vote(BORIS)
    game.edit(people=[BORIS])
    assert (game.holders(), game.card.stage) == ([], "done")


def test_a_program_that_takes_the_last_one_off_leads_on_as_well() -> None:
    game = Game(stage("w1", task(**READ_ONLY), next="done"), fields={"people": [BORIS, DARIA]})
    game.vote(BORIS)
    game.do(Note({"people": [BORIS]}))
    assert (game.holders(), game.card.stage) == ([], "done")


@pytest.mark.parametrize("place", ["signal", "timer"])
def test_a_robot_that_takes_the_last_one_off_leads_on_as_well(place: str) -> None:
    listed = [{"do": "set", "fields": {"people": "[owner]"}}]
    both: dict[str, Part] = {
        "signal": {"signals": [{"key": "bell", "done": "Звонок", "robots": listed}]},
        "timer": {"timers": [{"key": "later", "after": {"work_hours": 2}, "robots": listed}]},
    }
    game = Game(
        stage("w1", task(**READ_ONLY), next="done", **both[place]), fields={"people": [BORIS, DARIA], "owner": BORIS}
    )
    game.vote(BORIS)
    if place == "signal":
        game.do(Signal("bell"))
    else:
        game.at(msk("2026-07-20 10:00"))
    assert (game.holders(), game.card.stage) == ([], "done")


def test_what_readers_left_is_brought_to_its_end_once() -> None:
    told = {"do": "set", "fields": {"title": '"Прочли"'}}
    read = {**READ_ONLY, "outcomes": [{"key": "yes", "title": "Да", "robots": [told]}]}
    game = Game(stage("w1", task("a", **read), task("b"), next="done"), fields={"people": [BORIS, DARIA]})
    game.decide(BORIS, n=game.task_of(BORIS, "a"))
    game.do(Note({"people": [BORIS]}))
    game.do(Note({"title": "Т"}))
    assert (game.open(), game.card.fields["title"]) == (["b"], "Т")


def test_whoever_has_read_is_not_unread_by_an_edit() -> None:
    game = Game(stage("w1", task(**READ_ONLY), next="done"), fields={"people": [BORIS, DARIA]})
    game.vote(BORIS)
    game.edit(people=[DARIA])
    assert (game.holders(), game.card.stage) == ([DARIA], "w1")
    game.vote(DARIA)
    assert game.card.stage == "done"


def test_an_approver_is_not_edited_out_once_others_have_decided() -> None:
    game = Game(stage("w1", task(**{**TO_READ, "kind": "approve"}), next="done"), fields={"people": [BORIS, DARIA]})
    game.vote(BORIS)
    game.edit(people=[BORIS])
    assert (game.holders(), game.card.stage) == ([DARIA], "w1")


def test_where_one_is_enough_nobody_joins() -> None:
    game = Game(stage("w1", task(**{**TO_READ, "decide": 2}), next="done"), fields={"people": [BORIS, DARIA, EGOR]})
    game.vote(BORIS)
    game.edit(people=[BORIS, DARIA, VICTOR])
    assert game.holders() == [DARIA, EGOR]


def test_conditions_see_people_as_a_list() -> None:
    game = Game(stage("w1", task(when="author in people and count(people) = 2"), next="done"))
    known = for_conditions(game.definition.card_type, {"people": [ALICE, BORIS]}, ALICE)
    assert game.definition.card_type.stages[0].tasks[0].when
    assert known["author"] in known["people"]
    assert Game(stage("w1", task(when="author in people"), next="done")).card.stage == "done"
    assert Game(stage("w1", task(when="author in people"), next="done"), fields={"people": [ALICE]}).open() == ["check"]


def test_a_robot_lists_people() -> None:
    listed = {"do": "set", "fields": {"people": "[author, owner]"}}
    game = Game(stage("w1", task(), on_enter=[listed]), fields={"owner": DARIA})
    assert game.card.fields["people"] == [ALICE, DARIA]
    assert Game(stage("w1", task(), on_enter=[listed])).card.fields["people"] == [ALICE]


def test_people_of_a_field_take_part() -> None:
    card_type = Game(stage("w1", task())).definition.card_type
    assert taking_part(card_type, {"people": [BORIS, DARIA], "owner": EGOR}) == {BORIS, DARIA}
    assert taking_part(card_type, {"people": None}) == set()


# -- cards that share their people -------------------------------------------------------------------------------------


def test_whoever_takes_part_here_is_told_there() -> None:
    game = Game(stage("w1", task(), next="done"), fields={"about": 77})
    assert len(keys(game, "card_shared")) == 1
    game.hand_over(BORIS, VICTOR)
    game.do(Edit({"people": [EGOR]}), ALICE)
    game.do(Edit({"about": 78}), ALICE)
    assert len(set(keys(game, "card_shared"))) == 4
    game.do(Edit({"title": "Новая тема"}), ALICE)
    game.take(VICTOR)
    assert len(keys(game, "card_shared")) == 4


def test_a_card_about_nothing_tells_nobody() -> None:
    game = Game(stage("w1", task(), next="done"))
    game.decide(BORIS)
    assert keys(game, "card_shared") == []


# -- letters -----------------------------------------------------------------------------------------------------------

LETTER: Part = {
    "direction": "out", "paper": "scan", "partner": "firm", "subject": "title", "address": "address",
    "their_number": "theirs", "their_date": "theirs_on", "number": "number", "date": "number_on",
}  # fmt: skip
ENDS = [
    {"key": "sent", "done": "Ушло", "to": "done"},
    {"key": "send_failed", "done": "Не принято", "to": "w1"},
    {"key": "send_unknown", "done": "Неизвестно"},
]


SEND = stage("send", on_enter=[{"do": "send_letter"}], signals=ENDS)


def letter(**fields: Any) -> Game:
    yes = {"key": "yes", "title": "Да", "to": "send"}
    return Game(stage("w1", task(outcomes=[yes, NO])), SEND, fields=fields, letter=LETTER)


def test_what_a_letter_says_is_told_when_it_changes() -> None:
    game = letter(title="О поставке")
    game.take(BORIS)
    game.edit(address="a@example.ru")
    game.edit(address="a@example.ru")
    game.do(Note({"number": "ИСХ-1"}))
    assert effects(game, "letter_changed") == [{"edition": 1}, {"edition": 2}, {"edition": 3}]
    assert len(set(keys(game, "letter_changed"))) == 3


def test_a_card_that_is_no_letter_tells_of_no_letter() -> None:
    game = Game(stage("w1", task(), next="done"), fields={"title": "Т"})
    assert keys(game, "letter_changed") == []


def test_a_letter_is_sent_once_a_visit() -> None:
    game = letter()
    game.decide(BORIS)
    visit = game.card.visit
    assert effects(game, "letter_send") == [{"place": "enter/send", "index": 0, "visit": visit}]
    assert robot_at(game.definition.card_type, "enter/send", 0).do == "send_letter"
    game.do(Signal("send_unknown", visit))
    assert (game.card.stage, len(effects(game, "letter_send"))) == ("send", 1)
    game.do(Signal("send_failed", visit, "550 нет такого адреса"))
    assert (game.card.stage, game.open()) == ("w1", ["check"])
    game.decide(BORIS)
    assert len(set(keys(game, "letter_send"))) == 2
    game.do(Signal("sent", game.card.visit))
    assert game.card.stage == "done"


def test_what_went_out_is_not_taken_back() -> None:
    game = letter()
    n = game.n()
    game.decide(BORIS)
    with pytest.raises(Refusal, match="undo_robots"):
        game.do(Undo(n), BORIS)


# -- cards made by cards -----------------------------------------------------------------------------------------------


def asking(**words: Any) -> Game:
    errand = {"do": "create_card", "key": "errand", "card_type": "errand", "wait": True, **words.pop("robot", {})}
    return Game(stage("w1", on_enter=[errand], next="done", **words), stage("w2", task()), fields={"owner": DARIA})


def test_a_new_card_may_belong_to_somebody_else() -> None:
    assert effects(asking(robot={"author": {"person_in": "owner"}}), "create_card")[0]["author"] == DARIA
    assert "author" not in effects(asking(), "create_card")[0]


def test_without_anybody_the_new_card_is_the_authors() -> None:
    assert "author" not in effects(asking(robot={"author": {"person_in": "people"}}), "create_card")[0]


@pytest.mark.parametrize(("ended", "to"), [("failure", "w2"), ("success", "done")])
def test_a_card_that_failed_leads_elsewhere(ended: Any, to: str) -> None:
    game = asking(child_failed="w2")
    game.do(ChildFinished("errand", game.card.visit, ended))
    assert game.card.stage == to


def test_unless_told_a_card_that_failed_is_waited_for_no_more() -> None:
    game = asking()
    game.do(ChildFinished("errand", game.card.visit, "failure"))
    assert game.card.stage == "done"


def test_a_card_of_an_earlier_visit_leads_nowhere() -> None:
    game = asking(child_failed="w2")
    earlier = game.card.visit
    game.do(Withdraw(), ALICE)
    game.do(Restart(), ALICE)
    game.do(ChildFinished("errand", earlier, "failure"))
    assert (game.card.stage, game.card.visit > earlier) == ("w1", True)


def test_a_robot_of_a_signal_is_found_by_its_place() -> None:
    tell = {"do": "notify", "to": [{"author": True}], "text": "!"}
    game = Game(stage("w1", task(), signals=[{"key": "bell", "done": "Звонок", "robots": [tell]}]))
    game.do(Signal("bell"))
    told = effects(game, "notify")[-1]
    assert robot_at(game.definition.card_type, told["place"], told["index"]).do == "notify"
