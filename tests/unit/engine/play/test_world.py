"""The world of played cards: time, timers, who comes and goes, what is done inside the house, the same again."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Complete, Take
from marshrut.engine.play.chance import SplitMix64
from marshrut.engine.play.played import Moment
from marshrut.engine.play.stories import tell
from marshrut.engine.play.world import World
from tests.support.packs import definition, pack
from tests.support.toy import msk
from tests.unit.engine.test_payments import AUTHOR, COMPANY, FIELDS, HEAD, OPS

PAYMENT = definition("payments", "payment_request")


def world(**how: Any) -> World:
    return World({"payment_request": PAYMENT}, COMPANY, msk("2026-07-02 10:00"), **how)


def task(played: World, card: int) -> int:
    return played.cards[card].state.open_tasks[0].n


def test_timers_of_all_cards_fire_in_their_order() -> None:
    played = world()
    played.create("payment_request", AUTHOR, FIELDS)
    played.until(msk("2026-07-02 11:00"))
    played.create("payment_request", AUTHOR, FIELDS)
    played.until(msk("2026-07-06 12:00"))
    moments = [(one.at, one.card) for one in played.log]
    assert moments == sorted(moments, key=lambda one: one[0])
    assert {card for _at, card in moments} == {1, 2}
    assert played.now == msk("2026-07-06 12:00")


def test_what_comes_due_next_is_still_armed() -> None:
    played = world()
    card = played.create("payment_request", AUTHOR, FIELDS)
    assert played.next_due() == msk("2026-07-02 15:00")
    played.do(card, Take(task(played, card)), HEAD)
    assert played.next_due() == msk("2026-07-06 10:00"), "nobody checks any more whether it was taken"


def test_a_listener_hears_instead_of_the_log() -> None:
    heard: list[Moment] = []
    played = world(heard=heard.append)
    played.create("payment_request", AUTHOR, FIELDS)
    assert played.log == []
    assert [one.card for one in heard] == [1]


def test_what_is_refused_changes_nothing() -> None:
    played = world()
    card = played.create("payment_request", AUTHOR, FIELDS)
    before, many = played.cards[card].state, len(played.log)
    with pytest.raises(Refusal, match="reason_required"):
        played.do(card, Complete(task(played, card), "rejected"), HEAD)
    assert (played.cards[card].state, len(played.log)) == (before, many)


def test_a_card_goes_on_from_where_it_was() -> None:
    one = world()
    card = one.create("payment_request", AUTHOR, FIELDS)
    one.until(msk("2026-07-03 10:00"))
    state, told = one.cards[card].state, len(one.log)
    other = World({"payment_request": PAYMENT}, COMPANY, msk("2026-07-03 10:00"))
    assert other.enter("payment_request", PAYMENT, state, one.cards[card].started_at) == 1
    for each in (one, other):
        each.until(msk("2026-07-10 10:00"))
        each.do(1, Complete(task(each, 1), "approved"), OPS)
    assert one.log[told:] == other.log


def test_a_finished_card_is_finished_and_one_that_goes_on_again_is_not() -> None:
    story = next(one for one in pack("payments").stories if one.key == "head_rejects")
    told = tell(pack("payments"), story)
    assert told.ok
    finished = [one.decision.finished_at for one in told.log if one.decision.finished_at]
    assert finished
    assert told.cards[1].finished_at is None or told.cards[1].finished_at == finished[-1]


def test_chance_is_the_same_everywhere() -> None:
    chance = SplitMix64(1234567)
    assert [chance.next() for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@given(some.integers(0, 2**64), some.integers(1, 10**6))
def test_chance_stays_within_bounds(seed: int, many: int) -> None:
    chance = SplitMix64(seed)
    assert 0 <= chance.below(many) < many
    assert 0 <= chance.unit() < 1
    assert chance.fork("a").next() == SplitMix64(seed).fork("a").next() != chance.fork("b").next()


@settings(max_examples=15, deadline=None)
@given(some.integers(0, 2**32))
def test_the_same_seed_plays_the_same(seed: int) -> None:
    assert drawn(seed) == drawn(seed)


def drawn(seed: int) -> list[Moment]:
    """Whoever has a task presses something at some time."""
    played, chance = world(), SplitMix64(seed)
    for number in range(3):
        played.create("payment_request", AUTHOR, {**FIELDS, "note": str(number)})
    for _ in range(20):
        played.until(played.now + timedelta(minutes=chance.below(3000)))
        card = played.cards[1 + chance.below(3)]
        for open_task in card.state.open_tasks[:1]:
            outcomes = PAYMENT.task(open_task.stage, open_task.key).outcomes
            what = Complete(open_task.n, outcomes[chance.below(len(outcomes))].key, "Так", {})
            with suppress(Refusal):  # a form that is not filled in
                played.do(card.id, what, open_task.assignee)
    return played.log
