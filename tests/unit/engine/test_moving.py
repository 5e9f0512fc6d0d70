"""A running card goes over to another version of its route."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marshrut.engine.decide import decide
from marshrut.engine.decision import Refusal
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import ChildFinished, Complete, Create, Edit, Fire, Take, Undo, Withdraw
from marshrut.engine.moving import How, Landing, Redated, move, preview, put_back
from marshrut.engine.people import holders
from tests.support import definitions, offices
from tests.support.small import ALICE, BORIS, COMPANY, DARIA, FIELDS, NO, YES, Game, Part, route, stage, task
from tests.support.toy import msk

LADDER = [{"key": "remind", "after": {"work_hours": 4}, "do": "remind"}]
CHILD = {"do": "create_card", "key": "kid", "card_type": "errand", "wait": True, "fields": {"title": "title"}}


def version(*stages: Part, **words: Any) -> Definition:
    return replace(route(*stages, **words), version="2.0.0")


def land(game: Game, new: Definition, how: How = How()) -> Landing:  # noqa: B008 - frozen
    """The card of the game goes over, and the game goes on with it."""
    landing = move(game.definition, new, game.card, how, game.now, game.company)
    game.former, game.before = game.definition, game.card  # type: ignore[attr-defined]
    game.card, game.definition = landing.decision.card, new
    game.decisions.append(landing.decision)
    return landing


def back(game: Game) -> Landing:
    former: Definition = game.former  # type: ignore[attr-defined]
    landing = put_back(game.definition, former, game.card, game.before, game.now, game.company)  # type: ignore[attr-defined]
    game.card, game.definition = landing.decision.card, former
    return landing


def code(game: Game, new: Definition, how: How = How()) -> str:  # noqa: B008 - frozen
    found = preview(game.definition, new, game.card, how, game.now, game.company)
    assert isinstance(found, Refusal)
    return found.code


# -- what stays --------------------------------------------------------------------------------------------------------


def test_a_task_of_the_same_name_stays_with_whoever_has_it_taken_and_with_its_deadline() -> None:
    game = Game(stage("one", task(assignee=[{"role": "two"}], due=[{"after": {"work_days": 2}}]), next="done"))
    game.take(BORIS)
    before = game.card.open_tasks
    landing = land(
        game, version(stage("one", task(assignee=[{"role": "one"}], due=[{"after": {"work_days": 5}}]), next="done"))
    )
    assert (landing.kept, landing.closed, landing.opened, landing.redated) == (("check",), (), (), ())
    assert game.card.open_tasks == before
    assert [line.kind for line in landing.decision.lines] == ["card.version_moved"]
    game.decide(BORIS)
    assert game.card.stage == "done"


def test_asked_for_the_deadline_is_that_of_the_new_version_from_when_the_task_was_opened() -> None:
    game = Game(stage("one", task(due=[{"after": {"work_days": 2}}]), next="done")).at(msk("2026-07-02 15:00"))
    landing = land(game, version(stage("one", task(due=[{"after": {"work_days": 1}}]), next="done")), How(redate=True))
    redated = landing.redated
    was, due = msk("2026-07-06 10:00"), msk("2026-07-03 10:00")
    assert redated == (Redated("task", "check", was, due, over=False),)
    assert game.card.open_tasks[0].due_at == msk("2026-07-03 10:00")


def test_another_ladder_begins_anew_and_the_same_one_goes_on() -> None:
    game = Game(stage("one", task(ladder=LADDER), next="done")).at(msk("2026-07-02 11:00"))
    armed = game.card.timers
    assert land(game, version(stage("one", task(ladder=LADDER, title="Иначе"), next="done"))).anew == ()
    assert game.card.timers == armed
    sooner = [{"key": "remind", "after": {"work_hours": 1}, "do": "remind"}]
    assert land(game, version(stage("one", task(ladder=sooner), next="done"))).anew == ("check",)
    assert [timer.due_at for timer in game.card.timers] == [msk("2026-07-02 12:00")]
    game.at(msk("2026-07-02 12:30"))
    assert game.told("reminder") == [BORIS, DARIA]


def test_a_sleeping_task_sleeps_on_and_its_new_ladder_begins_when_it_wakes() -> None:
    game = Game(stage("one", task(ladder=LADDER, pause={}), next="done"))
    game.pause(BORIS, days=1)
    land(
        game,
        version(stage("one", task(ladder=[{"key": "other", "after": {"work_hours": 1}, "do": "remind"}]), next="done")),
    )
    assert [held.paused is None for held in game.card.open_tasks] == [False]
    game.at(msk("2026-07-03 10:30"))
    assert [held.paused is None for held in game.card.open_tasks] == [True]
    assert [timer.key for timer in game.card.timers] == ["other@1"]


def test_votes_that_were_given_count_on() -> None:
    three = task(assignee=[{"role": "three"}], decide="all")
    game = Game(stage("one", three, next="done"))
    game.vote(DARIA)
    land(game, version(stage("one", three, next="two"), stage("two", task("more"), next="done")))
    assert len(game.card.open_tasks) == 2
    for held in game.card.open_tasks:
        game.vote(held.assignee)
    assert game.card.stage == "two"


# -- what is closed, opened, lost --------------------------------------------------------------------------------------


def test_a_task_that_is_gone_is_closed_and_a_new_one_is_opened() -> None:
    game = Game(stage("one", task("old"), next="done"))
    landing = land(game, version(stage("one", task("new", assignee=[{"role": "one"}]), next="done")))
    assert (landing.kept, landing.closed, landing.opened) == ((), ("old",), ("new",))
    assert [line.body["because"] for line in landing.decision.lines if line.kind == "task.cancelled"] == ["version"]
    assert [(one.key, one.assignee) for one in game.card.open_tasks] == [("new", DARIA)]


def test_what_was_decided_or_not_asked_for_is_not_asked_again() -> None:
    tasks = [task("a"), task("b"), task("c", when="count > 100")]
    game = Game(stage("one", *tasks, next="done"), fields={"count": "5"})
    game.decide(BORIS, n=game.n("a"))
    game.edit(count="500")
    assert land(game, version(stage("one", *tasks, next="done"))).opened == ()
    assert land(game, version(stage("one", *tasks[:2], task("c", when="count > 200"), next="done"))).opened == ("c",)


def test_a_value_without_a_field_leaves_the_card_and_history_says_it() -> None:
    game = Game(stage("one", task(), next="done"), fields={"title": "Тема", "count": "3"})
    fields = {key: value for key, value in FIELDS.items() if key != "count"}
    landing = land(game, version(stage("one", task(), next="done"), fields=fields))
    assert landing.lost == ("count",)
    assert game.card.fields == {"title": "Тема"}
    edited = next(line for line in landing.decision.lines if line.kind == "card.edited")
    assert (edited.values, edited.automatic) == ({"count": ["3", None]}, True)


def test_what_the_stage_demands_now_is_said_and_hinders_nothing() -> None:
    game = Game(stage("one", task(), next="done"))
    assert land(game, version(stage("one", task(), next="done", require=["title"]))).lacking == ("title",)


# -- timers of the stage -----------------------------------------------------------------------------------------------


def test_timers_of_the_stage_go_on_begin_anew_or_end() -> None:
    def timer(key: str, days: int) -> Part:
        return {"key": key, "after": {"days": days}, "robots": [{"do": "set", "fields": {"count": "1"}}]}

    game = Game(stage("one", task(), timers=[timer("same", 3), timer("other", 3), timer("gone", 3)], next="done"))
    game.at(msk("2026-07-03 10:00"))
    land(
        game, version(stage("one", task(), timers=[timer("same", 3), timer("other", 5), timer("new", 1)], next="done"))
    )
    found = {one.key: one.due_at.astimezone(game.now.tzinfo).day for one in game.card.timers}
    assert found == {"stage/same": 5, "stage/other": 8, "stage/new": 4}
    game.at(msk("2026-07-04 11:00"))
    land(game, version(stage("one", task(), timers=[timer("new", 2)], next="done")))
    assert game.card.timers == ()  # it did its work already


# -- another stage -----------------------------------------------------------------------------------------------------


def test_a_stage_that_is_gone_needs_one_that_a_person_names() -> None:
    game = Game(stage("one", task(ladder=LADDER), next="done"))
    new = version(stage("uno", task(ladder=LADDER), next="done"))
    assert code(game, new) == "version_no_stage"
    land(game, new, How({"one": "uno"}))
    assert (game.card.stage, game.card.visit) == ("uno", 3)
    assert [(one.stage, one.visit) for one in game.card.open_tasks] == [("uno", 3)]
    assert [(one.visit, one.due_at) for one in game.card.timers] == [(3, msk("2026-07-02 15:00"))]
    game.decide(BORIS)
    assert game.card.stage == "done"


def test_on_another_stage_a_task_for_other_people_is_another_one() -> None:
    game = Game(stage("one", task(), next="done"))
    landing = land(game, version(stage("uno", task(assignee=[{"role": "one"}]), next="done")), How({"one": "uno"}))
    assert (landing.closed, landing.opened) == (("check",), ("check",))
    assert [one.assignee for one in game.card.open_tasks] == [DARIA]


@pytest.mark.parametrize("to", ["done", "refused", "draft", "nowhere"])
def test_nobody_is_moved_to_an_end_or_back_to_a_draft(to: str) -> None:
    game = Game(stage("one", task(), next="done"))
    assert code(game, version(stage("uno", task(), next="done")), How({"one": to})) in (
        "version_other_kind",
        "version_no_stage",
    )


# -- refusals ----------------------------------------------------------------------------------------------------------


def test_a_finished_card_keeps_the_version_it_finished_with() -> None:
    game = Game(stage("one", task(), next="done"))
    game.decide(BORIS)
    assert code(game, version(stage("one", task(), next="done"))) == "version_finished"


def test_a_field_that_cannot_hold_the_value_refuses() -> None:
    game = Game(stage("one", task(), next="done"), fields={"count": "3", "way": "by_hand", "title": "Тема"})
    other = {**FIELDS, "count": {"kind": "date", "title": "Число"}}
    assert code(game, version(stage("one", task(), next="done"), fields=other)) == "version_field"
    fewer = {**FIELDS, "way": {**FIELDS["way"], "choices": [{"key": "courier", "title": "Курьер"}]}}
    assert code(game, version(stage("one", task(), next="done"), fields=fewer)) == "version_field"
    longer = {**FIELDS, "title": {"kind": "long_text", "title": "Тема"}}
    assert land(game, version(stage("one", task(), next="done"), fields=longer)).lost == ()


def test_a_card_that_is_waited_for_must_be_waited_for_in_the_new_version() -> None:
    game = Game(stage("one", task(), on_enter=[CHILD], next="done"))
    assert code(game, version(stage("one", task(), next="done"))) == "version_waits"
    new = version(stage("one", task(), on_enter=[CHILD], next="done"))
    assert (
        code(game, version(stage("uno", task(), on_enter=[CHILD], next="done")), How({"one": "uno"})) == "version_waits"
    )
    land(game, new)
    game.decide(BORIS)
    game.do(ChildFinished("kid", 2, "success"))
    assert game.card.stage == "done"


def test_a_card_that_would_go_on_by_itself_or_stand_for_ever_is_refused() -> None:
    game = Game(stage("one", task(), next="done"))
    assert code(game, version(stage("one", next="done"))) == "version_goes_on"
    assert code(game, version(stage("one"), withdraw=None)) == "version_stuck"


def test_nobody_there_for_a_new_task_refuses() -> None:
    game = Game(stage("one", task(), next="done"))
    assert code(game, version(stage("one", task("new", assignee=[{"role": "none"}]), next="done"))) == "nobody"


# -- and after ---------------------------------------------------------------------------------------------------------


def test_a_decision_before_the_move_binds_and_is_not_taken_back() -> None:
    game = Game(stage("one", task("a"), task("b"), next="done"))
    first = game.n("a")
    game.decide(BORIS, n=first)
    land(game, version(stage("uno", task("b"), next="done")), How({"one": "uno"}))
    with pytest.raises(Refusal, match="undo_robots"):
        game.do(Undo(first), BORIS)
    with pytest.raises(Refusal, match="withdraw_too_late"):
        game.do(Withdraw(), ALICE)
    game.do(Edit({"title": "Иначе"}), ALICE)
    game.decide(BORIS, n=game.n("b"))
    assert game.card.stage == "done"


def test_put_back_is_as_before_under_new_numbers() -> None:
    game = Game(
        stage("one", task("old", due=[{"after": {"work_days": 2}}], ladder=LADDER), task("both"), next="done"),
        fields={"count": "3"},
    )
    due = game.card.task(game.n("old")).due_at  # type: ignore[union-attr]
    fields = {key: value for key, value in FIELDS.items() if key != "count"}
    land(game, version(stage("uno", task("new"), task("both"), next="done"), fields=fields), How({"one": "uno"}))
    landing = back(game)
    assert (landing.opened, landing.kept) == (("old",), ("both",))
    assert game.card.fields == {"count": "3"}
    assert (game.card.stage, sorted(game.open())) == ("one", ["both", "old"])
    assert game.card.task(game.n("old")).due_at == due  # type: ignore[union-attr]
    game.at(msk("2026-07-02 15:30"))
    assert game.told("reminder") == [BORIS, DARIA]
    game.decide(BORIS, n=game.n("old"))
    game.decide(BORIS, n=game.n("both"))
    assert game.card.stage == "done"


def test_put_back_gives_the_timers_of_the_stage_as_they_stood() -> None:
    def timer(key: str, **words: Any) -> Part:
        return {"key": key, "robots": [{"do": "notify", "to": [{"author": True}], "text": "Ждём"}], **words}

    before = [timer("once", after={"days": 2}), timer("late", after={"days": 10}), timer("again", every={"days": 1})]
    changed = [timer("late", after={"days": 20}), timer("again", every={"days": 3})]
    game = Game(stage("one", task(), timers=before, next="done")).at(msk("2026-07-05 15:00"))
    armed = {(one.key, one.ordinal, one.due_at) for one in game.card.timers}
    assert "stage/once" not in {key for key, _turn, _due in armed}  # it did its work
    land(game, version(stage("one", task(), timers=changed, next="done")))
    back(game)
    assert {(one.key, one.ordinal, one.due_at) for one in game.card.timers} == armed


def test_what_fired_between_the_move_and_the_return_does_not_fire_again() -> None:
    def timer(key: str, **words: Any) -> Part:
        return {"key": key, "robots": [{"do": "notify", "to": [{"author": True}], "text": "Ждём"}], **words}

    before = [timer("same", after={"days": 5}), timer("sooner", after={"days": 10}), timer("gone", after={"days": 30})]
    changed = [timer("same", after={"days": 5}), timer("sooner", after={"days": 6})]
    game = Game(stage("one", task(), timers=before, next="done")).at(msk("2026-07-05 15:00"))
    due = {one.key: one.due_at for one in game.card.timers}["stage/gone"]
    land(game, version(stage("one", task(), timers=changed, next="done")))
    game.at(msk("2026-07-20 15:00"))
    assert {one.key for one in game.card.timers} == set()
    back(game)
    assert {(one.key, one.due_at) for one in game.card.timers} == {("stage/gone", due)}


def test_put_back_gives_the_old_deadline() -> None:
    game = Game(stage("one", task(due=[{"after": {"work_days": 2}}]), next="done"))
    due = game.card.open_tasks[0].due_at
    land(game, version(stage("one", task(due=[{"after": {"work_days": 1}}]), next="done")), How(redate=True))
    assert [one.key for one in back(game).redated] == ["check"]
    assert game.card.open_tasks[0].due_at == due


# -- on random routes --------------------------------------------------------------------------------------------------

presses = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=6)


def _walk(definition: Definition, company: offices.Office, fields: Part, steps: list[tuple[int, int]]) -> Game | None:
    """A card somewhere on its way, with its clock; None when it cannot set out."""
    game = Game.__new__(Game)
    super(Game, game).__init__(definition, company, 1, msk("2026-07-02 10:00"))
    asked = {entry.field for s in definition.card_type.stages for t in s.tasks for entry in t.form}
    try:
        game.do(Create({key: value for key, value in fields.items() if key not in asked}), 1)
    except Refusal:
        return None
    _press(game, steps)
    return game


def _press(game: Game, steps: list[tuple[int, int]]) -> None:
    for which, how in steps:
        held = game.card.open_tasks
        try:
            if how == 0 and game.card.timers:
                first = min(game.card.timers, key=lambda one: one.due_at)
                game.now = max(game.now, first.due_at)
                game.do(Fire(first.key, first.visit, first.due_at, first.task, first.ordinal))
            elif held:
                chosen = held[which % len(held)]
                outcomes = game.definition.task(chosen.stage, chosen.key).outcomes
                what = Take(chosen.n) if how == 1 else Complete(chosen.n, outcomes[how % len(outcomes)].key, "Так")
                game.do(what, next(iter(holders(chosen))))
        except Refusal:
            game.now += timedelta(hours=1)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions.papers(), offices.companies(), definitions.contents(), presses)
def test_moving_to_the_same_route_changes_nothing(paper: Part, company: Any, fields: Part, steps: Any) -> None:
    game = _walk(definitions.definition(paper), company, fields, steps)
    if game is None:
        return
    found = preview(game.definition, game.definition, game.card, How(), game.now, game.company)
    if isinstance(found, Refusal):
        assert found.code in ("version_finished", "version_stuck", "version_led")
        return
    assert found.decision.card == game.card
    assert [line.kind for line in found.decision.lines] == ["card.version_moved"]
    decision = found.decision
    assert (decision.tasks, decision.armed, decision.cancelled, decision.effects) == ((), (), (), ())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions.papers(), definitions.papers(), offices.companies(), definitions.contents(), presses, presses)
def test_a_card_between_any_two_routes_stays_whole(
    paper: Part, other: Part, company: Any, fields: Part, steps: Any, after: Any
) -> None:
    """Whatever stands open is known to the new route, and the card goes on under it as one of its own."""
    game = _walk(definitions.definition(paper), company, fields, steps)
    new = replace(definitions.definition(other), version="2.0.0")
    if game is None:
        return
    mapping = {key: new.card_type.first for key in game.definition.stages if key not in new.stages}
    if isinstance(preview(game.definition, new, game.card, How(mapping), game.now, game.company), Refusal):
        return
    land(game, new, How(mapping))
    card = game.card
    assert card.stage in new.stages
    keys = {task.key for task in new.stages[card.stage].tasks} | {"opinion"}
    assert all(held.key in keys and held.visit == card.visit for held in card.open_tasks)
    assert all(timer.visit == card.visit for timer in card.timers)
    assert all(timer.task is None or timer.task in {t.n for t in card.open_tasks} for timer in card.timers)
    assert set(card.fields) <= set(new.card_type.fields)
    _press(game, after)


def test_the_engine_can_still_decide_on_what_the_former_route_left() -> None:
    """The reasons above refuse; here everything that may be left over is left over at once."""
    game = Game(stage("one", task("a"), task("b", assignee=[{"role": "three"}], decide="all"), next="done"))
    game.decide(BORIS, n=game.n("a"))
    game.decide(DARIA, n=game.task_of(DARIA, "b"))
    new = version(stage("uno", task("c", outcomes=[YES, NO]), next="done"))
    land(game, new, How({"one": "uno"}))
    decide(new, game.card, Edit({"title": "Иначе"}), game.now, COMPANY, ALICE)
    game.decide(BORIS, n=game.n("c"))
    assert game.card.stage == "done"
