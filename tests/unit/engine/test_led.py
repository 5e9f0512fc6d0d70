"""Cards that a source leads: it is never argued with, whatever stands on them and wherever they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marshrut.engine.decide import decide
from marshrut.engine.decision import Decision, Refusal
from marshrut.engine.happenings import Adopt, Create, Edit, Move, Note, Place, Restart, Start, Withdraw
from marshrut.engine.state import CardState
from tests.support.packs import definition
from tests.support.small import ALICE, BORIS, COMPANY, Game
from tests.support.toy import Play, msk

EDOC = definition("edocs", "edoc")
ABOUT = EDOC.card_type.edoc
assert ABOUT is not None
STAGES = sorted(set(ABOUT.stages.values()))
FIELDS = EDOC.card_type.fields
AT = msk("2026-07-02 10:00")
UPD: Mapping[str, Any] = {"kind": "upd", "number": "215", "date": "2026-06-30", "status": "sent", "manager": ALICE}
ONCE = "after_signing"

#: what a source may say, and what no field of ours could hold
VALUES = st.one_of(
    st.none(),
    st.text(max_size=700),
    st.integers(-10, 10**20),
    st.sampled_from(["2026-07-02", "0001-01-01", "0", "-1.5", "12.345", "signed", "out", [], [1], {"a": 1}, True]),
)
SAID = st.dictionaries(st.sampled_from(sorted(FIELDS)), VALUES, max_size=8)


def adopted(stage: str = "waiting", *, quiet: bool = False, **fields: Any) -> Play:
    play = Play(EDOC, COMPANY, ALICE, AT)
    play.do(Adopt({**UPD, **fields}, stage, quiet))
    return play


def kinds(decision: Decision) -> list[str]:
    return [line.kind for line in decision.lines]


def children(play: Play) -> list[str]:
    return [e.payload["key"] for d in play.decisions for e in d.effects if e.kind == "create_card"]


def test_it_begins_where_the_source_has_it() -> None:
    play = adopted()
    (decision,) = play.decisions
    assert kinds(decision) == ["card.adopted"]
    assert [(visit.n, visit.stage, visit.round) for visit in decision.visits] == [(1, "waiting", 1)]
    assert (play.card.stage, play.card.visit, play.card.edition) == ("waiting", 1, 1)
    assert decision.finished_at is None
    assert adopted("signed").decisions[0].finished_at == AT


def test_the_line_of_its_birth_keeps_texts_apart_for_they_may_be_erased() -> None:
    (line,) = adopted(signed_theirs_by="Петров Пётр").decisions[0].lines
    assert dict(line.values) == {"number": "215", "signed_theirs_by": "Петров Пётр"}
    assert line.body["fields"] == {"kind": "upd", "date": "2026-06-30", "status": "sent", "manager": ALICE}
    assert (line.body["stage"], line.automatic) == ("waiting", False)


@pytest.mark.parametrize("stage", STAGES)
def test_what_was_there_before_we_came_wakes_nobody(stage: str) -> None:
    (decision,) = adopted(stage, quiet=True, signed_theirs_on="2026-06-30").decisions
    assert [*decision.effects, *decision.tasks, *decision.armed, *decision.children] == []
    assert len(decision.lines) == len(decision.visits) == 1


def test_somebody_looks_at_what_was_done_when_it_is_revoked_after_the_signing() -> None:
    """A2.6: once, whether revocation was asked for first or not; and only when it was signed."""
    asked = adopted("signed", signed_theirs_on="2026-06-30")
    asked.do(Place("revoking", {"status": "revocation_requested"}))
    asked.do(Place("revoked", {"status": "revoked"}))
    at_once = adopted("signed", signed_theirs_on="2026-06-30")
    at_once.do(Place("revoked", {"status": "revoked"}))
    never = adopted("waiting")
    never.do(Place("revoked", {"status": "revoked"}))
    assert (children(asked), children(at_once), children(never)) == ([ONCE], [ONCE], [])


def test_on_its_stage_only_the_fields_are_written() -> None:
    play = adopted()
    assert play.do(Place("waiting", dict(UPD))).lines == ()
    seen = play.do(Place("waiting", {"status": "viewed"}, note="не сказано"))
    assert kinds(seen) == ["card.edited"]
    assert (play.card.visit, play.card.edition) == (1, 2)


def test_why_it_moved_is_said_in_the_words_of_the_source() -> None:
    play = adopted()
    decision = play.do(Place("rejected", {"status": "rejected", "reason": "Не та сумма"}, note=" Не та сумма\x00 "))
    edited, moved = decision.lines
    assert (edited.kind, moved.kind) == ("card.edited", "card.moved")
    assert dict(moved.values) == {"note": "Не та сумма"}
    assert moved.body["because"] == {"rule": "source"}
    assert not edited.automatic
    assert not moved.automatic


def test_after_an_end_another_round_begins() -> None:
    play = adopted("rejected")
    play.do(Place("waiting"))
    assert (play.card.round, play.card.visit) == (2, 2)
    play.do(Place("signed"))
    play.do(Place("revoking"))
    assert play.card.round == 2


def test_nobody_else_makes_carries_or_starts_it() -> None:
    for happening in (Create(UPD), Create(UPD, start=False)):
        with pytest.raises(Refusal, match="led_by_source"):
            decide(EDOC, CardState(author=ALICE), happening, AT, COMPANY, None)
    play = adopted()
    for wrong in (Start(), Restart(), Withdraw(), Move("signed"), Move("draft")):
        for actor in (ALICE, BORIS):
            with pytest.raises(Refusal):
                decide(EDOC, play.card, wrong, AT, COMPANY, actor)


def test_people_never_adopt_or_place_and_other_cards_have_no_source() -> None:
    play = adopted()
    for actor in (ALICE, BORIS):
        with pytest.raises(Refusal, match="not_led"):
            decide(EDOC, CardState(author=ALICE), Adopt(UPD, "waiting"), AT, COMPANY, actor)
        with pytest.raises(Refusal, match="not_led"):
            decide(EDOC, play.card, Place("signed"), AT, COMPANY, actor)
    game = Game({"key": "w", "title": "w", "next": "done", "tasks": [_task()]})
    for happening in (Adopt({}, "w"), Place("done")):
        with pytest.raises(Refusal, match="not_led"):
            game.do(happening)


def _task() -> dict[str, Any]:
    return {"key": "t", "title": "t", "assignee": [{"author": True}], "outcomes": [{"key": "ok", "title": "Да"}]}


@pytest.mark.parametrize("stage", ["draft", "nowhere", ""])
def test_it_is_put_only_on_stages_of_the_map(stage: str) -> None:
    with pytest.raises(Refusal, match="no_such_stage"):
        adopted(stage)
    with pytest.raises(Refusal, match="no_such_stage"):
        adopted().do(Place(stage))


def test_a_card_keeps_the_map_it_began_with() -> None:
    """Told of a stage that only a later version of the pack has, it stands where its own has the status."""
    play = adopted()
    play.do(Place("waits_for_the_tax_office", {"status": "delivery_error"}))
    assert play.card.stage == "trouble"
    with pytest.raises(Refusal, match="no_such_stage"):
        play.do(Place("waits_for_the_tax_office", {"status": "at_the_tax_office"}))


def test_people_say_what_it_belongs_to_also_at_its_end_and_nothing_that_the_source_says() -> None:
    play = adopted("signed")
    play.do(Edit({"manager": BORIS, "deal": 7}), ALICE)
    assert (play.card.fields["manager"], play.card.fields["deal"]) == (BORIS, 7)
    for key in ("status", "number", "counterparty", "signed_theirs_by"):
        with pytest.raises(Refusal, match="bad_fields"):
            play.do(Edit({key: None}), ALICE)
    play.do(Note({"counterparty": 5}))
    assert play.card.fields["counterparty"] == 5


@settings(max_examples=150, deadline=None)
@given(SAID, st.sampled_from(STAGES), st.booleans())
def test_whatever_the_source_says_is_taken(said: dict[str, Any], stage: str, quiet: bool) -> None:
    play = Play(EDOC, COMPANY, ALICE, AT)
    play.do(Adopt(said, stage, quiet))
    assert play.card.stage == stage
    for key, value in play.card.fields.items():
        assert value is not None
        assert not isinstance(value, str) or len(value) <= FIELDS[key].max_length


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STAGES), SAID), max_size=8))
def test_it_stands_where_the_source_said_last(way: list[tuple[str, dict[str, Any]]]) -> None:
    """Each move is one visit and one line; saying it twice changes nothing; the after-signing errand comes once."""
    play = adopted()
    for stage, said in way:
        before = play.card
        play.now += timedelta(minutes=1)
        decision = play.do(Place(stage, said))
        moved = stage != before.stage
        assert play.card.stage == stage
        assert play.card.visit == before.visit + moved == before.visit + len(decision.visits)
        assert kinds(decision).count("card.moved") == moved
        assert (decision.finished_at is not None) == (moved and EDOC.stages[stage].final)
        assert play.do(Place(stage, said)).lines == ()
    assert len(children(play)) <= 1
